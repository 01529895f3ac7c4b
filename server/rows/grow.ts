/** Brings one entity up to date with changes that are new: in place where they are newer than all, else from all of its changes. */
import { writesOf } from '#shared/change/fold';
import { compareHlc } from '#shared/change/hlc';
import { saysWhere } from '#shared/change/owner';
import { grownRow } from '#shared/change/row';
import { isWord } from '#shared/change/standing';
import { entities, isEntityName, parseKind, type EntityName, type RowOf } from '#shared/domain/entities';
import { storeOf } from '#shared/change/documents';
import type { EntityRef } from '#shared/change/entity-ref';
import type { ChangeReader, LoggedChange } from '../database/port/changes';
import type { KnownEntity, PutEntity, RowsTx } from '../database/port/rows-tx';
import { eachOnce, foldRef, none, storeOfRow } from './folded';

/** An entity that is up to date, and its changes that are to be checked. */
export interface Grown extends PutEntity {
  /** the changes that are checked each by itself */
  news: readonly LoggedChange[];
  /** all changes were looked at again: earlier flags of them are found again */
  isRefolded: boolean;
  surplus: ReadonlySet<string>;
  /** it was all known: only stands at more places now */
  isRepeated?: boolean;
  /** the change that made the entity */
  first: LoggedChange | undefined;
}

export type ReadLog = Pick<ChangeReader, 'at'>;

interface Growing {
  rows: Pick<RowsTx, 'seqsOf'>;
  log: ReadLog;
  ref: EntityRef;
  /** as it is known, and the change that made it */
  before: KnownEntity | undefined;
  first: LoggedChange | undefined;
  news: readonly LoggedChange[];
}

/** Every field of a record is named where it is made: V8 takes a hundred times as long to add one to what was spread. */
export async function grow({ rows, log, ref, before, first: made, news }: Growing): Promise<Grown> {
  const seqs = news.map(({ seq }) => seq);
  const storeIds = [...new Set(news.flatMap(({ document }) => storeOf(document) ?? []))];
  const placing = news.flatMap(({ change, seq }) => (saysWhere(change) ? [seq] : []));
  if (before && isLeft(before, news))
    return { before, seqs, placing, storeIds, ...leftAlone(before, made, news) };
  const fresh = await unrepeated(rows, log, before, eachOnce(news));
  if (before && (fresh.length === 0 || isNewerThanAll(before, fresh))) {
    const now = growInPlace(before, made, fresh);
    const isRepeated = fresh.length === 0;
    const [isRefolded, surplus] = [false, none];
    return {
      before,
      now,
      seqs,
      placing,
      storeIds,
      news: fresh,
      first: made,
      isRefolded,
      isRepeated,
      surplus,
    };
  }
  const earlier = before ? await log.at(await rows.seqsOf(ref)) : [];
  const all = [...earlier, ...news];
  const { now, surplus } = foldRef(ref, all);
  const first = all.find(({ seq }) => seq === now.first);
  const isRefolded = before !== undefined;
  return { before, now, seqs, placing, storeIds, news: eachOnce(all), first, isRefolded, surplus };
}

/**
 * Nothing of it is folded by this build: it only waits for a newer one. What stands in a document of another store may be here already, as a
 * copy (rule W2).
 */
const isLeft = ({ ref, storeId }: KnownEntity, news: readonly LoggedChange[]): boolean =>
  news.every(
    ({ change, document }) =>
      !isFolded(ref.entity, change.kind) && !isWord(change) && storeOf(document) === storeId,
  );

function leftAlone(
  before: KnownEntity,
  first: LoggedChange | undefined,
  news: readonly LoggedChange[],
): Pick<Grown, 'now' | 'news' | 'first' | 'isRefolded' | 'surplus'> {
  const { last, lastHlc } = before;
  const isUnknown = lastHlc === '';
  const now = isUnknown ? { ...before, last: news.at(-1)?.seq ?? last } : growInPlace(before, first, []);
  return { now, news: eachOnce(news), first, isRefolded: false, surplus: new Set() };
}

/** Most changes between an original and its copy, both of one transaction. */
const COPIED_WITHIN = 8192;

/**
 * Without those that the rows have: what is written late at the old place of an asset is copied to its new one at once (rule W2). The
 * original stands a little before its copy; where it does not, the entity is folded from all.
 */
async function unrepeated(
  rows: Pick<RowsTx, 'seqsOf'>,
  log: ReadLog,
  before: KnownEntity | undefined,
  news: LoggedChange[],
): Promise<LoggedChange[]> {
  if (!before || !news.some((one) => isOlder(one, before))) return news;
  const known = await log.at(await rows.seqsOf(before.ref, (news[0]?.seq ?? 0) - COPIED_WITHIN));
  const ids = new Set(known.map(({ change }) => change.id));
  return news.filter(({ change }) => !ids.has(change.id));
}

const isOlder = ({ change }: LoggedChange, { lastHlc }: KnownEntity): boolean =>
  compareHlc(change.hlc, lastHlc) <= 0;

/** Each of them sorts after the known changes and after the one before it, so none of them was here before. */
function isNewerThanAll(
  { ref, row, lastHlc, isRuledOn }: KnownEntity,
  news: readonly LoggedChange[],
): boolean {
  if (isRuledOn === true) return false;
  if (!row || !isEntityName(ref.entity) || entities[ref.entity].writeOnce) return false;
  if ('mergedInto' in row || news.some(saysMerge)) return false;
  if (news.some(({ change }) => isWord(change))) return false;
  let latest = lastHlc;
  return news.every(({ change }) => {
    const isNewer = isFolded(ref.entity, change.kind) && compareHlc(change.hlc, latest) > 0;
    latest = change.hlc;
    // the owner of an asset depends on more than the latest word
    return isNewer && !Object.hasOwn(change.patch, 'storeId');
  });
}

/** A merge counts or not by other records, which may have altered the row (rule T2). */
const saysMerge = ({ change }: LoggedChange): boolean =>
  Object.hasOwn(change.patch, 'mergedAt') || writesOf(change).some(([field]) => field === 'mergedInto');

const isFolded = (entity: string, kind: string): boolean => parseKind(kind)?.entity === entity;

function growInPlace(
  before: KnownEntity,
  first: LoggedChange | undefined,
  news: readonly LoggedChange[],
): KnownEntity {
  const winners = { ...(before.winners ?? winnersOf(first)) };
  let { row, last, lastHlc } = before;
  for (const { change, seq } of news) {
    for (const [field] of writesOf(change)) winners[field] = seq;
    // `isNewerThanAll` saw to it that there is a row of an entity that is known
    row = row && grownRow(before.ref.entity as EntityName, row as RowOf<EntityName>, change);
    last = seq;
    lastHlc = change.hlc;
  }
  const { ref, first: begun, hangsOn, isRuledOn } = before;
  const storeId = storeOfRow(row) ?? before.storeId;
  return { ref, first: begun, last, lastHlc, winners, row, storeId, hangsOn, isRuledOn };
}

const winnersOf = (first: LoggedChange | undefined): Record<string, number> =>
  first ? Object.fromEntries(writesOf(first.change).map(([field]) => [field, first.seq])) : {};
