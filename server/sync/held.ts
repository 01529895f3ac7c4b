/**
 * What a peer said it has of clients of which that is something else than central has, or more: it is neither sent nor named until
 * it is settled (rules P3, P6).
 */
import type { StateVector } from '#shared/change/state-vector';
import type { Mark } from '#shared/proof/digest';
import type { Comparison } from './comparison';
import type { Room } from './room';

export class Held {
  readonly marks = new Map<number, Mark>();

  constructor(
    private readonly room: Room,
    private readonly comparison: Comparison,
  ) {}

  has = (client: number): boolean => this.marks.has(client);

  async compare(marks: readonly Mark[]): Promise<void> {
    this.marks.clear();
    for (const mark of marks)
      if (!(await this.comparison.isSame(this.room, mark))) this.marks.set(mark.client, mark);
  }

  /** What central has now as well, and is the same, is settled. */
  async release(): Promise<void> {
    for (const [client, mark] of this.marks)
      if (await this.comparison.isSame(this.room, mark)) this.marks.delete(client);
  }

  /** Of clients that are held nothing is sent: as if the peer had all of them. */
  over(vector: StateVector): StateVector {
    if (this.marks.size === 0) return vector;
    const known = new Map(vector);
    for (const client of this.marks.keys()) known.set(client, this.room.vector.get(client) ?? 0);
    return known;
  }
}
