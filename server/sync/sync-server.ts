/** The replication heart of central: sockets in, one ingest queue, commits out. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Result } from '#shared/result';
import type { DocumentSummary, Store } from '../store/port';
import type { SyncMetrics } from './metrics';
import type { Authenticate, Peer } from './peer';

/** Where the sync server says what goes on; no token or content is ever in a line. */
export interface SyncLog {
  info(data: object, text: string): void;
  warn(data: object, text: string): void;
  error(data: object, text: string): void;
}

export interface SyncServerOptions {
  store: Store;
  /** milliseconds, UTC */
  now: () => number;
  centralId: string;
  authenticate: Authenticate;
  log: SyncLog;
}

export interface Authored {
  /** changes that are new at central */
  stored: number;
}

export interface SyncServer {
  /** For the HTTP server's `upgrade` event: paths `/sync/config` and `/sync/store/<storeId>/<year>`. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Central authors changes under its own client id; all or none. Issues carry refusal codes and `data.changeId`. Rejects with StoreUnwritable. */
  author(
    document: string,
    changes: readonly unknown[],
    by: { deviceId: string; userId: string },
  ): Promise<Result<Authored>>;
  /** The documents a peer may read. */
  documents(peer: Peer): Promise<DocumentSummary[]>;
  /** Closes a revoked device's sockets with 4401. */
  closeDevice(deviceId: string): void;
  /** Closes a device's sockets with 1013, so that it comes back with its new rights. */
  refreshDevice(deviceId: string): void;
  /** No new sockets; open commits finish; sockets close; then resolves. */
  drain(): Promise<void>;
  readonly metrics: SyncMetrics;
}
