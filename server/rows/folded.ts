/** One entity folded from all of its changes, as the rows keep it (rules F1 to F7). */
import { foldEntity, type Fold } from '#shared/change/fold';
import { storeOf } from '#shared/change/documents';
import { rowOf } from '#shared/change/row';
import { isWord } from '#shared/change/standing';
import { isEntityName, type AnyRow } from '#shared/domain/entities';
import type { EntityRef } from '#shared/change/entity-ref';
import type { LoggedChange } from '../database/port/changes';
import type { KnownEntity } from '../database/port/rows-tx';

/** The result of folding, with the changes that do not count since an earlier one gives the same for ever. */
export interface Folded {
  now: KnownEntity;
  surplus: ReadonlySet<string>;
}

/** `logged`: every change of the entity, in the order of the log; a change that stands at several places counts where it came first. */
export function foldRef(ref: EntityRef, logged: readonly LoggedChange[]): Folded {
  const once = eachOnce(logged);
  const placedIn = storeOf(once[0]?.document ?? '');
  const seqOf = seqsIn(once);
  const fold = foldOf(ref, once);
  const isRuledOn = once.some(({ change }) => isWord(change));
  if (!fold) return { now: { ...unknownEntity(ref, once, placedIn), isRuledOn }, surplus: none };
  const row = rowOf(fold.entity, ref.id, fold, placedIn === undefined ? {} : { storeId: placedIn });
  const known = {
    ref,
    first: seqOf(fold.first.id),
    last: seqOf(fold.last.id),
    lastHlc: fold.last.hlc,
    row,
    storeId: storeOfRow(row) ?? placedIn,
    hangsOn: row ? undefined : ownerIn(once),
    isRuledOn,
  };
  const now: KnownEntity = once.length > 1 ? { ...known, winners: winnersOf(fold, seqOf) } : known;
  return { now, surplus: fold.surplus.length === 0 ? none : new Set(fold.surplus.map(({ id }) => id)) };
}

export const none: ReadonlySet<string> = new Set();

type SeqOf = (changeId: string) => number;

/** Most entities have one change when they are folded. */
function seqsIn(once: readonly LoggedChange[]): SeqOf {
  if (once.length === 1) return () => once[0]?.seq ?? 0;
  const seqs = new Map(once.map(({ change, seq }) => [change.id, seq]));
  return (changeId) => seqs.get(changeId) ?? 0;
}

const foldOf = ({ entity }: EntityRef, logged: readonly LoggedChange[]): Fold | undefined =>
  isEntityName(entity)
    ? foldEntity(
        entity,
        logged.map(({ change }) => change),
      )
    : undefined;

/** Each change where it came first. */
export function eachOnce(logged: readonly LoggedChange[]): LoggedChange[] {
  if (logged.length === 1) return [...logged];
  const first = new Map<string, LoggedChange>();
  for (const one of logged) if (!first.has(one.change.id)) first.set(one.change.id, one);
  return [...first.values()];
}

/** What a log or file hangs on, by what made it, whether or not that counts. */
function ownerIn(once: readonly LoggedChange[]): string | undefined {
  const [owner] = once.flatMap(({ change: { kind, patch } }) =>
    kind === 'assetLog.add' ? patch['assetId'] : kind === 'file.attach' ? patch['ownerId'] : [],
  );
  return typeof owner === 'string' ? owner : undefined;
}

/** Nothing of it can be folded by this build: it waits for a newer one. */
const unknownEntity = (
  ref: EntityRef,
  once: readonly LoggedChange[],
  storeId: string | undefined,
): KnownEntity => ({
  ref,
  first: once[0]?.seq ?? 0,
  last: once.at(-1)?.seq ?? 0,
  lastHlc: '',
  row: undefined,
  storeId,
  hangsOn: ownerIn(once),
});

const winnersOf = (fold: Fold, seqOf: SeqOf): Record<string, number> =>
  Object.fromEntries([...fold.fields].map(([field, { winner }]) => [field, seqOf(winner.changeId)]));

/** The row of an asset that was moved holds its store itself. */
export const storeOfRow = (row: AnyRow | undefined): string | undefined =>
  row && 'storeId' in row ? row.storeId : undefined;
