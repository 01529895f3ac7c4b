/** A device of a world: its replica, its clock, its app, and the visits that it pays to central. */
import type { Replica } from '../../src/replica/replica';
import { openReplica } from '../../src/replica/replica';
import { copyOf, runEngine, type RunningEngine } from '../sync/engines';
import { openDatabase, testClock, type TestClock } from '../sync/replicas';
import type { ReplicaDatabase } from '../../src/replica/database';
import { until, untilProgress } from '../sync/until';
import { app } from './app';
import type { World as Outside } from '../../src/engine/world';
import type { Time } from './clocks';
import { goodLink, type FaultyLink } from './link';

export interface Site {
  id: string;
  stores: [string, ...string[]];
}

const VISIT_WITHIN_MS = 20_000;
const ENDS = new Set(['done', 'attention', 'offline']);

export class Device {
  replica: Replica;
  /** the time by which its clock is ahead, milliseconds */
  aheadMs = 0;
  /** it has the app of before the newer value */
  isOld: boolean;
  #updates = 0;

  constructor(
    readonly name: string,
    readonly site: Site,
    private readonly time: Time,
    db: ReplicaDatabase,
    isOld: boolean,
  ) {
    this.isOld = isOld;
    this.replica = this.#open(db);
  }

  now = (): number => this.time.now() + this.aheadMs;

  /** The stores that it knows of. */
  async stores(): Promise<string[]> {
    const identity = await this.replica.db.identity.get('me');
    return identity?.kind === 'site' ? identity.stores.map(({ id }) => id) : [];
  }

  get version(): string {
    return `1.0.${this.#updates}`;
  }

  update(): void {
    this.isOld = false;
    this.#updates += 1;
  }

  /** Does something that no other device's work may overlap. */
  async at<T>(work: () => Promise<T>): Promise<T> {
    app.isOld = this.isOld;
    try {
      return await work();
    } finally {
      app.isOld = false;
    }
  }

  /** Its database is this one from now on. */
  become(db: ReplicaDatabase): void {
    this.replica = this.#open(db);
  }

  copy = (): Promise<ReplicaDatabase> => copyOf(this.replica.db);

  /** Its database as it is at one moment, in the midst of the engine's work. */
  async snapshot(): Promise<ReplicaDatabase> {
    const { db } = this.replica;
    const copy = openDatabase();
    const rows = new Map<string, unknown[]>();
    await db.transaction('r', db.tables, async () => {
      for (const table of db.tables) rows.set(table.name, await table.toArray());
    });
    for (const [name, kept] of rows) await copy.table(name).bulkPut(kept);
    return copy;
  }

  /** Runs its engine until it can do no more; returns `done`, or the code of the fault that stopped it. `overrides`: its ways to central. */
  visit(overrides: Partial<Outside> = {}): Promise<string> {
    return this.at(async () => {
      const engine = await this.#engine(overrides);
      const patience = setTimeout(() => engine.signal('sync-now'), VISIT_WITHIN_MS);
      const ended = await untilProgress(
        this.replica.db,
        ({ state, errorCode }) => state === 'done' || (state === 'attention' && errorCode !== undefined),
      );
      clearTimeout(patience);
      await engine.stop();
      return ended?.state === 'done' ? 'done' : (ended?.errorCode ?? '');
    });
  }

  /** Runs its engine over a link that breaks. `meanwhile`: acts beside the engine when it does. Its end is no matter. */
  visitOver(link: FaultyLink, meanwhile: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    return this.at(async () => {
      const engine = await this.#engine({ WebSocket: link.WebSocket });
      const ended = untilProgress(this.replica.db, ({ state }) => ENDS.has(state));
      await Promise.race([link.broken, ended]);
      engine.setOnline(false);
      link.cut();
      await meanwhile();
      await engine.stop();
    });
  }

  /**
   * Runs its engine until central has all of its files, or it can do no more; a person asks for it. `meanwhile`: acts beside it.
   * `asksForAll`: it also waits until it knows which files central has lost since.
   */
  visitWithFiles(
    meanwhile: () => Promise<void> = () => Promise.resolve(),
    asksForAll = false,
  ): Promise<void> {
    return this.at(async () => {
      const { db } = this.replica;
      const copies = (state: string): Promise<number> => db.fileCopies.where('state').equals(state).count();
      const comparedAt = async (): Promise<number> =>
        Number((await db.settings.get('filesComparedAt'))?.value ?? 0);
      const engine = await this.#engine({});
      // nobody is heard before it is at work
      await untilProgress(db, () => true);
      const asked = this.now();
      engine.signal('sync-now');
      let patience: ReturnType<typeof setTimeout> | undefined;
      const acted = meanwhile();
      const sent = untilProgress(db, ({ state }) => ENDS.has(state)).then(() =>
        until(
          async () => ({
            waiting: await copies('waiting'),
            sent: await copies('central'),
            at: await comparedAt(),
          }),
          ({ waiting, sent: known, at }) => waiting === 0 && (!asksForAll || known === 0 || at >= asked),
        ),
      );
      await Promise.race([sent, new Promise((resolve) => (patience = setTimeout(resolve, VISIT_WITHIN_MS)))]);
      clearTimeout(patience);
      await acted;
      await engine.stop();
    });
  }

  async #engine(overrides: Partial<Outside>): Promise<RunningEngine> {
    const { db } = this.replica;
    await db.progress.clear();
    const { now, version } = this;
    return runEngine(db, { now, version, WebSocket: goodLink().WebSocket, ...overrides });
  }

  #open(db: ReplicaDatabase): Replica {
    db.now = this.now;
    const clock: TestClock = { ...testClock(), now: this.now };
    return openReplica(db, { ...clock, now: this.now });
  }
}
