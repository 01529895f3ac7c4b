/** The integrations that run: one per site, taken up again after a stop and after a disk that was full. */
import type { SyncLog } from '../../sync/sync-server';
import { keptForStores } from './plan';
import { integrateSite, type IntegrationParts } from './integrate';

const AGAIN_MS = 5000;
/** The time within which the rest of a push is waited for. */
const LEFT_MS = 60 * 60 * 1000;

const READER = 'v6_reader';
/** Raised when records are read that could not be read before. */
const READER_VERSION = 3;

export class Integrations {
  readonly #running = new Map<string, Promise<void>>();
  /** asked for while they ran */
  readonly #again = new Set<string>();
  #isStopped = false;
  /** those that rest between two tries */
  readonly #resting = new Set<() => void>();

  constructor(
    private readonly parts: IntegrationParts,
    private readonly log: Pick<SyncLog, 'error'>,
  ) {}

  /** Begins with the records that wait of a site, or goes on with them; resolves when it is through. */
  start(siteId: string): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    const running = this.#running.get(siteId);
    if (running) {
      this.#again.add(siteId);
      return running.then(() => this.#running.get(siteId));
    }
    const run = this.#run(siteId).finally(() => {
      this.#running.delete(siteId);
      if (this.#again.delete(siteId)) void this.start(siteId);
    });
    this.#running.set(siteId, run);
    return run;
  }

  /**
   * Takes up the rows that a stop has cut. A row that could not be read is read again, once, where this program reads otherwise than the
   * last.
   */
  async resume(): Promise<void> {
    const { inbox } = this.parts.v6;
    const siteIds = [...(await this.#wakeUnread()), ...(await inbox.unfinished())];
    for (const siteId of new Set(siteIds)) void this.start(siteId);
  }

  /** Tries the records again that a site with other stores may have made. */
  async storesCame(siteId: string): Promise<void> {
    const woken = await this.parts.v6.inbox.wake({ codes: keptForStores, siteId });
    for (const one of woken) void this.start(one);
  }

  /** The work that was begun, and pushes whose end has not come for long: their sites may be gone. */
  async takeUp(): Promise<void> {
    const { inbox } = this.parts.v6;
    const before = new Date(this.parts.now() - LEFT_MS).toISOString();
    for (const siteId of new Set([...(await inbox.unfinished()), ...(await inbox.left(before))]))
      if (!this.#running.has(siteId)) void this.start(siteId);
  }

  async #wakeUnread(): Promise<string[]> {
    const { database, v6 } = this.parts;
    const before = await database.transaction(({ changes }) => changes.meta(READER));
    if (before === String(READER_VERSION)) return [];
    const siteIds = await v6.inbox.wake({ codes: ['bad-field', 'internal', ...keptForStores] });
    await database.transaction(({ changes }) => changes.setMeta(READER, String(READER_VERSION)));
    return siteIds;
  }

  /** Resolves when nothing runs that was begun before. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  /** Work under way comes to its end, or stops where it can be taken up again. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const wakeUp of this.#resting) wakeUp();
    await Promise.all(this.#running.values());
  }

  async #run(siteId: string): Promise<void> {
    while (!this.#isStopped) {
      try {
        const { others } = this.parts.database;
        const work = (): Promise<void> => integrateSite(this.parts, siteId);
        // of several processes that hear of the same records one takes them, the others then find nothing
        return await (others ? others.alone(`v6/${siteId}`, work) : work());
      } catch (error) {
        this.log.error({ err: error, siteId }, 'V6 integration failed');
        await this.#pause();
      }
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const wakeUp = (): void => {
        clearTimeout(timer);
        this.#resting.delete(wakeUp);
        resolve();
      };
      const timer = setTimeout(wakeUp, AGAIN_MS);
      this.#resting.add(wakeUp);
    });
  }
}
