/**
 * Every change of some entities, inside a transaction of the log: the rows know where most of them stand, and the rest is read from the
 * log's end.
 */
import type { Change } from '#shared/change/change';
import { refKey, refOf, type EntityRef } from '#shared/change/entity-ref';
import type { LoggedChange } from '../port/changes';
import { RowsBehind } from '../port/rows';
import { lastSeq } from './log/append';
import { changesAfter, changesAt } from './log/runs';
import { findEntity, seqsOf } from './rows/entities';
import { filesOf } from './rows/owned';
import { logsOf } from './rows/rows-tx';
import type { RowsView } from './rows/rows-view';
import type { Sql } from './sql';

/** Most changes that are looked through because the rows lack them. */
const LOOKED_THROUGH = 20_000;

export interface HistoryReader {
  changesOf(sql: Sql, refs: readonly EntityRef[]): Promise<LoggedChange[]>;
  of(sql: Sql, assetId: string): Promise<EntityRef[]>;
}

export const sqliteHistory = (rows: RowsView): HistoryReader => ({
  changesOf: async (sql, refs) => {
    const lacking = lackingIn(sql, rows);
    return changesOf(sql, rows, refs, lacking);
  },
  of: async (sql, assetId) => {
    const lacking = lackingIn(sql, rows);
    const logs = [
      ...rows.now((parts) => logsOf(parts, assetId)).map(({ id }) => id),
      ...logsIn(lacking, assetId),
    ];
    const owners = [assetId, ...new Set(logs)];
    const files = [
      ...rows.now((parts) => filesOf(parts, owners)).map(({ id }) => id),
      ...filesIn(lacking, owners),
    ];
    return [
      { entity: 'asset', id: assetId },
      ...[...new Set(logs)].map((id) => ({ entity: 'assetLog', id })),
      ...[...new Set(files)].map((id) => ({ entity: 'file', id })),
    ];
  },
});

function lackingIn(sql: Sql, rows: RowsView): LoggedChange[] {
  const { seq } = rows;
  if (lastSeq(sql) - seq > LOOKED_THROUGH) throw new RowsBehind('the rows are far behind the log');
  return [...changesAfter(sql, seq, LOOKED_THROUGH)];
}

function changesOf(
  sql: Sql,
  rows: RowsView,
  refs: readonly EntityRef[],
  lacking: readonly LoggedChange[],
): LoggedChange[] {
  const wanted = new Set(refs.map(refKey));
  const seqs = rows.now(({ sql: own, numbers }) =>
    refs.flatMap((ref) => {
      const found = findEntity(own, numbers, ref);
      return found ? seqsOf(own, found) : [];
    }),
  );
  const all = [...changesAt(sql, seqs), ...lacking.filter(({ change }) => wanted.has(refKey(refOf(change))))];
  const once = new Map<string, LoggedChange>();
  for (const logged of all.sort((a, b) => a.seq - b.seq))
    if (!once.has(logged.change.id)) once.set(logged.change.id, logged);
  return [...once.values()];
}

const idsIn = (lacking: readonly LoggedChange[], isMeant: (change: Change) => boolean): string[] =>
  lacking.flatMap(({ change }) => (isMeant(change) ? [change.entityId] : []));

const logsIn = (lacking: readonly LoggedChange[], assetId: string): string[] =>
  idsIn(lacking, ({ kind, patch }) => kind === 'assetLog.add' && patch['assetId'] === assetId);

const filesIn = (lacking: readonly LoggedChange[], owners: readonly string[]): string[] =>
  idsIn(
    lacking,
    ({ kind, patch: { ownerId } }) =>
      kind === 'file.attach' && typeof ownerId === 'string' && owners.includes(ownerId),
  );
