/** Every limit of the wire, in one place. Honest work never meets one: our own client keeps far below them. */
export const limits = {
  /** bytes of one WebSocket message; over it the socket closes with 4413 */
  messageBytes: 4 * 1024 * 1024,
  /** bytes of one change as it travels; over it the change is refused */
  changeBytes: 32 * 1024,
  /** changes in one update; over it the socket closes with 4413 */
  changesPerUpdate: 10_000,
  /** client ids in one state vector */
  clientsPerStateVector: 100_000,
  /** characters of an entity's, user's or device's id */
  idLength: 64,
  /** changes our own client and server put in one message */
  changesPerPiece: 400,
  /** bytes our own client and server put in one message */
  bytesPerPiece: 256 * 1024,
  /** bytes central puts in one message of an answer: on the slowest links a tenth of it takes a second or two, and is used at once */
  bytesPerAnswer: 64 * 1024,
  /** milliseconds by which a clock may run ahead of central's and still be followed */
  clockAheadMs: 24 * 60 * 60 * 1000,
} as const;
