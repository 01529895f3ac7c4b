/** Of a database that several server processes write at once: the work of the others, and the work that only one of them does at a time. */
import type { Mark } from '#shared/proof/digest';
import type { StoredChange } from './changes';

/** The bytes that another process added to one document. */
export interface StoredElsewhere {
  document: string;
  /** per client that wrote, its next clock */
  vector: ReadonlyMap<number, number>;
  marks: readonly Mark[];
  changes: readonly StoredChange[];
}

/** A message of one process to all others: sockets that end, or that come back with other rights. */
export interface Told {
  /** `refresh-all`: said by nobody; this process was out of reach for so long that it may have missed something */
  what: 'close-device' | 'close-session' | 'refresh-device' | 'refresh-session' | 'refresh-all';
  /** the id of the device or session; '' of all */
  subject: string;
}

export interface Others {
  /** Told in the order of the log, of everything once. */
  onStored(listener: (stored: StoredElsewhere) => void): void;
  /** Resolves when it is sure to reach every other process within seconds. */
  tell(told: Told): Promise<void>;
  onTold(listener: (told: Told) => void): void;
  /**
   * Runs `work` in one process at a time; another takes over within seconds of the end of the first, however that came. `work` gets a
   * signal that ends it, and resolves once it has ended.
   */
  oneAtATime(name: string, work: (signal: AbortSignal) => Promise<void>): { stop(): Promise<void> };
  /** True if no other process uses the database. */
  isAlone(): Promise<boolean>;
  /** Runs `work` when no other process does it at this moment; waits for that. */
  alone<T>(name: string, work: () => Promise<T>): Promise<T>;
}
