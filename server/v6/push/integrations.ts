/** The integrations that run: one per site, taken up again after a stop and after a disk that was full. */
import type { SyncLog } from '../../sync/sync-server';
import { integrateSite, type IntegrationParts } from './integrate';

const AGAIN_MS = 5000;

export class Integrations {
  readonly #running = new Map<string, Promise<void>>();
  /** asked for while they ran */
  readonly #again = new Set<string>();
  #isStopped = false;
  #wakeUp: () => void = () => undefined;

  constructor(
    private readonly parts: IntegrationParts,
    private readonly log: Pick<SyncLog, 'error'>,
  ) {}

  /** Begins with what waits of a site, or goes on with it; resolves when it is through. */
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

  /** Those that a stop has cut, and all that was kept: a newer program may know more. */
  async resume(): Promise<void> {
    const { inbox } = this.parts.v6;
    const siteIds = [...(await inbox.wake()), ...(await inbox.integrating())];
    for (const siteId of new Set(siteIds)) void this.start(siteId);
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
        await this.#pause();
      }
    }
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
