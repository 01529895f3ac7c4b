/** A copy of the log takes in the changes that it was asked to, and knows its log. */
import { afterEach, expect, test } from 'vitest';
import { encodeBody } from '#shared/change/codec/struct';
import type { NewChange } from '../../server/database/port/changes';
import { CopyDiffers, LogCopy } from '../../server/database/postgres/log/log-copy';
import type { Head } from '../../server/database/postgres/log/run';
import type { PostgresDatabase } from '../../server/database/postgres/open-postgres';
import { openTestDatabase } from '../support/database';
import { openTestPostgres } from '../support/postgres';

const opened: { close(): Promise<void> }[] = [];
const kept = <D extends { close(): Promise<void> }>(database: D): D => {
  opened.push(database);
  return database;
};
afterEach(async () => {
  for (const database of opened.splice(0)) await database.close();
});

function newChange(clock: number): NewChange {
  const change = {
    id: `00000000-0000-4000-8000-${String(clock).padStart(12, '0')}`,
    hlc: `${String(1_780_000_000_000 + clock)}-0000-d1`,
    ...{ userId: 'u1', deviceId: 'd1', n: clock + 1, kind: 'asset.create', entityId: `asset-${clock}` },
    patch: { assetNumber: `F-${clock}` },
  };
  const place = { document: 'store/s1/2026', client: 7, clock, change, body: encodeBody(change) };
  return { ...place, receivedAt: '2026-06-01T00:00:00.000Z', receivedFrom: 'd1' };
}

const append = ({ transaction }: PostgresDatabase, clock: number): Promise<void> =>
  transaction(({ changes }) => changes.insertChanges([newChange(clock)]));

const headIn = async ({ pool }: PostgresDatabase): Promise<Head & { id: string }> => {
  const head = await pool.read((sql) =>
    sql.get<Head & { id: string }>('SELECT id, last, chain FROM log_head'),
  );
  if (!head) throw new Error('no log');
  return head;
};

test('what is appended after the head was read is left for the next time', async () => {
  const database = kept(await openTestPostgres());
  await append(database, 0);
  const head = await headIn(database);
  await append(database, 1);
  const local = kept(await openTestDatabase());
  const copy = await LogCopy.of(local, head.id);
  const taken: number[] = [];
  const takeIn = (to: Head): Promise<void> =>
    database.pool.read((sql) =>
      copy.takeIn(sql, to, {
        onTaken: (stored) => taken.push(...stored.flatMap(({ changes }) => changes.length)),
      }),
    );
  await takeIn(head);
  expect(copy.head.last).toBe(1);
  await takeIn(await headIn(database));
  expect([copy.head.last, taken]).toEqual([2, [1, 1]]);
  expect((await local.changes.after(0, 10)).map(({ seq }) => seq)).toEqual([1, 2]);
});

test('a head that this log never had is another past', async () => {
  const database = kept(await openTestPostgres());
  await append(database, 0);
  const { id, last } = await headIn(database);
  const copy = await LogCopy.of(kept(await openTestDatabase()), id);
  const other = { last, chain: Buffer.alloc(16, 1) };
  const takenIn = database.pool.read((sql) => copy.takeIn(sql, other));
  await expect(takenIn).rejects.toThrow(CopyDiffers);
});
