/** The replication heart of central: sockets in, one ingest queue, commits out. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { yearOf } from '#shared/change/documents';
import type { Result } from '#shared/result';
import { budgetNumbers, SyncBudgets } from '../budgets/budgets';
import { randomClientId } from '../new-id';
import { CompressedOnce } from './wire/compressed-once';
import { Connection, type ConnectionContext } from './connection';
import type { Mark } from '#shared/proof/digest';
import type { Receipt } from '#shared/proof/receipt';
import { Answers } from './missing-pieces';
import { admit, type Admitted } from './handshake';
import { Ingest, type Committed } from './ingest';
import { JoinCache } from './join-cache';
import { KeepAlive } from './keep-alive';
import { listedDocuments, type ListedDocument } from './listed-documents';
import { newMetrics, type SyncMetrics } from './metrics';
import { OpenSockets, refuse } from './open-sockets';
import type { Peer } from './peer';
import { Receipts } from './receipts';
import { Rooms } from './rooms';
import { tidyOffer } from './wire/offered-protocols';
import { createSockets } from './wire/socket';
import { Comparison } from './peer-view';
import type { Act, Author } from './submission';
import { Spoilt } from './give-back/spoilt';
import type { SyncServerOptions } from './sync-options';

export type { SyncLog, SyncServerOptions } from './sync-options';

export interface Authored {
  /** changes that are new at central */
  stored: number;
}

export interface SyncServer {
  /** For the HTTP server's `upgrade` event: paths `/sync/config` and `/sync/store/<storeId>/<year>`. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Central authors changes under its own client id, as far as `rights` go, if they are named; all or none. Issues carry refusal codes and `data.changeId`. Rejects with DatabaseUnwritable. */
  author(document: string, changes: readonly unknown[], by: Author): Promise<Result<Authored>>;
  /** Central does something in one transaction: the changes of the plan, and those that follow from them. */
  act(act: Act): Promise<Authored>;
  /** Writes down that this run of the server begins (rule P1). A change that is stored earlier does the same. */
  begin(): Promise<void>;
  /** The documents a peer may read. */
  documents(peer: Peer): Promise<ListedDocument[]>;
  /** A receipt for these chains of a document; none before this run is on disk. */
  receiptFor(document: string, marks: readonly Mark[]): Receipt | undefined;
  /** Closes a revoked device's sockets with 4401. */
  closeDevice(deviceId: string): void;
  /** The staff sessions that have a socket open. */
  openSessions(): string[];
  /** Closes the sockets of a staff session that is over with 4401, for ever. */
  closeSession(sessionId: string): void;
  /** Closes the sockets of a staff session with 1013, so that they come back with their new rights. */
  refreshSession(sessionId: string): void;
  /** Closes a device's sockets with 1013, so that it comes back with its new rights. */
  refreshDevice(deviceId: string): void;
  /** Closes all sockets with 1013: whoever may come in comes back. */
  comeAgain(): void;
  /** Resolves when nothing that came waits to be stored. */
  idle(): Promise<void>;
  /** No new sockets; open commits finish; sockets close; then resolves. */
  drain(): Promise<void>;
  readonly metrics: SyncMetrics;
}

/** Starts the sync server; it serves the sockets given to `upgrade`. */
export function createSyncServer(options: SyncServerOptions): SyncServer {
  return new Server(options);
}

class Server implements SyncServer {
  readonly metrics = newMetrics();
  readonly #options: SyncServerOptions;
  readonly #sockets = createSockets();
  readonly #compressed = new CompressedOnce();
  readonly #receipts: Receipts;
  readonly #rooms: Rooms;
  readonly #ingest: Ingest;
  readonly #context: ConnectionContext;
  readonly #budgets: SyncBudgets;
  readonly #keepAlive = new KeepAlive();
  readonly #open = new OpenSockets();
  /** devices and sessions: each may end between the check of its identity and its entering */
  readonly #revoked = new Set<string>();
  /** rises when somebody's rights change, or what is read here: a peer that was let in by the former ones must connect again */
  #rightsVersion = 0;
  #isDraining = false;

  constructor(options: SyncServerOptions) {
    const { database, now, log, centralId, restores } = options;
    const { metrics } = this;
    const onError = (error: unknown): void => log.error({ err: error }, 'sync failed');
    this.#options = options;
    this.#receipts = new Receipts({ centralId, now, newClientId: randomClientId });
    this.#rooms = new Rooms(database, this.#receipts, this.#compressed.share);
    const onCommitted = (committed: Committed): void => {
      this.#rooms.publish(committed);
      options.onStored?.(committed);
    };
    this.#ingest = new Ingest({
      database,
      receipts: this.#receipts,
      now,
      metrics,
      onCommitted,
      onContested: (assets) => restores?.createdTwice(assets),
      onFailed: onError,
    });
    database.others?.onStored(({ changes, ...grown }) => {
      this.#receipts.grew(changes.length);
      onCommitted({ ...grown, added: [{ offer: undefined, changes }] });
    });
    const spoilt = new Spoilt({ log, metrics, now });
    const { share } = this.#compressed;
    const answers = new Answers(database, this.#receipts, spoilt);
    const joins = new JoinCache(answers, { share, isCut: (document) => spoilt.isIn(document) });
    const onHas = options.onHas ?? (() => undefined);
    // what rooms and sockets know may be wrong
    database.ownCopy?.onMadeAgain(() => (joins.forget(), this.comeAgain()));
    const budgets = (this.#budgets = new SyncBudgets(options.budgets ?? budgetNumbers, now));
    const ours = { ingest: this.#ingest, receipts: this.#receipts, joins, metrics, budgets, restores };
    this.#context = { ...ours, compare: new Comparison(database, spoilt), onError, onHas };
    this.#keepAlive.start();
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    tidyOffer(request.headers);
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      this.#watch(webSocket);
      void this.#enter(request, webSocket);
    });
  }

  /** Nothing in here may hold the request: it would stay, with all its headers, for as long as the socket is open. */
  #watch(webSocket: WebSocket): void {
    // read nothing before it is known who speaks
    webSocket.pause();
    this.#compressed.serve(webSocket);
    webSocket.on('error', (error) => this.#options.log.info({ reason: error.message }, 'socket failed'));
    this.#open.add(webSocket);
  }

  author(document: string, changes: readonly unknown[], by: Author): Promise<Result<Authored>> {
    return this.#ingest.author({ document, values: changes, by });
  }

  act(act: Act): Promise<Authored> {
    return this.#ingest.act(act);
  }

  async begin(): Promise<void> {
    await this.#ingest.act({ by: 'central', plan: async () => [] });
  }

  documents(peer: Peer): Promise<ListedDocument[]> {
    return listedDocuments(this.#options.database, peer);
  }

  receiptFor(document: string, marks: readonly Mark[]): Receipt | undefined {
    return this.#receipts.seal(document, marks);
  }

  closeDevice(deviceId: string): void {
    this.#revoked.add(deviceId);
    for (const connection of this.#open.ofDevice(deviceId)) connection.close('unknown-device');
  }

  refreshDevice(deviceId: string): void {
    this.comeAgain(this.#open.ofDevice(deviceId));
  }

  comeAgain(connections: readonly Connection[] = this.#open.connections): void {
    this.#rightsVersion += 1;
    for (const connection of connections) connection.close('busy');
  }

  openSessions(): string[] {
    return [...new Set(this.#open.connections.flatMap(({ sessionId }) => sessionId ?? []))];
  }

  closeSession(sessionId: string): void {
    this.#revoked.add(sessionId);
    for (const connection of this.#open.ofSession(sessionId)) connection.close('unknown-device');
  }

  refreshSession(sessionId: string): void {
    this.comeAgain(this.#open.ofSession(sessionId));
  }

  idle(): Promise<void> {
    return this.#ingest.idle();
  }

  async drain(): Promise<void> {
    this.#isDraining = true;
    this.#keepAlive.stop();
    this.#open.pause();
    await this.#ingest.idle();
    await this.#open.closeAll();
  }

  async #enter(request: IncomingMessage, socket: WebSocket): Promise<void> {
    try {
      const admitted = await this.#admit(request);
      if (socket.readyState !== socket.OPEN) return;
      if ('refuse' in admitted) return refuse(socket, admitted.refuse);
      const { peer, document } = admitted;
      const over = this.#budgets.refusalOf(peer.deviceId, this.#open.ofDevice(peer.deviceId), document);
      if (over !== undefined) return refuse(socket, 'busy', over);
      await this.#connect(socket, admitted);
    } catch (error) {
      this.#context.onError(error);
      refuse(socket, 'busy');
    }
  }

  async #admit(request: IncomingMessage): ReturnType<typeof admit> {
    if (this.#isDraining) return { refuse: 'busy' };
    const { centralId, authenticate, now } = this.#options;
    const before = this.#rightsVersion;
    const admitted = await admit(request, { centralId, authenticate, year: () => yearOf(now()) });
    if ('refuse' in admitted) return admitted;
    if (this.#isDraining || this.#rightsVersion !== before) return { refuse: 'busy' };
    return this.#isRevoked(admitted.peer) ? { refuse: 'unknown-device' } : admitted;
  }

  #isRevoked(peer: Admitted['peer']): boolean {
    return this.#revoked.has(peer.deviceId) || (peer.kind === 'staff' && this.#revoked.has(peer.sessionId));
  }

  async #connect(socket: WebSocket, admitted: Admitted): Promise<void> {
    const room = this.#rooms.of(admitted.document);
    const connection = new Connection(socket, admitted, room, this.#context);
    this.#open.admit(socket, connection);
    const leaveWheel = this.#keepAlive.add(connection);
    this.metrics.connections += 1;
    this.metrics.connectionsTotal += 1;
    socket.once('close', () => {
      leaveWheel();
      this.#rooms.leave(room, connection);
      this.metrics.connections -= 1;
    });
    await this.#rooms.enter(room, connection);
    connection.open();
  }
}
