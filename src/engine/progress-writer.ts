/** Writes the progress for all tabs to read, at once and then a few times a second at most: every write wakes every tab. */
import { waitingCount } from '../replica/changes/waiting';
import type { Board } from './progress-board';
import type { World } from './world';

const PAUSE_MS = 250;

export class ProgressWriter {
  #next: Board | undefined;
  #resting = false;
  #writing: Promise<void> = Promise.resolve();

  constructor(private readonly world: Pick<World, 'db' | 'after'>) {}

  show(board: Board): void {
    this.#next = board;
    if (!this.#resting) this.#write();
  }

  /** Writes the progress that is still to be shown; resolves when it is written. */
  async flush(): Promise<void> {
    if (this.#next) this.#write();
    await this.#writing;
  }

  #write(): void {
    const board = this.#next;
    if (!board) return;
    this.#next = undefined;
    this.#resting = true;
    this.world.after(PAUSE_MS, () => {
      this.#resting = false;
      this.#write();
    });
    // a device that is full still syncs: progress that cannot be shown is shown later
    this.#writing = this.#writing.then(() => this.#save(board)).catch(() => undefined);
  }

  async #save(board: Board): Promise<void> {
    const { db } = this.world;
    await db.progress.put({ ...board, id: 'sync', waiting: await waitingCount(db) });
  }
}
