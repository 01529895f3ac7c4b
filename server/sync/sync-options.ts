/** The arguments of a sync server. */
import type { StateVector } from '#shared/change/state-vector';
import type { BudgetNumbers } from '../budgets/budgets';
import type { CentralDatabase } from '../database/port/central-database';
import type { Committed } from './ingest';
import type { Authenticate } from './peer';
import type { RestoreSeen } from './handback';

/** The log of the sync server; no token or content is ever in a line. */
export interface SyncLog {
  info(data: object, text: string): void;
  warn(data: object, text: string): void;
  error(data: object, text: string): void;
}

export interface SyncServerOptions {
  database: CentralDatabase;
  /** milliseconds, UTC */
  now: () => number;
  centralId: string;
  authenticate: Authenticate;
  log: SyncLog;
  /** called with the changes that a commit added, once they are on disk */
  onStored?: (committed: Committed) => void;
  /** default: those of every central server */
  budgets?: BudgetNumbers;
  /** called with the receipts that devices show and the runs that they give back */
  restores?: RestoreSeen;
  /** called with the part of a document that a device has */
  onHas?: (deviceId: string, document: string, vector: StateVector) => void;
}
