/** The integrations that run: one per site, taken up again after a stop and after a disk that was full. */
import { StoreUnwritable } from '../../store/port';
import type { SyncLog } from '../../sync/sync-server';
import { integrateSite, type IntegrationParts } from './integrate';

const AGAIN_MS = 5000;

export class Integrations {
  readonly #running = new Map<string, Promise<void>>();
  #isStopped = false;
  #wakeUp: () => void = () => undefined;

  constructor(
    private readonly parts: IntegrationParts,
    private readonly log: Pick<SyncLog, 'error'>,
  ) {}

  /** Begins with what a site pushed, unless it runs already. */
  start(siteId: string): void {
    if (this.#isStopped || this.#running.has(siteId)) return;
    const run = this.#run(siteId).finally(() => this.#running.delete(siteId));
    this.#running.set(siteId, run);
  }

  /** Those that a stop has cut, and all that was kept: a newer program may know more. */
  async resume(): Promise<void> {
    await this.parts.v6.inbox.wake();
    for (const siteId of await this.parts.v6.inbox.integrating()) this.start(siteId);
  }

  /** What runs comes to its end, or stops where it can be taken up again. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#wakeUp();
    await Promise.all(this.#running.values());
  }

  async #run(siteId: string): Promise<void> {
    while (!this.#isStopped) {
      try {
        await integrateSite(this.parts, siteId);
        return await this.parts.v6.inbox.end(siteId);
      } catch (error) {
        this.log.error({ err: error, siteId }, 'V6 integration failed');
        if (!(error instanceof StoreUnwritable)) return this.#giveUp(siteId);
        await this.#pause();
      }
    }
  }

  /** A fault of ours must not keep a site from syncing: its records stay in the inbox and are tried with its next push. */
  async #giveUp(siteId: string): Promise<void> {
    await this.parts.v6.inbox.end(siteId).catch(() => undefined);
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, AGAIN_MS);
      this.#wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
