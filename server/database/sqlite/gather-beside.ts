/**
 * The journal gathered beside the thread that writes it: first while transactions go on, which is most of it, then what these have added
 * meanwhile, while none does. So the journal is empty now and then however much is written, and begins again.
 */
import type { Gathering } from './gathering';

export class GatherBeside {
  #most: Promise<void> | undefined;
  #isClosed = false;

  /** `alone`: runs work while no transaction does. `here`: gathers on this thread, where the other one fails. */
  constructor(
    private readonly gathering: Gathering,
    private readonly alone: (work: () => Promise<void> | void) => Promise<void>,
    private readonly here: () => void,
  ) {}

  get isUnderWay(): boolean {
    return this.#most !== undefined;
  }

  begin(): void {
    const most = this.gathering.gather();
    this.#most = most.catch(() => undefined);
    void this.#finish(most);
  }

  /** Resolves when most of the journal is in the file. */
  async most(): Promise<void> {
    await this.#most;
  }

  /** While no transaction runs. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.gathering.close();
  }

  async #finish(most: Promise<void>): Promise<void> {
    const unlessClosed = (work: () => Promise<void> | void) => () => (this.#isClosed ? undefined : work());
    try {
      await most;
      await this.alone(unlessClosed(() => this.gathering.gather()));
    } catch {
      // where that fails too the pages stay in the journal, and the next gathering finds them
      await this.alone(unlessClosed(this.here)).catch(() => undefined);
    } finally {
      this.#most = undefined;
    }
  }
}
