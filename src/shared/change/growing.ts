/**
 * What is kept of the fold of an entity with a long history, so that a change that is newer than all folds in place, whatever came before:
 * which time each field has, and which values nobody who wrote later had seen.
 */
import { entities, parseKind, type EntityName, type RowOf } from '../domain/entities';
import { entryOf } from '../domain/keyed-fields';
import { equalJson, type Json } from '../json';
import type { Change } from './change';
import { conflictsOf, seenBy, writesOf, type Fold } from './fold';
import { compareHlc } from './hlc';
import { grownRow } from './row';
import type { SeenFold } from './stamp';
import { isWord } from './standing';

/** A value that stands beside the one that counts. */
interface Unseen {
  hlc: string;
  value: Json;
}

export interface Kept {
  /** of the last change */
  lastHlc: string;
  /** field → the time of the value that counts */
  times: Record<string, string>;
  /** field → values that nobody who wrote later had seen; `many`: too many to be kept */
  unseen: Record<string, Unseen[] | 'many'>;
  /** fields with an unseen value that is another than the one that counts */
  conflicts: string[];
}

/** Unseen values of a field that are kept. */
const MOST_UNSEEN = 8;

export function keptOf(fold: Fold): Kept {
  const kept: Kept = {
    lastHlc: fold.last.hlc,
    times: {},
    unseen: {},
    conflicts: conflictsOf(fold).map(({ field }) => field),
  };
  for (const [field, { winner, open }] of fold.fields) {
    kept.times[field] = winner.hlc;
    if (open.length > 0)
      kept.unseen[field] =
        open.length > MOST_UNSEEN ? 'many' : open.map(({ hlc, value }) => ({ hlc, value }));
  }
  return kept;
}

/** As an author saw it; of unseen values it says nothing, so it is of no use to who settles them. */
export const seenIn = ({ lastHlc, times }: Kept): SeenFold => ({
  last: { hlc: lastHlc },
  fields: new Map(Object.entries(times).map(([field, hlc]) => [field, { winner: { hlc }, open: [] }])),
});

export interface Grown<E extends EntityName> {
  row: RowOf<E>;
  kept: Kept;
}

/** The row and what is kept of it after these changes; undefined where they have to be folded with all that came before. */
export function grown<E extends EntityName>(
  entity: E,
  before: Grown<E>,
  changes: readonly Change[],
): Grown<E> | undefined {
  let now = before;
  for (const change of [...changes].sort((a, b) => compareHlc(a.hlc, b.hlc))) {
    const next = isInPlace(entity, now, change) ? grownByOne(entity, now, change) : undefined;
    if (!next) return undefined;
    now = next;
  }
  return now;
}

/** Newer than all, and an edit like any other: whose an asset is, and what is merged, depend on more than the latest word. */
function isInPlace<E extends EntityName>(entity: E, { row, kept }: Grown<E>, change: Change): boolean {
  const known = parseKind(change.kind);
  if (known?.entity !== entity || entities[entity].writeOnce || isWord(change)) return false;
  if (known.verb !== 'edit' && known.verb !== 'remove') return false;
  if (compareHlc(change.hlc, kept.lastHlc) <= 0) return false;
  const isOfMerge = 'mergedInto' in row || writesOf(change).some(([field]) => ofMerges.includes(field));
  return !isOfMerge && !Object.hasOwn(change.patch, 'storeId');
}

const ofMerges: readonly string[] = ['mergedInto', 'mergedAt'];

function grownByOne<E extends EntityName>(
  entity: E,
  { row, kept }: Grown<E>,
  change: Change,
): Grown<E> | undefined {
  const shape = entities[entity].schema.shape;
  const times = { ...kept.times };
  const unseen = { ...kept.unseen };
  const conflicts = new Set(kept.conflicts);
  for (const [field, value] of writesOf(change)) {
    const former = Object.hasOwn(times, field) ? times[field] : undefined;
    times[field] = change.hlc;
    if (former === undefined) continue;
    const entry = entryOf(field);
    // a field of a newer app is not in the row, so its former value is not known
    if (!Object.hasOwn(shape, entry?.field ?? field)) return undefined;
    const stood = { hlc: former, value: valueIn(row, field) };
    const seen = seenBy(change, field).filter((hlc) => compareHlc(hlc, change.hlc) < 0);
    const open = Object.hasOwn(unseen, field) ? (unseen[field] ?? []) : [];
    const isConflict = conflicts.has(field);
    if (open === 'many') {
      if (seen.length > 0) return undefined;
      if (!isConflict && !equalJson(stood.value, value)) conflicts.add(field);
      continue;
    }
    const still = [...open, stood].filter(({ hlc }) => !seen.includes(hlc));
    if (still.length > 0) unseen[field] = still.length > MOST_UNSEEN ? 'many' : still;
    else Reflect.deleteProperty(unseen, field);
    if (still.some((one) => !equalJson(one.value, value))) conflicts.add(field);
    else conflicts.delete(field);
  }
  return {
    row: grownRow(entity, row, change),
    kept: { lastHlc: change.hlc, times, unseen, conflicts: [...conflicts] },
  };
}

/** The value that counts; a field that was cleared has none. */
function valueIn(row: object, field: string): Json {
  const entry = entryOf(field);
  const values = (entry ? (row as Record<string, unknown>)[entry.field] : row) as
    Record<string, Json | undefined> | undefined;
  return values?.[entry?.key ?? field] ?? null;
}
