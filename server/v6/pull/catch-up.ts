/** Takes the changes that were stored since the last time into the log of records; only one at a time, however many ask. */
import { setTimeout as delay } from 'node:timers/promises';
import { isEntityName } from '#shared/domain/entities';
import type { EntityRef } from '#shared/change/entity-ref';
import type { V6Database } from '../../database/port/v6';
import type { Door } from '../door';

/**
 * The least time between two beginnings, milliseconds: what is stored one by one is taken in together, since each time the rows are waited
 * for. A site that asks waits for none of it.
 */
const GATHER_MS = 100;

export class CatchUp {
  #running: Promise<void> = Promise.resolve();
  #isBehind = false;
  #keepingUp: Promise<void> = Promise.resolve();
  #beganAt = -Infinity;

  constructor(
    private readonly v6: Pick<V6Database, 'log' | 'inbox' | 'sites'>,
    private readonly door: Pick<Door, 'recordsOf'>,
    /** called with the sites whose records can be tried again */
    private readonly onWoken: (siteIds: readonly string[]) => void,
    private readonly onBehind: (error: unknown) => void,
  ) {}

  /** Told of every commit: takes it in soon, where there are sites. */
  stored(): void {
    if (this.#isBehind) return;
    this.#isBehind = true;
    this.#keepingUp = this.#keepUp();
  }

  async #keepUp(): Promise<void> {
    await new Promise(setImmediate);
    const wait = this.#beganAt + GATHER_MS - performance.now();
    if (wait > 0) await delay(wait);
    this.#isBehind = false;
    this.#beganAt = performance.now();
    try {
      if (await this.v6.sites.exist()) await this.run();
    } catch (error) {
      // the next commit, or the next site that asks, tries again
      this.onBehind(error);
    }
  }

  /** Resolves when everything that was stored before the call is in. */
  run(): Promise<void> {
    const next = this.#running.then(() => this.#all());
    this.#running = next.catch(() => undefined);
    return next;
  }

  /** As `run`, but goes on after `ms`: a site must be answered, and gets the rest when it asks next. Answers whether all is in. */
  async within(ms: number): Promise<boolean> {
    const patience = new AbortController();
    const isOver = delay(ms, false, { signal: patience.signal, ref: false }).catch(() => false);
    const isIn = await Promise.race([this.run().then(() => true), isOver]);
    patience.abort();
    return isIn;
  }

  /** Resolves when all that was stored before the call is in, or could not be taken in. */
  async idle(): Promise<void> {
    await this.#keepingUp;
    await this.#running;
  }

  readonly #recordsOf = ({ entity, id }: EntityRef): { table: string; recordId: string }[] =>
    isEntityName(entity) ? this.door.recordsOf(entity, id) : [];

  async #all(): Promise<void> {
    for (;;) {
      const touched = await this.v6.log.catchUp(this.#recordsOf);
      if (touched.length === 0) return;
      const awaited = touched.flatMap(({ entity, id }) =>
        entity === 'asset' || entity === 'assetLog' ? [id] : [],
      );
      if (awaited.length === 0) continue;
      const woken = await this.v6.inbox.wake({ ids: [...new Set(awaited)] });
      if (woken.length > 0) this.onWoken(woken);
    }
  }
}
