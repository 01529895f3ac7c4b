/** Records on their way into the inboxes of their sites, as if these pushed them: some of each site together, and never many at once. */
import type { V6 } from '../v6';
import { atMost } from '../site/at-most';
import type { OldRecord } from './old-records';

/** Records of one push. */
const BATCH = 500;
/** Records that wait here at most. */
const ROUND = 10_000;
/** Sites that are fed at a time: they share the waits for the disk. */
const AT_ONCE = 8;

export class Feeder {
  readonly #waiting = new Map<string, OldRecord[]>();
  #count = 0;

  constructor(private readonly v6: Pick<V6, 'receive'>) {}

  async add(siteId: string, record: OldRecord): Promise<void> {
    const records = this.#waiting.get(siteId) ?? [];
    this.#waiting.set(siteId, records);
    records.push(record);
    this.#count += 1;
    if (this.#count >= ROUND) await this.empty();
  }

  /** Resolves when all that was added is integrated, or kept with the reason why it is not. */
  async empty(): Promise<void> {
    const inTurn = atMost(AT_ONCE);
    await Promise.all(
      [...this.#waiting].map(([siteId, records]) => inTurn(() => this.#feed(siteId, records))),
    );
    this.#waiting.clear();
    this.#count = 0;
  }

  async #feed(siteId: string, records: readonly OldRecord[]): Promise<void> {
    for (let from = 0; from < records.length; from += BATCH) {
      const some = records.slice(from, from + BATCH).map((record) => ({ record }));
      const { through } = await this.v6.receive(siteId, some, from + BATCH >= records.length);
      await through;
    }
  }
}
