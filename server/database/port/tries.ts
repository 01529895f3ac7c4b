/** Failed tries, counted where all processes see them. */
export interface TriesLimit {
  /** failures before a caller has to wait */
  failures: number;
  /** milliseconds for which failures count, from the first one on */
  windowMs: number;
}

export interface TriesBook {
  /** Begins a try; returns the seconds that the caller has to wait instead, or 0 when it may go on. `now`: milliseconds. */
  begin(kind: string, caller: string, limit: TriesLimit, now: number): Promise<number>;
  /** The try that was begun did not fail. */
  giveBack(kind: string, caller: string, now: number): Promise<void>;
}
