/**
 * The codes and names that central data ever had, read once from the log of changes and followed from there. Those that were taken over
 * from another central server come first: sites have them since before this one.
 */
import { CONFIG } from '#shared/change/documents';
import { refOf } from '#shared/change/entity-ref';
import type { EntityName } from '#shared/domain/entities';
import type { ChangeReader } from '../../database/port/changes';
import { keyFields, type SaidKey } from './marks';

/** Changes between two turns of the loop. */
const STEP = 100;
/** Who writes the central data of a server that sites synced with before: they have these already. */
export const TAKE_OVER = 'take-over';

export class KeysBefore {
  #seq = 0;
  readonly #keys = new Map<string, SaidKey>();
  readonly #takenOver = new Map<string, SaidKey>();
  #reading: Promise<void> = Promise.resolve();

  constructor(private readonly changes: Pick<ChangeReader, 'ofDocument' | 'at'>) {}

  /** In the order in which they were stored. */
  async all(): Promise<{ keys: readonly SaidKey[]; takenOver: ReadonlySet<string> }> {
    const reading = this.#reading.then(() => this.#readOn());
    this.#reading = reading.catch(() => undefined);
    await reading;
    const before = [...this.#takenOver.values()];
    return { keys: [...before, ...this.#keys.values()], takenOver: new Set(before.map(({ id }) => id)) };
  }

  async #readOn(): Promise<void> {
    for (;;) {
      const page = await this.changes.ofDocument(CONFIG, this.#seq, STEP);
      const last = page.at(-1);
      if (!last) return;
      for (const { change } of await this.changes.at(page.map(({ seq }) => seq))) {
        const { entity, id } = refOf(change);
        const field = keyFields[entity as EntityName];
        const value = field === undefined ? undefined : change.patch[field];
        if (typeof value !== 'string') continue;
        const key = { entity: entity as EntityName, id, value };
        const place = `${entity}/${id}\n${value}`;
        const keys = change.deviceId === TAKE_OVER ? this.#takenOver : this.#keys;
        if (!keys.has(place)) keys.set(place, key);
      }
      this.#seq = last.seq;
      await new Promise(setImmediate);
    }
  }
}
