// The disk of central takes nothing: a device reads it in words, keeps what it has, and sends it by itself once it does.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import type { SqliteDatabase } from '../../server/database/sqlite/open-database';
import type { Central } from '../../server/start-central';
import { openTestDatabase, setReadOnly } from '../support/database';
import { joinDevice, makeSite, must, runEngine, startTestCentral, type RunningEngine } from './engines';
import { fridge } from './replicas';
import { untilDone, untilProgress, untilSettled } from './until';

let database: SqliteDatabase;
let central: Central;
let engine: RunningEngine | undefined;

beforeEach(async () => {
  database = await openTestDatabase();
  central = await startTestCentral(database);
});
afterEach(async () => {
  await engine?.stop();
  await central.close();
});

test('it is not called busy, and nothing is lost', async () => {
  const replica = await joinDevice(central, await (await makeSite(central)).code());
  engine = runEngine(replica.db);
  await untilDone(replica.db);
  await setReadOnly(database, true);
  must(await replica.commit(addAsset, fridge('A-1', 'asset-1')));
  await untilProgress(replica.db, ({ errorCode }) => errorCode === 'store-unwritable');
  expect(await replica.db.outbox.count()).toBeGreaterThan(0);
  await setReadOnly(database, false);
  await untilSettled(replica.db);
  await untilDone(replica.db);
  expect(await database.rows.row('asset', 'asset-1')).toMatchObject({ assetNumber: 'A-1' });
  expect(await replica.db.problems.toArray()).toEqual([]);
});
