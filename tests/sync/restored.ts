// A programme for tests of restores: a central server that is put back from a backup under the same address, its devices and its staff.
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { storeDocument } from '#shared/change/documents';
import type { RestoreReport } from '#shared/api/restore';
import type { Change } from '#shared/change/change';
import { rootOf, toHex } from '#shared/proof/digest';
import type { Central, CentralOptions } from '../../server/start-central';
import type { Sql } from '../../server/database/sqlite/sql';
import type { CentralDatabase } from '../../server/database/port/central-database';
import type { SqliteDatabase } from '../../server/database/sqlite/open-database';
import { getAsset } from '../../src/central-api/fleet';
import { chainsOf } from '../../src/replica/proofs/receipts';
import type { Replica } from '../../src/replica/replica';
import {
  joinDevice,
  makeSite,
  must,
  runEngine,
  staffFetch,
  startTestCentral,
  type RunningEngine,
} from './engines';
import { inFiles, type Keeping } from './keeping';
import { store } from './replicas';
import { Traffic } from './traffic';
import { untilDone, untilProgress, untilSettled } from './until';

export class Restored<D extends CentralDatabase = SqliteDatabase> {
  readonly #engines = new Set<RunningEngine>();
  readonly #calls = new Map<Central, typeof fetch>();
  #code: () => Promise<string> = () => Promise.resolve('');
  /** of the server that runs now */
  readonly #sockets = new Set<Socket>();
  #traffic: Traffic;

  private constructor(
    public central: Central,
    public database: D,
    readonly keeping: Keeping<D>,
    private readonly options: Partial<CentralOptions>,
  ) {
    this.#traffic = new Traffic(central);
    this.#watchSockets();
  }

  static start = (options: Partial<CentralOptions> = {}): Promise<Restored> =>
    Restored.startIn(inFiles, options);

  static async startIn<D extends CentralDatabase>(
    keeping: Keeping<D>,
    options: Partial<CentralOptions> = {},
  ): Promise<Restored<D>> {
    const database = await keeping.open();
    const central = await startTestCentral(database, 0, options);
    const programme = new Restored(central, database, keeping, options);
    programme.#code = (await makeSite(programme.central)).code;
    return programme;
  }

  #watchSockets(): void {
    this.#sockets.clear();
    this.central.app.server.on('connection', (socket: Socket) => this.#sockets.add(socket));
  }

  get year(): number {
    return new Date().getUTCFullYear();
  }

  get document(): string {
    return storeDocument(store.id, this.year);
  }

  code = (): Promise<string> => this.#code();

  device = async (): Promise<Replica> => joinDevice(this.central, await this.#code());

  deviceOfAnotherSite = async (): Promise<Replica> =>
    joinDevice(
      this.central,
      await (await makeSite(this.central, 'S2', { ...store, id: 'another-store', code: 'S2' })).code(),
    );

  /** A copy of the database as it is now. */
  backup = (): Promise<string> => this.keeping.backUp(this.database);

  /** The server stops, and another one goes on with the backup, at the same address. */
  async restore(backup: string, alter?: (sql: Sql) => void): Promise<void> {
    await this.central.close();
    await this.#goOn(await this.keeping.putBack(backup), alter);
  }

  /** The server stops as if its process were killed now, in the midst of any work: only the bytes on its disk are left. */
  async kill(): Promise<void> {
    const former = this.central;
    // in one step of this process: nothing is written or sent between the copy and the end of all connections
    const left = this.keeping.asIs(this.database);
    for (const socket of this.#sockets) socket.destroy();
    const place = await left;
    await former.close();
    await this.#goOn(place);
  }

  /** The server stops in order and starts again. */
  async restart(): Promise<void> {
    await this.central.close();
    await this.#goOn(this.keeping.placeOf(this.database));
  }

  async #goOn(place: string, alter?: (sql: Sql) => void): Promise<void> {
    const { port } = new URL(this.central.origin);
    this.database = await this.keeping.open(place);
    if (alter) await this.keeping.alter(this.database, alter);
    this.central = await startTestCentral(this.database, Number(port), this.options);
    this.#traffic = new Traffic(this.central);
    this.#watchSockets();
    // connections to the former server are kept for a while, and fail once
    await fetch(`${this.central.origin}/api/health`).catch(() => undefined);
  }

  /** Resolves when nothing is under way any more, and nothing follows from what came. */
  quiet = (): Promise<void> => this.#traffic.over();

  start(replica: Replica): RunningEngine {
    const engine = runEngine(replica.db);
    this.#engines.add(engine);
    return { ...engine, stop: () => (this.#engines.delete(engine), engine.stop()) };
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#engines].map((engine) => engine.stop()));
    await this.central.close();
    await this.keeping.end();
  }

  /** Staff sign in again before they do anything else. */
  signOut = (): void => this.#calls.clear();

  /** Calls as staff, signed in once at each server. */
  async #staff(): Promise<typeof fetch> {
    const known = this.#calls.get(this.central) ?? (await staffFetch(this.central));
    this.#calls.set(this.central, known);
    return known;
  }

  /** A call as staff; `body`: it is a POST. */
  async call(path: string, body?: unknown): Promise<Response> {
    const headers = { 'content-type': 'application/json' };
    return this.send(path, body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) });
  }

  /** A call as staff, of any kind. */
  send = async (path: string, asked: RequestInit): Promise<Response> =>
    (await this.#staff())(`${this.central.origin}${path}`, asked);

  async atCentral(id: string) {
    const found = await getAsset({ url: this.central.origin, fetch: await this.#staff() }, id);
    return found.ok ? found.value : undefined;
  }

  /** Staff write by HTTP, under central's own client id. */
  async author(document: string, parts: Pick<Change, 'kind' | 'entityId' | 'patch'>): Promise<void> {
    const change = {
      id: randomUUID(),
      hlc: `${Date.now()}-0000-staff`,
      userId: 'admin',
      deviceId: 'staff',
      n: 1,
      ...parts,
    };
    const call = await this.#staff();
    const response = await call(`${this.central.origin}/api/changes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ document, changes: [change] }),
    });
    const { stored } = (await response.json()) as { stored: string[] };
    if (stored.length !== 1) throw new Error('not stored');
  }

  /** Equal roots are equal contents: the changes of a document that the device can prove. */
  rootAt = async ({ db }: Replica, document: string): Promise<string> =>
    toHex(rootOf(await chainsOf(db, document)));

  rootAtCentral = async (document: string): Promise<string> =>
    toHex(rootOf((await this.database.proofs.marks([document])).get(document)?.values() ?? []));

  /** Runs a device until it has sent and received everything, then stops it. */
  async visit(replica: Replica): Promise<void> {
    await replica.db.progress.clear();
    const engine = this.start(replica);
    await untilDone(replica.db);
    await untilSettled(replica.db);
    await engine.stop();
  }

  restoreReport = async (): Promise<RestoreReport> => {
    const call = await this.#staff();
    return (await (await call(`${this.central.origin}/api/restore`)).json()) as RestoreReport;
  };

  /** Runs a device until it hears that it is not known. */
  async visitUnknown(replica: Replica): Promise<void> {
    await replica.db.progress.clear();
    const engine = this.start(replica);
    await untilProgress(replica.db, ({ errorCode }) => errorCode === 'device-revoked');
    await engine.stop();
  }

  async revoke(replica: Replica): Promise<void> {
    const call = await this.#staff();
    const id = (await replica.db.identity.get('me'))?.deviceId ?? '';
    await call(`${this.central.origin}/api/devices/${id}`, { method: 'DELETE' });
  }

  /** A site gets its Open mSupply. */
  speakV6 = async (siteId: string, settings: { name: string; password: string }): Promise<void> => {
    const call = await this.#staff();
    const answer = await call(`${this.central.origin}/api/sites/${siteId}/v6`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(settings),
    });
    if (!answer.ok) throw new Error(await answer.text());
  };

  move = async (assetId: string, storeId: string): Promise<number> => {
    const call = await this.#staff();
    const response = await call(`${this.central.origin}/api/assets/${assetId}/move`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ storeId }),
    });
    return response.status;
  };

  changesOf = async (document: string): Promise<string[]> =>
    (await this.database.changes.after(0, 10_000))
      .filter((stored) => stored.document === document)
      .map(({ change }) => change.id)
      .sort();
}

export { must };
