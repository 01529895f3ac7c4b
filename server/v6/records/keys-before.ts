/** The codes and names that central data ever had, read once from the log of changes and followed from there. */
import { CONFIG } from '#shared/change/documents';
import { refOf } from '#shared/change/entity-ref';
import type { EntityName } from '#shared/domain/entities';
import type { ChangeReader } from '../../database/port/changes';
import { keyFields, type SaidKey } from './marks';

/** Changes between two turns of the loop. */
const STEP = 100;

export class KeysBefore {
  #seq = 0;
  readonly #keys = new Map<string, SaidKey>();
  #reading: Promise<void> = Promise.resolve();

  constructor(private readonly changes: Pick<ChangeReader, 'ofDocument' | 'at'>) {}

  /** In the order in which they were stored. */
  async all(): Promise<readonly SaidKey[]> {
    const reading = this.#reading.then(() => this.#readOn());
    this.#reading = reading.catch(() => undefined);
    await reading;
    return [...this.#keys.values()];
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
        if (!this.#keys.has(place)) this.#keys.set(place, key);
      }
      this.#seq = last.seq;
      await new Promise(setImmediate);
    }
  }
}
