/** What `verify` says of a database that a disk has spoilt. */
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestDatabase } from '../../tests/support/database';
import { storeRows } from '../../tests/support/rows';
import { openConnection } from '../database/sqlite/connection';
import { rowsPathOf } from '../database/sqlite/rows/open-rows';
import { sqlOn, type Sql } from '../database/sqlite/sql';
import type { Given } from './command';
import { LOG } from './data-files';
import { verify } from './verify-command';

let dataDir: string;
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'waypost-verify-'));
  const database = await openTestDatabase(join(dataDir, LOG));
  const assets = Array.from({ length: 50 }, (_, n) => ({
    entity: 'asset' as const,
    row: { id: `a${n}`, storeId: 's1', assetNumber: `N-${n}` },
  }));
  await storeRows(database, assets);
  await database.following.reached();
  await database.close();
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const run = () => verify.run({ config: { dataDir }, words: [], now: Date.now } as unknown as Given);

async function altered(path: string, alter: (sql: Sql) => void): Promise<void> {
  const connection = await openConnection(path);
  alter(sqlOn(connection));
  connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  connection.close();
}

test('a whole one is whole', async () => {
  const { lines, data, exitCode = 0 } = await run();
  expect([lines[0], data['ok'], exitCode]).toEqual(['The database is whole.', true, 0]);
});

test('another value in the log is found, and the place is named', async () => {
  await altered(join(dataDir, LOG), (sql) => {
    const row = sql.get<{ last: number; bodies: Uint8Array }>(
      'SELECT last, bodies FROM log ORDER BY last LIMIT 1',
    );
    const text = Buffer.from(row?.bodies ?? [])
      .toString('latin1')
      .replace('N-7', 'N-9');
    sql.run('UPDATE log SET bodies = ? WHERE last = ?', Buffer.from(text, 'latin1'), row?.last ?? 0);
  });
  const { lines, data, exitCode } = await run();
  expect([data['ok'], exitCode]).toEqual([false, 1]);
  expect(lines[0]).toMatch(/^The disk has spoilt one of the changes \d+ to \d+ of client \d+ in /);
});

test('rows that are damaged are told, with the way out', async () => {
  const path = rowsPathOf(join(dataDir, LOG));
  let root = 0;
  await altered(path, (sql) => {
    root =
      sql.get<{ root: number }>(`SELECT rootpage AS root FROM sqlite_schema WHERE name = 'entities'`)?.root ??
      0;
  });
  const file = openSync(path, 'r+');
  writeSync(file, new Uint8Array(4096).fill(0xab), 0, 4096, (root - 1) * 4096);
  closeSync(file);
  await expect(run()).rejects.toThrow('run rebuild');
});
