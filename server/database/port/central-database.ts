/**
 * The database of central, as the rest of the server sees it. One contract suite (tests/database) runs on every implementation. Methods are
 * asynchronous and take batches, so that a database over a network serves them as well as a file does.
 */
import type { AllowanceBook } from './allowances';
import type { ChangeReader, ChangeTx } from './changes';
import type { ProofReader, ProofTx } from './proofs';
import type { Registry } from './registry';
import type { Following, RowReader } from './rows';
import type { SharedNotes } from './notes';
import type { Others } from './others';
import type { OwnCopyState } from './own-copy';
import type { TriesBook } from './tries';
import type { V6Database } from './v6';

export interface Tx {
  changes: ChangeTx;
  proofs: ProofTx;
}

export interface CentralDatabase {
  changes: ChangeReader;
  rows: RowReader;
  following: Following;
  proofs: ProofReader;
  registry: Registry;
  /** none: this store serves no V6 sites */
  v6?: V6Database;
  /** Of a database that several processes write: the dealings of these processes with each other. None: this process is alone. */
  others?: Others;
  /** none: the database itself is read */
  ownCopy?: OwnCopyState;
  /** none: this process is alone, and notes lie in its data directory */
  notes?: SharedNotes;
  /** none: failed tries are counted in memory */
  tries?: TriesBook;
  /** none: budgets are counted in memory */
  allowances?: AllowanceBook;
  /** Of the log: runs alone; commits when `work` resolves, undoes everything when it throws. Rejects with DatabaseUnwritable when the disk refuses. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** False while the disk refuses writes; tries again each time it is asked. */
  canWrite(): Promise<boolean>;
  /** True where the disk failed to take something that was written: nothing more is taken until the server is started again. None: never. */
  needsRestart?(): boolean;
  close(): Promise<void>;
}

/** The disk took nothing (full, read-only, failing): nothing of the request is stored, and it may be made again. */
export class DatabaseUnwritable extends Error {
  readonly code = 'store-unwritable';
}
