/** Counts the bytes that go over the link while one file is sent: against the data of the day, and for the pace that people see. */
import { countSent } from '../../replica/files/data-budget';
import { notePace, pacedBy } from '../../replica/files/pace';
import type { World } from '../world';

export class Meter {
  #uncounted = 0;
  #at: number | undefined;
  #pace: number | undefined;

  constructor(
    private readonly world: Pick<World, 'db' | 'now'>,
    /** bytes that may still go today */
    private left: number,
    pace: number | undefined,
  ) {
    this.#pace = pace;
  }

  get isUsedUp(): boolean {
    return this.left <= 0;
  }

  /** The piece that fits into the data that are left. */
  within(piece: number): number {
    return Math.max(1, Math.min(piece, this.left));
  }

  /** The file was handed to the link up to this byte; the first time says where it began. */
  moved(to: number): void {
    const bytes = Math.max(0, to - (this.#at ?? to));
    this.#at = to;
    this.#uncounted += bytes;
    this.left -= bytes;
  }

  /** Central took a piece. */
  async took(bytes: number, ms: number): Promise<void> {
    const now = this.world.now();
    this.#pace = pacedBy(this.#pace, bytes, ms);
    await notePace(this.world.db, this.#pace, now);
    await this.count();
  }

  /** Writes down the bytes that were not counted yet. A device that is full still sends. */
  async count(): Promise<void> {
    const bytes = this.#uncounted;
    this.#uncounted = 0;
    if (bytes > 0) await countSent(this.world.db, bytes, this.world.now()).catch(() => undefined);
  }
}
