/**
 * The part of a fold that is kept for an entity with a long history: the time of each field, and the values that no later
 * author had seen. A change that is newer than all others then folds in place.
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
  /** field → values that no later author had seen; `many`: too many to be kept */
  unseen: Record<string, Unseen[] | 'many'>;
  /** fields with an unseen value that is another than the one that counts */
  conflicts: string[];
  /** central has ruled on changes of it, perhaps on some that are still to come: it is always folded from all */
  isRuledOn?: true;
}

/** Unseen values of a field that are kept. */
const MOST_UNSEEN = 8;

export function keptOf(fold: Fold, isRuledOn = false): Kept {
  const kept: Kept = {
    lastHlc: fold.last.hlc,
    times: {},
    unseen: {},
    conflicts: conflictsOf(fold).map(({ field }) => field),
    ...(isRuledOn && { isRuledOn: true as const }),
  };
  for (const [field, { winner, open }] of fold.fields) {
    kept.times[field] = winner.hlc;
    if (open.length > 0)
      kept.unseen[field] =
        open.length > MOST_UNSEEN ? 'many' : open.map(({ hlc, value }) => ({ hlc, value }));
  }
  return kept;
}

/** The fold as an author saw it. Of unseen values it says nothing, so that it is of no use for settling them. */
export const seenIn = ({ lastHlc, times }: Kept): SeenFold => ({
  last: { hlc: lastHlc },
  fields: new Map(Object.entries(times).map(([field, hlc]) => [field, { winner: { hlc }, open: [] }])),
});

export interface Grown<E extends EntityName> {
  row: RowOf<E>;
  kept: Kept;
}

/** The row and its kept fold after these changes; undefined where they have to be folded with all former changes. */
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

/**
 * True if a change is newer than all, and an edit like any other: the owner of an asset, and merges, depend on more than the
 * latest change.
 */
function isInPlace<E extends EntityName>(entity: E, { row, kept }: Grown<E>, change: Change): boolean {
  if (kept.isRuledOn) return false;
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
  const fields = new Fields(kept, change);
  const shape = entities[entity].schema.shape;
  for (const [field, value] of writesOf(change)) {
    // a field of a newer app is not in the row, so its former value is not known
    const isInRow = Object.hasOwn(shape, entryOf(field)?.field ?? field);
    const isTold = fields.isNew(field) || (isInRow && fields.writeOver(field, valueIn(row, field), value));
    if (!isTold) return undefined;
    fields.times[field] = change.hlc;
  }
  const { times, unseen, conflicts } = fields;
  return {
    row: grownRow(entity, row, change),
    kept: { lastHlc: change.hlc, times, unseen, conflicts: [...conflicts] },
  };
}

/** The kept part of the fields, while one change is written over them. */
class Fields {
  readonly times: Kept['times'];
  readonly unseen: Kept['unseen'];
  readonly conflicts: Set<string>;

  constructor(
    kept: Kept,
    private readonly change: Change,
  ) {
    this.times = { ...kept.times };
    this.unseen = { ...kept.unseen };
    this.conflicts = new Set(kept.conflicts);
  }

  isNew(field: string): boolean {
    return !Object.hasOwn(this.times, field);
  }

  /** False where these alone do not decide which values stay unseen. */
  writeOver(field: string, stood: Json, value: Json): boolean {
    const { change, unseen } = this;
    const seen = seenBy(change, field).filter((hlc) => compareHlc(hlc, change.hlc) < 0);
    const open = Object.hasOwn(unseen, field) ? (unseen[field] ?? []) : [];
    if (open === 'many') return seen.length === 0 && this.#among(field, !equalJson(stood, value));
    const before = { hlc: this.times[field] ?? '', value: stood };
    const still = [...open, before].filter(({ hlc }) => !seen.includes(hlc));
    this.conflicts.delete(field);
    Reflect.deleteProperty(unseen, field);
    if (still.length > 0) unseen[field] = still.length > MOST_UNSEEN ? 'many' : still;
    return this.#among(
      field,
      still.some((one) => !equalJson(one.value, value)),
    );
  }

  /** One of very many: a conflict with the former value is one with this value, or the former value is the conflict. */
  #among(field: string, isConflict: boolean): true {
    if (isConflict) this.conflicts.add(field);
    return true;
  }
}

/** The value that counts; a field that was cleared has none. */
function valueIn(row: object, field: string): Json {
  const entry = entryOf(field);
  const values = (entry ? (row as Record<string, unknown>)[entry.field] : row) as
    Record<string, Json | undefined> | undefined;
  return values?.[entry?.key ?? field] ?? null;
}
