/** A reader that stops half-way keeps no old state of the file, which would make the journal grow for as long as it stands there. */
import { statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { encodeBody } from '#shared/change/codec/struct';
import { ChangeMaker } from '../../../tests/central/change-maker';
import { openTestDatabase } from '../../../tests/support/database';
import { sqliteChangeReader } from './change-reader';
import { changesAfter } from './log/runs';
import type { SqliteDatabase } from './open-database';
import { SqliteFile } from './sqlite-file';

const CHANGES = 500;

async function fill({ transaction }: SqliteDatabase): Promise<void> {
  const maker = new ChangeMaker('phone', 'phone');
  const changes = Array.from({ length: CHANGES }, (_, clock) => {
    const change = maker.make('asset.create', { notes: 'by the door' });
    const place = { document: 'store/s1/2026', client: 11, clock };
    return {
      ...place,
      change,
      body: encodeBody(change),
      receivedAt: '2026-06-01T00:00:00Z',
      receivedFrom: 'phone',
    };
  });
  await transaction((tx) => tx.changes.insertChanges(changes));
}

test('while a reader of another thread stands between two pieces of the log, the journal is gathered', async () => {
  const database = await openTestDatabase();
  await fill(database);
  const other = await SqliteFile.openForReading(database.path, () => undefined);
  const piece = await sqliteChangeReader(other).after(0, 100);
  const half = other.read((sql) => changesAfter(sql, 0, CHANGES));
  expect([piece.length, half.next().done]).toEqual([100, false]);
  const value = 'x'.repeat(20_000);
  for (let count = 0; count < 1500; count++)
    await database.transaction(({ changes }) => changes.setMeta('note', `${count}${value}`));
  expect(statSync(`${database.path}-wal`).size).toBeLessThan(16_000_000);
  expect([...half]).toHaveLength(CHANGES - 1);
  await other.close();
  await database.close();
});
