/**
 * The records that stand for others (rules T1 to T3), for the assets that a batch touches. A merge that counts removes a record, and its
 * logs make the status of the one that stands. Where there is no merge, this costs a look a record and alters nothing.
 */
import type { Asset } from '#shared/domain/asset';
import { asMerged, idsUnder, joinedWith } from '#shared/domain/merged';
import { equalJson, type Json } from '#shared/json';
import { refKey } from '#shared/change/entity-ref';
import type { KnownEntity, RowsTx } from '../database/port/rows-tx';
import type { Grown, ReadLog } from './grow';

export interface Merges {
  grown: Grown[];
  /** asset → itself and all that are merged into it, for every asset that a merge joins with one of the batch */
  under: ReadonlyMap<string, readonly string[]>;
  /** the merges among them are as they were: of new logs alone it follows what they say of each */
  isSettled: boolean;
}

export async function withMerges(rows: RowsTx, log: ReadLog, grown: Grown[]): Promise<Merges> {
  const fresh = new Map(grown.flatMap(({ now }) => entryOf(now)));
  const ids = await joinable(rows, grown, fresh);
  if (ids.size === 0) return { grown, under: new Map(), isSettled: true };
  // the rows still have those whose creation does not count any more (rule K8)
  const gone = new Set(
    grown.flatMap(({ now: { ref, row } }) => (ref.entity === 'asset' && !row ? [ref.id] : [])),
  );
  const reader = {
    get: async (id: string) => (gone.has(id) ? undefined : (fresh.get(id) ?? (await rows.get('asset', id)))),
    saidOf: async (id: string) => {
      const stored = (await rows.mergedInto(id)).filter((row) => !fresh.has(row.id));
      return [...stored, ...[...fresh.values()].filter((row) => row.mergedInto === id)];
    },
  };
  const joined = await joinedWith(ids, reader);
  const altered = [...joined.values()].flatMap((row) => {
    const now = asMerged(row, joined);
    return equalJson(now as unknown as Json, row as unknown as Json) ? [] : [now];
  });
  const all = await putInto(rows, log, grown, altered);
  return {
    grown: all,
    isSettled: all.every(({ before, now }) => mergeFacts(before) === mergeFacts(now)),
    under: new Map([...joined.keys()].map((id) => [id, idsUnder(id, joined)])),
  };
}

const assetOf = ({ ref, row }: KnownEntity): Asset | undefined =>
  ref.entity === 'asset' && row && 'assetNumber' in row ? row : undefined;

/** What a merge counts by (rule T2). */
function mergeFacts(known: KnownEntity | undefined): string {
  const row = known && assetOf(known);
  return row ? JSON.stringify([row.storeId, row.mergedInto, row.mergedAt, row.deletedAt]) : '';
}

const entryOf = (known: KnownEntity): [string, Asset][] => {
  const row = assetOf(known);
  return row ? [[row.id, row]] : [];
};

/** The assets of the batch, and those of its logs, that a merge concerns or did before it. */
async function joinable(
  rows: RowsTx,
  grown: readonly Grown[],
  fresh: ReadonlyMap<string, Asset>,
): Promise<Set<string>> {
  const said = [...fresh.values()].flatMap(({ id, mergedInto }) =>
    mergedInto === undefined ? [] : [id, mergedInto],
  );
  const ids = new Set(said);
  for (const id of touched(grown)) if (!ids.has(id) && (await rows.hasMerges(id))) ids.add(id);
  // the target into which a record was merged before it was brought back
  for (const { before } of grown) {
    const into = before && assetOf(before)?.mergedInto;
    if (before && into !== undefined) ids.add(before.ref.id).add(into);
  }
  return ids;
}

function touched(grown: readonly Grown[]): Set<string> {
  const ids = new Set<string>();
  for (const { before, now } of grown) {
    if (now.ref.entity === 'asset') ids.add(now.ref.id);
    for (const row of [before?.row, now.row]) if (row && 'assetId' in row) ids.add(row.assetId);
  }
  return ids;
}

/** Records of the batch bear their altered rows; others join it, with nothing new to be looked at but themselves. */
async function putInto(
  rows: RowsTx,
  log: ReadLog,
  grown: readonly Grown[],
  altered: readonly Asset[],
): Promise<Grown[]> {
  const rowOf = new Map(altered.map((row) => [row.id, row]));
  const of = ({ now: { ref } }: Grown): Asset | undefined =>
    ref.entity === 'asset' ? rowOf.get(ref.id) : undefined;
  const own = grown.map((one) => {
    const row = of(one);
    return row ? { ...one, now: { ...one.now, row } } : one;
  });
  const inBatch = new Set(grown.map(({ now }) => refKey(now.ref)));
  const refs = altered.map(({ id }) => ({ entity: 'asset', id })).filter((ref) => !inBatch.has(refKey(ref)));
  const others = [...(await rows.known(refs)).values()];
  const firsts = new Map((await log.at(others.map(({ first }) => first))).map((one) => [one.seq, one]));
  const nothing = {
    seqs: [],
    placing: [],
    storeIds: [],
    news: [],
    isRefolded: false,
    surplus: new Set<string>(),
  };
  return [
    ...own,
    ...others.map((before) => ({
      ...{ ...nothing, before, first: firsts.get(before.first) },
      now: { ...before, row: rowOf.get(before.ref.id) ?? before.row },
    })),
  ];
}

/** An asset and all that count as merged into it, as the rows have them. */
export async function recordsUnder(
  rows: Pick<RowsTx, 'get' | 'mergedInto' | 'hasMerges'>,
  assetId: string,
): Promise<string[]> {
  if (!(await rows.hasMerges(assetId))) return [assetId];
  const saidOf = (id: string) => rows.mergedInto(id);
  return idsUnder(assetId, await joinedWith([assetId], { get: (id) => rows.get('asset', id), saidOf }));
}
