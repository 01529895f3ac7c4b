/** Spoilt copies that others have taken the place of: readers that took hold of one before may still be at it. */
import { removeSpoilt } from './copy-files';
import type { OpenedCopy } from './open-copy';

/** Milliseconds after which they have done with it. */
const LEAVE_MS = 30_000;

export class FormerCopies {
  readonly #leaving = new Map<OpenedCopy, NodeJS.Timeout>();

  /** `first`: the path that names the copies of this process. */
  constructor(private readonly first: string) {}

  add(former: OpenedCopy): void {
    const timer = setTimeout(() => void this.#leave(former), LEAVE_MS);
    this.#leaving.set(former, timer.unref());
  }

  async close(): Promise<void> {
    await Promise.all([...this.#leaving.keys()].map((former) => this.#leave(former)));
  }

  async #leave(former: OpenedCopy): Promise<void> {
    clearTimeout(this.#leaving.get(former));
    this.#leaving.delete(former);
    // one that cannot even be closed goes as well
    await former.local.close().catch(() => undefined);
    removeSpoilt(this.first, former.local.path);
  }
}
