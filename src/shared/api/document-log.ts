/** The log of a document in pieces that never alter (rules Q1 to Q5 of PROTOCOL.md). */
import * as z from 'zod/mini';

const count = z.int().check(z.nonnegative());

const logPiece = z.object({
  /** SHA-256 of its bytes before they are compressed, in hex: the last part of its address */
  name: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  /** it holds the changes of the document after this sequence number, up to that one */
  after: count,
  to: count,
  changes: count,
  /** of the compressed piece */
  bytes: count,
  /** the next clock of each client whose changes it holds: client id, next clock */
  vector: z.array(z.tuple([count, count])),
  /** base64: the proof of it */
  receipt: z.optional(z.string()),
});
export type LogPiece = z.infer<typeof logPiece>;

export const documentLog = z.object({
  document: z.string(),
  pieces: z.array(logPiece),
  /** the end of the last piece: later changes come over the socket */
  after: count,
});
export type DocumentLog = z.infer<typeof documentLog>;
