/** Of a database that each process reads from a copy of its own: the state of that copy. */
export interface OwnCopyState {
  /** A disk has spoilt it, and another is being made. */
  readonly isBeingMade: boolean;
  /** The number of times since the start that it was made again. */
  readonly madeAgain: number;
  /** Called when another copy has taken its place: what was read before may have been wrong. */
  onMadeAgain(listener: () => void): void;
}
