/** The counts of a session, for the person who looks at the progress. */
export interface SessionCounts {
  received(count: number): void;
  integrated(count: number): void;
  settled(count: number): void;
}

export interface SessionMode {
  centralYear: number;
  /** central does not know this device: it only gives back proven changes */
  isBearer: boolean;
}
