/** The columns by which lists of assets are sorted and filtered: written beside each asset's row. */
import type { Asset } from '#shared/domain/asset';
import type { AssetLog } from '#shared/domain/asset-log';
import type { KnownEntity, PutEntity } from '../../port/rows-tx';
import { codeOf, makerCode, searchText, usesOf } from '../../row-columns';
import type { Sql } from '../sql';
import type { Counters } from './counters';
import { NO_STORE, type Numbers } from './numbers';
import { toUid } from './uid';

interface Listed {
  store: number;
  status: number;
  deleted: number;
}

const INSERT = `INSERT INTO assets (store, number, modified, deleted, type, item, maker, id, status, since)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, '')`;
const UPDATE = `UPDATE assets SET store = ?, number = ?, modified = ?, deleted = ?, type = ?, item = ?, maker = ? WHERE id = ?`;

const listed = (sql: Sql, id: number): Listed | undefined =>
  sql.get<Listed>('SELECT store, status, deleted FROM assets WHERE id = ?', id);

/** `isKnown`: it may have been listed before. */
export function putAsset(
  { sql, numbers, counters }: { sql: Sql; numbers: Numbers; counters: Counters },
  id: number,
  row: Asset,
  isKnown: boolean,
): void {
  const store = numbers.store(row.storeId);
  const deleted = row.deletedAt === undefined ? 0 : 1;
  const modified = Date.parse(row.modifiedAt) || 0;
  const before = isKnown ? listed(sql, id) : undefined;
  const maker = row.catalogueItemId === undefined ? makerCode(row.manufacturer) : 0;
  const named = [codeOf(row.typeId), codeOf(row.catalogueItemId), maker];
  sql.run(before ? UPDATE : INSERT, store, row.assetNumber, modified, deleted, ...named, id);
  sql.run('INSERT OR REPLACE INTO asset_texts VALUES (?, ?)', id, searchText(row));
  if (before?.deleted === 0) counters.assets(before.store, before.status, -1);
  if (deleted === 0) counters.assets(store, before?.status ?? 0, 1);
}

/** Its creation does not count any more (rule K8): nobody finds it. */
export function unlistAsset({ sql, counters }: { sql: Sql; counters: Counters }, id: number): void {
  const before = listed(sql, id);
  if (!before) return;
  sql.run('DELETE FROM assets WHERE id = ?', id);
  sql.run('DELETE FROM asset_texts WHERE id = ?', id);
  if (before.deleted === 0) counters.assets(before.store, before.status, -1);
}

/** `log`: the number of the entity that gives the status, `said`: the log itself. */
export function putAssetStatus(
  { sql, counters }: { sql: Sql; counters: Counters },
  id: number,
  status: {
    code: number;
    since: string;
    log: number | null;
    until: number | null;
    said?: Pick<AssetLog, 'reasonId' | 'loggedAt'> | undefined;
  },
): void {
  const before = listed(sql, id);
  if (!before) return;
  sql.run(
    'UPDATE assets SET status = ?, since = ?, said = ?, until = ?, reason = ?, checked = ? WHERE id = ?',
    ...[
      status.code,
      status.since,
      status.log,
      status.until,
      codeOf(status.said?.reasonId),
      status.said?.loggedAt ?? '',
      id,
    ],
  );
  if (before.deleted !== 0 || before.status === status.code) return;
  counters.assets(before.store, before.status, -1);
  counters.assets(before.store, status.code, 1);
}

interface Counting {
  numbers: Numbers;
  counters: Counters;
}

/** Counts the central data that the entity names. */
export function countUses(parts: Counting, { before, now }: PutEntity): void {
  if (before) countUsesOf(parts, before, -1);
  countUsesOf(parts, now, 1);
}

function countUsesOf(
  { numbers, counters }: Counting,
  { ref, row, storeId }: KnownEntity,
  count: number,
): void {
  for (const { entity, id } of usesOf(ref.entity, row)) {
    const store = storeId === undefined ? NO_STORE : numbers.store(storeId);
    counters.uses(id, { uid: toUid(id), kind: numbers.kind(entity), store, count });
  }
}
