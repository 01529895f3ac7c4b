/** The changes that stand in the log of what an import says, in this life of central or in one that a restore has put back. */
import type { ChangeTx, LoggedChange } from '../database/port/changes';
import { refKey, refOf } from '#shared/change/entity-ref';
import { causeIn } from '../id-by-content';
import type { JournalEntry } from './import-record';

type Said = JournalEntry['said'][number];

/** By the part of their ids that names their cause; those of one cause sorted by time. */
export type ByCause = ReadonlyMap<string, readonly LoggedChange[]>;

/** All changes of the records that these lines are about, by entity. */
export interface StoredOf {
  byCause: ByCause;
  byEntity: ReadonlyMap<string, readonly LoggedChange[]>;
}

export const causedBy = (byCause: ByCause, cause: string): readonly LoggedChange[] =>
  byCause.get(causeIn(cause)) ?? [];

export async function storedOf(
  changes: Pick<ChangeTx, 'changesByIds' | 'changesOfEntities'>,
  said: readonly Said[],
): Promise<StoredOf> {
  // journals of before do not say what a change is about; its id was the cause as it is
  const old = said.flatMap(({ changeId, of }) => (of ? [] : [changeId]));
  const found = old.length > 0 ? await changes.changesByIds(old) : [];
  const refs = [...said.flatMap(({ of }) => of ?? []), ...found.map(({ change }) => refOf(change))];
  const own = new Map(refs.map((ref) => [refKey(ref), ref]));
  const logged = own.size > 0 ? await changes.changesOfEntities([...own.values()]) : [];
  return {
    byCause: grouped([...logged].sort(byTime), ({ change }) => causeIn(change.id)),
    byEntity: grouped(logged, ({ change }) => refKey(refOf(change))),
  };
}

function grouped(
  logged: readonly LoggedChange[],
  keyOf: (one: LoggedChange) => string,
): Map<string, LoggedChange[]> {
  const groups = new Map<string, LoggedChange[]>();
  for (const one of logged) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}

const byTime = (a: LoggedChange, b: LoggedChange): number => (a.change.hlc < b.change.hlc ? -1 : 1);
