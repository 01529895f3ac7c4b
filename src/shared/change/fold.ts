/**
 * The fold: an entity is a function of the set of its changes (rules F1 to F7 of PROTOCOL.md).
 * Per field the greatest hlc wins; a value that did not win and that no later write names as seen is an open conflict.
 * The same on every replica, in any order, with any repetition.
 */
import { entities, isFirstVerb, parseKind, type EntityName } from '../domain/entities';
import { formerName, presentName } from '../domain/former-names';
import { entryName, isKeyed } from '../domain/keyed-fields';
import { equalJson, isJsonObject, type Json } from '../json';
import type { Change } from './change';
import { compareHlc } from './hlc';
import { isMove } from './owner';
import { isWord, standing } from './standing';

/** One write of one field. */
export interface Write {
  hlc: string;
  changeId: string;
  userId: string;
  value: Json;
}

interface FieldFold {
  winner: Write;
  /** values that no later author had seen, oldest first */
  open: Write[];
}

export interface Fold {
  entity: EntityName;
  /** false while only edits have arrived: the row is not shown yet */
  exists: boolean;
  /** field, `properties.<key>` or `nameIn.<language>` → its writes */
  fields: Map<string, FieldFold>;
  first: Change;
  last: Change;
  /** changes that a later entry of a write-once entity brought, which do not count */
  surplus: Change[];
}

/** Folds the changes of one entity (those of other entities and of unknown kinds are passed over); undefined when there are none. */
export function foldEntity(entity: EntityName, changes: Iterable<Change>): Fold | undefined {
  const ordered = inOrder(entity, changes);
  const first = ordered[0];
  const last = ordered.at(-1);
  if (!first || !last) return undefined;
  const { counted, surplus } = entities[entity].writeOnce
    ? firstEntryOnly(ordered)
    : { counted: ordered, surplus: [] };
  const fields = new Map<string, FieldFold>();
  const isPlacing = placingOf(entity, counted);
  for (const change of counted) foldChange(fields, change, isPlacing(change));
  return { entity, exists: ordered.some(begins), fields, first: firstOf(ordered) ?? first, last, surplus };
}

const begins = (change: Change): boolean => {
  const kind = parseKind(change.kind);
  return kind !== undefined && isFirstVerb(kind.verb);
};

const firstOf = (ordered: Change[]): Change | undefined => ordered.find(begins);

/** The entity's changes that count, each once, by (hlc, id). */
function inOrder(entity: EntityName, changes: Iterable<Change>): Change[] {
  const unique = new Map<string, Change>();
  for (const change of changes) if (parseKind(change.kind)?.entity === entity) unique.set(change.id, change);
  return standing([...unique.values()]).sort((a, b) => compareHlc(a.hlc, b.hlc) || compareHlc(a.id, b.id));
}

/** A log or a file reference is recorded once: the first entry stands (rule F5). Its removal still counts. */
function firstEntryOnly(ordered: Change[]): { counted: Change[]; surplus: Change[] } {
  const first = firstOf(ordered);
  const isSurplus = (change: Change): boolean => begins(change) && change !== first;
  return {
    counted: ordered.filter((change) => !isSurplus(change)),
    surplus: ordered.filter(isSurplus),
  };
}

/** Selects the changes that say in which store an asset is (rule W1): moves, or its creation where it was never moved. */
function placingOf(entity: EntityName, counted: readonly Change[]): (change: Change) => boolean {
  if (entity !== 'asset') return () => true;
  if (counted.some(isMove)) return isMove;
  const first = counted.find(begins);
  return (change) => change === first;
}

/** Folds in one change that sorts after all that were folded before it. */
function foldChange(fields: Map<string, FieldFold>, change: Change, isPlacing: boolean): void {
  for (const [field, value] of writesOf(change)) {
    if (field === 'storeId' && !isPlacing) continue;
    const winner = { hlc: change.hlc, changeId: change.id, userId: change.userId, value };
    const before = fields.get(field);
    if (!before) fields.set(field, { winner, open: [] });
    else {
      before.open = stillOpen(
        before,
        seenBy(change, field).filter((hlc) => compareHlc(hlc, change.hlc) < 0),
      );
      before.winner = winner;
    }
  }
}

/**
 * The values that stay open after an author who saw `seen` writes over them. Most authors saw the last value alone, which costs
 * no look at the others.
 */
function stillOpen({ winner, open }: FieldFold, seen: readonly string[]): Write[] {
  open.push(winner);
  for (let last = open.at(-1); last && seen.includes(last.hlc); last = open.at(-1)) open.pop();
  const newest = open.at(-1)?.hlc;
  const mayHide = newest !== undefined && seen.some((hlc) => compareHlc(hlc, newest) <= 0);
  if (!mayHide) return open;
  const hidden = new Set(seen);
  return open.filter((write) => !hidden.has(write.hlc));
}

/** The values that the author of a change saw in a field. A newer app's field may have the same name as a member of every object. */
export function seenBy({ base = {} }: Change, field: string): string[] {
  if (Object.hasOwn(base, field)) return base[field] ?? [];
  const before = formerName(field);
  return before !== undefined && Object.hasOwn(base, before) ? (base[before] ?? []) : [];
}

/**
 * The fields a change writes. Properties and names in languages count one by one, so that two people who fill in two of them do
 * not collide (rule F6).
 */
export function writesOf(change: Pick<Change, 'kind' | 'patch' | 'hlc'>): [string, Json][] {
  const { verb, entity } = parseKind(change.kind) ?? {};
  // a void has no other content than its time: a log is never edited
  if (verb === 'void') return [['voidedAt', timeOf(change.hlc)]];
  if (isWord({ kind: change.kind })) return [];
  if (verb === 'merge') return [['mergedInto', change.patch['into'] ?? change.patch['mergedInto'] ?? null]];
  const writes = Object.entries(change.patch).flatMap(([field, value]): [string, Json][] =>
    isKeyed(field) && isJsonObject(value)
      ? Object.entries(value).map(([key, entry]) => [entryName(field, key), entry])
      : [[presentName(entity, field), value]],
  );
  if (endsMerge(change)) writes.push(['mergedInto', null]);
  const removes = verb === 'remove' && change.patch['deletedAt'] === undefined;
  return removes ? [...writes, ['deletedAt', timeOf(change.hlc)]] : writes;
}

/** True if a change brings a record back: that brings it back from a merge too (rule T1). */
const endsMerge = ({ kind, patch }: Pick<Change, 'kind' | 'patch'>): boolean =>
  kind === 'asset.edit' && patch['deletedAt'] === null && !Object.hasOwn(patch, 'mergedInto');

/** The time that was asked for last: a row is asked for the same one twice, and changes follow one another. */
let latest: { ms?: string; at: string } = { at: '' };

/** The instant an hlc stands for. */
export function timeOf(hlc: string): string {
  const ms = hlc.slice(0, 13);
  if (ms !== latest.ms) latest = { ms, at: new Date(Number(ms)).toISOString() };
  return latest.at;
}

/** Open conflicts of a fold: fields with another value than the winning one that somebody wrote unseen. */
export function conflictsOf(fold: Fold): { field: string; winner: Write; others: Write[] }[] {
  return [...fold.fields].flatMap(([field, { winner, open }]) => {
    const others = open.filter((write) => !equalJson(write.value, winner.value));
    return others.length > 0 ? [{ field, winner, others }] : [];
  });
}

/**
 * Raised when the fold learns a rule: stores then fold everything again, once. New kinds and fields do that by themselves
 * (`folded-by.ts`).
 */
export const FOLD_VERSION = 8;
