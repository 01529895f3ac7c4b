/** The parts of this server that V6 stands on. */
import type { FileLimits } from '#shared/domain/file-limits';
import type { CentralDatabase } from '../database/port/central-database';
import type { V6Database } from '../database/port/v6';
import type { FileStore } from '../files/file-store';
import type { SyncLog, SyncServer } from '../sync/sync-server';
import type { SiteTries } from './site/known-site';

export interface V6Parts {
  database: CentralDatabase;
  v6: V6Database;
  sync: Pick<SyncServer, 'author' | 'act'>;
  files: FileStore;
  /** the folder of this machine in which files lie that come in pieces */
  piecesFolder: string;
  /** the files that the programme takes at this moment */
  limits: () => Promise<FileLimits>;
  tries: SiteTries;
  log: Pick<SyncLog, 'error'>;
  now: () => number;
  /** undefined: central holds the credentials of its sites itself */
  msupplyCentralUrl: string | undefined;
}
