// A change by central is news once; the changes of the first exchange are none.
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { beforeEach, expect, test } from 'vitest';
import { beginCentralNews, markCentralSeen, readCentralNews } from './central-news';
import { ReplicaDatabase } from './database';

const main = { id: 's1', code: 'M', name: 'Main store' };
const cold = { id: 's2', code: 'C', name: 'Cold store' };
const reason = (id: string, deletedAt?: string) => ({
  ...{ id, functionalStatus: 'NOT_FUNCTIONING' as const, reason: `Reason ${id}`, commentsRequired: false },
  ...(deletedAt !== undefined && { deletedAt }),
  conflicts: 0,
});

let db: ReplicaDatabase;
beforeEach(async () => {
  db = new ReplicaDatabase('news', { indexedDB: new IDBFactory(), IDBKeyRange });
  await db.statusReasons.bulkPut([reason('r1'), reason('r2', '2026-01-01T00:00:00.000Z')]);
});

const synced = () =>
  db.progress.put({ id: 'sync', state: 'done', since: 1, lastSuccess: 1, waiting: 0, steps: [] });

test('nothing is news before the first exchange is through, and nothing of it', async () => {
  await beginCentralNews(db, [main]);
  await synced();
  expect(await readCentralNews(db, [main, cold])).toBeUndefined();
  await beginCentralNews(db, [main]);
  expect(await readCentralNews(db, [main])).toBeUndefined();
});

test('a store that moved and a reason that was retired are told until somebody has seen it', async () => {
  await synced();
  await beginCentralNews(db, [main]);
  await db.statusReasons.bulkPut([reason('r1', '2026-11-01T00:00:00.000Z'), reason('r3')]);
  await beginCentralNews(db, [cold]);
  const news = await readCentralNews(db, [cold]);
  expect(news).toMatchObject({ storesGone: ['Main store'], storesCome: ['Cold store'] });
  expect(news?.reasonsRetired.map(({ id }) => id)).toEqual(['r1']);
  await markCentralSeen(db, [cold]);
  expect(await readCentralNews(db, [cold])).toBeUndefined();
});
