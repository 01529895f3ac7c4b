/** Takes the changes that were stored since the last time into the log of records; only one at a time, however many ask. */
import { setTimeout as delay } from 'node:timers/promises';
import { isEntityName } from '#shared/domain/entities';
import type { EntityRef } from '#shared/change/entity-ref';
import type { V6Database } from '../../database/port/v6';
import type { Door } from '../door';

export class CatchUp {
  #running: Promise<void> = Promise.resolve();

  constructor(
    private readonly v6: Pick<V6Database, 'log' | 'inbox'>,
    private readonly door: Pick<Door, 'recordsOf'>,
    /** called with the sites whose records can be tried again */
    private readonly onWoken: (siteIds: readonly string[]) => void,
  ) {}

  /** Resolves when everything that was stored before the call is in. */
  run(): Promise<void> {
    const next = this.#running.then(() => this.#all());
    this.#running = next.catch(() => undefined);
    return next;
  }

  /** As `run`, but goes on after `ms`: a site must be answered, and gets the rest when it asks next. */
  async within(ms: number): Promise<void> {
    const patience = new AbortController();
    const isOver = delay(ms, undefined, { signal: patience.signal, ref: false }).catch(() => undefined);
    await Promise.race([this.run(), isOver]);
    patience.abort();
  }

  /** Resolves when nothing is being taken in. */
  idle(): Promise<void> {
    return this.#running;
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
