/**
 * Every change of some entities, inside a transaction of the log: the rows know where most of them stand, and the rest is read from the
 * log's end.
 */
import type { Change } from '#shared/change/change';
import { refKey, refOf, type EntityRef } from '#shared/change/entity-ref';
import { saysWhere } from '#shared/change/owner';
import type { LoggedChange } from '../port/changes';
import { RowsBehind } from '../port/rows';
import { lastSeq } from './log/append';
import { changesAfter, changesAt } from './log/runs';
import { findEntity, placingSeqsOf, seqsOf, type Numbered } from './rows/entities';
import { fallenOn, filesOf } from './rows/owned';
import { logsOf } from './rows/rows-tx';
import type { RowsQuery, RowsView } from './rows/rows-view';
import type { Sql } from './sql';

/** Most changes that are looked through because the rows lack them. */
const LOOKED_THROUGH = 20_000;

/** Inside one transaction: what the rows lack is decoded once for all of its calls. */
export interface HistoryReader {
  changesOf(refs: readonly EntityRef[]): LoggedChange[];
  of(assetId: string): EntityRef[];
  placing(assetId: string): LoggedChange[];
  files(ownerIds: readonly string[]): EntityRef[];
}

export const sqliteHistory =
  (rows: RowsView) =>
  (sql: Sql): HistoryReader => {
    const lackingNow = lackingIn(sql, rows);
    return {
      changesOf: (refs) => {
        const wanted = new Set(refs.map(refKey));
        const lacking = lackingNow().filter(({ change }) => wanted.has(refKey(refOf(change))));
        const seqs = rows.now((parts) => refs.flatMap((ref) => seqsFrom(parts, ref, seqsOf)));
        return eachOnce([...changesAt(sql, seqs), ...lacking]);
      },
      placing: (assetId) => {
        const lacking = lackingNow().filter(({ change }) => change.entityId === assetId && saysWhere(change));
        const asset = { entity: 'asset', id: assetId };
        const seqs = rows.now((parts) => seqsFrom(parts, asset, placingSeqsOf));
        return eachOnce([...changesAt(sql, seqs), ...lacking]).filter(({ change }) => saysWhere(change));
      },
      files: (ownerIds) => filesIn(rows, lackingNow(), ownerIds),
      of: (assetId) => {
        const lacking = lackingNow();
        const logs = [
          ...rows.now((parts) => [
            ...logsOf(parts, assetId).map(({ id }) => id),
            ...fallenOn(parts, 'assetLog', [assetId]),
          ]),
          ...logsIn(lacking, assetId),
        ];
        const owners = [assetId, ...new Set(logs)];
        return [
          { entity: 'asset', id: assetId },
          ...[...new Set(logs)].map((id) => ({ entity: 'assetLog', id })),
          ...filesIn(rows, lacking, owners),
        ];
      },
    };
  };

/** The rows go on meanwhile, and the transaction adds to the log: only what came since the last call is read. */
function lackingIn(sql: Sql, rows: RowsView): () => LoggedChange[] {
  let known: LoggedChange[] = [];
  let since = 0;
  return () => {
    const { seq } = rows;
    if (lastSeq(sql) - seq > LOOKED_THROUGH) throw new RowsBehind('the rows are far behind the log');
    // rows that are made again begin at the first change
    known = seq < since ? [] : known.filter((one) => one.seq > seq);
    since = seq;
    const from = known.at(-1)?.seq ?? seq;
    known = [...known, ...changesAfter(sql, from, LOOKED_THROUGH)];
    return known;
  };
}

const seqsFrom = (
  { sql, numbers }: RowsQuery,
  ref: EntityRef,
  read: (sql: Sql, found: Numbered) => number[],
): number[] => {
  const found = findEntity(sql, numbers, ref);
  return found ? read(sql, found) : [];
};

/** In the order of the log. */
function eachOnce(all: readonly LoggedChange[]): LoggedChange[] {
  const once = new Map<string, LoggedChange>();
  for (const logged of [...all].sort((a, b) => a.seq - b.seq))
    if (!once.has(logged.change.id)) once.set(logged.change.id, logged);
  return [...once.values()];
}

const idsIn = (lacking: readonly LoggedChange[], isMeant: (change: Change) => boolean): string[] =>
  lacking.flatMap(({ change }) => (isMeant(change) ? [change.entityId] : []));

const logsIn = (lacking: readonly LoggedChange[], assetId: string): string[] =>
  idsIn(lacking, ({ kind, patch }) => kind === 'assetLog.add' && patch['assetId'] === assetId);

const newFilesIn = (lacking: readonly LoggedChange[], owners: ReadonlySet<string>): string[] =>
  idsIn(
    lacking,
    ({ kind, patch: { ownerId } }) =>
      kind === 'file.attach' && typeof ownerId === 'string' && owners.has(ownerId),
  );

function filesIn(rows: RowsView, lacking: readonly LoggedChange[], owners: readonly string[]): EntityRef[] {
  const known = rows.now((parts) => [
    ...filesOf(parts, owners).map(({ id }) => id),
    ...fallenOn(parts, 'file', owners),
  ]);
  const ids = new Set([...known, ...newFilesIn(lacking, new Set(owners))]);
  return [...ids].map((id) => ({ entity: 'file', id }));
}
