/** What arrived and is not yet in the replica: written in batches, in order, so that a phone stays quick while it catches up. */
import type { PositionedChange } from '#shared/change/codec/struct';

export class Inbox {
  /** the status of an asset is worked out once a batch, a commit waits for a batch at most */
  static readonly BATCH = 1000;
  #waiting: PositionedChange[] = [];
  #writing: Promise<void> | undefined;

  /** `write` saves one batch in one transaction; `wrote` hears how many are in; `failed` hears why writing ended for good. */
  constructor(
    private readonly write: (batch: readonly PositionedChange[]) => Promise<void>,
    private readonly wrote: (count: number) => void,
    private readonly failed: (error: unknown) => void,
  ) {}

  push(positioned: readonly PositionedChange[]): void {
    for (const entry of positioned) this.#waiting.push(entry);
    if (positioned.length > 0) this.#writing ??= this.#writeAll();
  }

  /** Resolves when all that came is written; rejects when writing failed. */
  async flushed(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0 && !this.#writing;
  }

  async #writeAll(): Promise<void> {
    try {
      // lets messages that come together be written together
      await Promise.resolve();
      while (this.#waiting.length > 0) {
        const batch = this.#waiting.slice(0, Inbox.BATCH);
        await this.write(batch);
        this.#waiting.splice(0, batch.length);
        this.wrote(batch.length);
      }
      this.#writing = undefined;
    } catch (error) {
      this.#waiting = [];
      this.#writing = Promise.reject(error instanceof Error ? error : new Error(String(error)));
      this.#writing.catch(() => undefined);
      this.failed(error);
    }
  }
}
