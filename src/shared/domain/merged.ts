/**
 * Two records of one piece (rules T1 to T4): which record stands for which. A merge is a field of one record. Other records
 * decide whether it counts, so it is worked out over all records that are joined by merges, the same on every replica.
 */
import type { Asset } from './asset';

type Merged = Pick<Asset, 'id' | 'storeId' | 'mergedInto' | 'mergedAt' | 'deletedAt'>;

interface MergeReader<Row extends Merged = Merged> {
  get: (id: string) => Promise<Row | undefined>;
  /** records that say that they are merged into this one, whether or not it counts */
  saidOf: (id: string) => Promise<readonly Row[]>;
}

/** All records that merges join with these, directly or through others; those that are not known are left out. */
export async function joinedWith<Row extends Merged>(
  ids: Iterable<string>,
  { get, saidOf }: MergeReader<Row>,
): Promise<Map<string, Row>> {
  const found = new Map<string, Row>();
  const looked = new Set<string>();
  const open = [...ids];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (looked.has(id)) continue;
    looked.add(id);
    const row = await get(id);
    if (row) found.set(id, row);
    if (row?.mergedInto !== undefined) open.push(row.mergedInto);
    for (const other of await saidOf(id)) open.push(other.id);
  }
  return found;
}

/** The record that a merge leads to, circles apart: a record that is known, in the same store. */
function saidTarget<Row extends Merged>(row: Row, rows: ReadonlyMap<string, Row>): Row | undefined {
  const target = row.mergedInto === undefined ? undefined : rows.get(row.mergedInto);
  return target && target.id !== row.id && target.storeId === row.storeId ? target : undefined;
}

/** True for the record that stands for a circle of merges: the one with the least id (rule T2). */
function standsInCircle<Row extends Merged>(row: Row, rows: ReadonlyMap<string, Row>): boolean {
  let least = true;
  const seen = new Set<string>();
  for (let next = saidTarget(row, rows); next && !seen.has(next.id); next = saidTarget(next, rows)) {
    if (next.id === row.id) return least;
    seen.add(next.id);
    least &&= row.id < next.id;
  }
  return false;
}

/**
 * The record into which one counts as merged, itself perhaps merged into another; undefined where it stands for itself. `rows`:
 * as `joinedWith` returns them.
 */
function mergeTarget<Row extends Merged>(row: Row, rows: ReadonlyMap<string, Row>): Row | undefined {
  const target = saidTarget(row, rows);
  return target && !standsInCircle(row, rows) ? target : undefined;
}

/** The record that stands for one: itself, or the last of those that it is merged into. */
export function standingFor<Row extends Merged>(row: Row, rows: ReadonlyMap<string, Row>): Row {
  let standing = row;
  for (let next = mergeTarget(row, rows); next; next = mergeTarget(next, rows)) standing = next;
  return standing;
}

/** The ids of all records whose logs and files belong to one: its own first, then those that count as merged into it. */
export function idsUnder<Row extends Merged>(id: string, rows: ReadonlyMap<string, Row>): string[] {
  const ids = [id];
  const into = [...rows.values()].map((row) => [mergeTarget(row, rows)?.id, row.id] as const);
  for (const one of ids) for (const [target, other] of into) if (target === one) ids.push(other);
  return ids;
}

/** The row as it is shown: a merge that counts removes it, at the time of the merge; a record that a person removed stays removed. */
export function asMerged<Row extends Merged>(row: Row, rows: ReadonlyMap<string, Row>): Row {
  if (row.mergedInto === undefined) return row;
  const { deletedAt, ...rest } = row;
  const removed = deletedAt !== undefined && deletedAt !== row.mergedAt ? deletedAt : undefined;
  const since = removed ?? (mergeTarget(row, rows) ? row.mergedAt : undefined);
  // only `deletedAt` was taken out, and it is optional
  return { ...rest, ...(since !== undefined && { deletedAt: since }) } as Row;
}

/** True if a row, as it is shown, is merged into another one. */
export const isMerged = ({ mergedInto, mergedAt, deletedAt }: Merged): boolean =>
  mergedInto !== undefined && deletedAt !== undefined && mergedAt !== undefined;
