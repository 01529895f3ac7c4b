/** Cuts what is to be sent into pieces small enough that a cut link costs little (rule B6). */
import { limits } from '#shared/protocol/limits';

/** The first piece of a list: at least one entry, and no more than one message should hold. */
export function firstPiece<T>(entries: readonly T[], bytesOf: (entry: T) => number): T[] {
  let bytes = 0;
  const end = entries.findIndex((entry, index) => {
    bytes += bytesOf(entry);
    return index > 0 && (index >= limits.changesPerPiece || bytes > limits.bytesPerPiece);
  });
  return entries.slice(0, end === -1 ? entries.length : end);
}

/** Runs of clocks without a gap, each of one client, in order; what stands after a gap is left out. */
export function contiguous<T extends { client: number; clock: number }>(
  entries: readonly T[],
  from: (client: number) => number,
): T[] {
  const ordered = [...entries].sort((a, b) => a.client - b.client || a.clock - b.clock);
  const next = new Map<number, number>();
  return ordered.filter(({ client, clock }) => {
    const expected = next.get(client) ?? from(client);
    if (clock !== expected) return false;
    next.set(client, clock + 1);
    return true;
  });
}
