/**
 * A data folder as the version before the log left it (made by that version: the demo country, and an asset that was moved). The truth is
 * in its own tables, read here with plain SQL.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import type { AnyRow } from '#shared/domain/entities';
import { migrate } from '../../server/database/sqlite/migrations';
import { openConnection, type Connection } from '../../server/database/sqlite/connection';
import type { SqliteDatabase } from '../../server/database/sqlite/open-database';
import { newDatabasePath, openTestDatabase } from '../support/database';

const KEPT = new URL('fixtures/data-before-log.sqlite.gz', import.meta.url);

function oldFolder(): string {
  const path = newDatabasePath();
  writeFileSync(path, gunzipSync(readFileSync(KEPT)));
  return path;
}

const connections: Connection[] = [];
const databases: SqliteDatabase[] = [];
afterEach(async () => {
  for (const connection of connections.splice(0)) connection.close();
  for (const database of databases.splice(0)) await database.close();
});

async function plain(path: string): Promise<Connection> {
  const connection = await openConnection(path);
  connections.push(connection);
  return connection;
}

const all = <Row>(connection: Connection, sql: string): Row[] => connection.prepare(sql).all() as Row[];

async function carried(path: string): Promise<SqliteDatabase> {
  const database = await openTestDatabase(path);
  databases.push(database);
  await database.following.reached();
  return database;
}

test('every change stands where it stood, with its bytes, its time and its bearer', async () => {
  const before = all<Record<string, unknown> & { body: Uint8Array }>(
    await plain(oldFolder()),
    `SELECT changes.seq AS seq, name AS document, client, clock, hex(body) AS body, received_at AS receivedAt,
     received_from AS receivedFrom FROM changes JOIN documents ON documents.id = changes.document ORDER BY changes.seq`,
  );
  expect(before.length).toBeGreaterThan(700);
  const { changes } = await carried(oldFolder());
  const after = (await changes.after(0, 10_000)).map(({ change, body, ...one }) => {
    expect(change.id).toBeDefined();
    return { ...one, body: Buffer.from(body).toString('hex').toUpperCase() };
  });
  expect(after.map((one) => JSON.stringify(one, Object.keys(one).sort()))).toEqual(
    before.map((one) => JSON.stringify({ ...one }, Object.keys(one).sort())),
  );
  const heads = all<{ name: string; client: number; next: number }>(
    await plain(oldFolder()),
    'SELECT name, client, next FROM heads JOIN documents ON documents.id = heads.document',
  );
  for (const { name, client, next } of heads)
    expect((await changes.heads([name])).get(name)?.get(client)).toBe(next);
});

const key = ({ id }: { id: string }): string => id;
const sorted = <T extends { id: string }>(rows: readonly T[]): T[] =>
  rows.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));

test('rows, statuses, counts and what was moved are what they were', async () => {
  const old = await plain(oldFolder());
  const { rows, changes, registry } = await carried(oldFolder());
  const assets = all<{ json: string; status: string }>(old, 'SELECT json, status FROM assets');
  const before = assets.map(({ json, status }) => ({
    ...(JSON.parse(json) as { id: string }),
    ...(JSON.parse(status) as object),
  }));
  const now = (await rows.assets({ limit: 1000 })).items.map(({ problems, ...item }) => {
    expect(problems).toEqual([]);
    return item;
  });
  expect(sorted(now)).toEqual(sorted(before));
  const others = all<{ entity: 'assetLog' | 'file' | 'catalogueItem'; json: string }>(
    old,
    'SELECT entity, json FROM entity_rows',
  );
  for (const entity of new Set(others.map((one) => one.entity))) {
    const own = others.filter((one) => one.entity === entity).map(({ json }) => JSON.parse(json) as AnyRow);
    expect(sorted<AnyRow>(await rows.all(entity))).toEqual(sorted(own));
  }
  const counts = all<{ status: string; count: number }>(
    old,
    `SELECT functional_status AS status, count FROM asset_counts WHERE store_id = '' AND count > 0`,
  );
  expect(await rows.countByStatus()).toEqual(
    Object.fromEntries(counts.map((one) => [one.status, one.count])),
  );
  const moved = all<{ entity: string; id: string }>(
    old,
    'SELECT DISTINCT entity, entity_id AS id FROM placements WHERE position > 0',
  );
  expect(moved.length).toBeGreaterThan(0);
  expect(sorted(await changes.moved())).toEqual(sorted(moved));
  const edits = all<{ count: number }>(
    old,
    `SELECT count(*) AS count FROM changes WHERE entity NOT IN ('asset', 'assetLog', 'file')`,
  );
  const told = (await rows.centralEdits({ limit: 1000 })).reduce((sum, { count }) => sum + count, 0);
  expect(told).toBe(edits[0]?.count);
  expect((await registry.sites.page({ limit: 10, sort: 'code' })).sites).toHaveLength(3);
});

test('carrying over that is cut leaves the file as it was, and begins again', async () => {
  const path = oldFolder();
  const connection = await plain(path);
  const cut: Connection = {
    get isTransaction() {
      return connection.isTransaction;
    },
    exec: (sql) => {
      if (sql.includes('DROP TABLE changes')) throw new Error('the power went');
      connection.exec(sql);
    },
    prepare: (sql) => connection.prepare(sql),
    close: () => connection.close(),
  };
  expect(() => migrate(cut)).toThrow('the power went');
  expect(all(connection, 'SELECT count(*) AS count FROM changes')).toEqual([{ count: 764 }]);
  expect(await (await carried(path)).changes.lastSeq()).toBe(764);
});

test('a file whose changes are not all there is not carried over', async () => {
  const path = oldFolder();
  (await plain(path)).exec('DELETE FROM changes WHERE seq = 300');
  await expect(openTestDatabase(path)).rejects.toThrow('the changes have a gap');
});
