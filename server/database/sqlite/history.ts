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
import { filesOf } from './rows/owned';
import { logsOf } from './rows/rows-tx';
import type { RowsQuery, RowsView } from './rows/rows-view';
import type { Sql } from './sql';

/** Most changes that are looked through because the rows lack them. */
const LOOKED_THROUGH = 20_000;

export interface HistoryReader {
  changesOf(sql: Sql, refs: readonly EntityRef[]): Promise<LoggedChange[]>;
  of(sql: Sql, assetId: string): Promise<EntityRef[]>;
  placing(sql: Sql, assetId: string): Promise<LoggedChange[]>;
  files(sql: Sql, ownerIds: readonly string[]): Promise<EntityRef[]>;
}

export const sqliteHistory = (rows: RowsView): HistoryReader => ({
  changesOf: async (sql, refs) => {
    const wanted = new Set(refs.map(refKey));
    const lacking = lackingIn(sql, rows).filter(({ change }) => wanted.has(refKey(refOf(change))));
    const seqs = rows.now((parts) => refs.flatMap((ref) => seqsFrom(parts, ref, seqsOf)));
    return eachOnce([...changesAt(sql, seqs), ...lacking]);
  },
  placing: async (sql, assetId) => {
    const lacking = lackingIn(sql, rows).filter(
      ({ change }) => change.entityId === assetId && saysWhere(change),
    );
    const asset = { entity: 'asset', id: assetId };
    const seqs = rows.now((parts) => seqsFrom(parts, asset, placingSeqsOf));
    return eachOnce([...changesAt(sql, seqs), ...lacking]).filter(({ change }) => saysWhere(change));
  },
  files: async (sql, ownerIds) => filesIn(rows, lackingIn(sql, rows), ownerIds),
  of: async (sql, assetId) => {
    const lacking = lackingIn(sql, rows);
    const logs = [
      ...rows.now((parts) => logsOf(parts, assetId)).map(({ id }) => id),
      ...logsIn(lacking, assetId),
    ];
    const owners = [assetId, ...new Set(logs)];
    return [
      { entity: 'asset', id: assetId },
      ...[...new Set(logs)].map((id) => ({ entity: 'assetLog', id })),
      ...filesIn(rows, lacking, owners),
    ];
  },
});

function lackingIn(sql: Sql, rows: RowsView): LoggedChange[] {
  const { seq } = rows;
  if (lastSeq(sql) - seq > LOOKED_THROUGH) throw new RowsBehind('the rows are far behind the log');
  return [...changesAfter(sql, seq, LOOKED_THROUGH)];
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
  const known = rows.now((parts) => filesOf(parts, owners)).map(({ id }) => id);
  const ids = new Set([...known, ...newFilesIn(lacking, new Set(owners))]);
  return [...ids].map((id) => ({ entity: 'file', id }));
}
