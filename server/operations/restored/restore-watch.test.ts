import { beforeEach, expect, test } from 'vitest';
import type { Receipt } from '#shared/proof/receipt';
import { openTestDatabase } from '../../../tests/support/database';
import type { CentralDatabase } from '../../database/port/central-database';
import { noteRestore } from '../twin';
import { restoreReport } from './restore-report';
import { RestoreWatch } from './restore-watch';

const AT = Date.UTC(2026, 5, 1);
const HOUR = 60 * 60 * 1000;
let database: CentralDatabase;
let now: number;

const open = (): Promise<RestoreWatch> => RestoreWatch.open(database, () => now);

const receipt = (start: number, at: number, seq = 0): Receipt => ({
  ...{ vector: new Map(), root: new Uint8Array(16), keyId: 1, mac: new Uint8Array(16) },
  ...{ start, at, seq },
});

beforeEach(async () => {
  database = await openTestDatabase();
  now = AT;
  await database.transaction(async ({ proofs }) => proofs.addStart(7, ''));
});

test('[P9] a start that is known says nothing; one that is not, of before this one, says that it was put back', async () => {
  const watch = await open();
  now += HOUR;
  watch.shown(receipt(7, AT + HOUR / 2));
  await watch.write();
  expect(watch.noticed).toEqual({ restored: undefined, otherServerAt: undefined });
  watch.shown(receipt(8, AT - HOUR));
  watch.gaveBack(3, false);
  watch.gaveBack(2, true);
  await watch.write();
  expect(watch.noticed.restored).toMatchObject({ at: now, cameBack: 5, branches: 1 });
  expect((await open()).noticed).toEqual(watch.noticed);
});

test('[P9] a start that is known, but not that much of it, says that it was put back', async () => {
  await database.transaction(async ({ proofs }) => proofs.addStart(9, ''));
  const watch = await open();
  watch.shown(receipt(7, AT - HOUR, 0));
  await watch.write();
  expect(watch.noticed.restored).toBeUndefined();
  watch.shown(receipt(7, AT - HOUR, 1));
  await watch.write();
  expect(watch.noticed.restored).toMatchObject({ at: now });
});

test('[P9] a start that is not known and acknowledges after this one began is another server that runs', async () => {
  const watch = await open();
  now += HOUR;
  watch.shown(receipt(8, AT + HOUR / 2));
  await watch.write();
  expect(watch.noticed).toEqual({ restored: undefined, otherServerAt: AT + HOUR / 2 });
});

test('[P9] the next restore is told anew, and receipts of the time before belong to it', async () => {
  const first = await open();
  now += HOUR;
  first.shown(receipt(8, AT - HOUR));
  first.gaveBack(3, false);
  await first.write();
  now += HOUR;
  await noteRestore(database, now);
  const second = await open();
  second.shown(receipt(8, AT - HOUR));
  await second.write();
  expect(second.noticed.restored).toMatchObject({ at: now, cameBack: 0 });
});

test('[P9] a phone that comes long after a restore is still said to staff', async () => {
  const watch = await open();
  now += HOUR;
  watch.shown(receipt(8, AT - HOUR));
  await watch.write();
  const noticedAt = now;
  now += 400 * 24 * HOUR;
  expect(await restoreReport(database, watch.noticed, now)).toMatchObject({ restored: null });
  watch.shown(receipt(8, AT - HOUR));
  watch.gaveBack(3, false);
  await watch.write();
  const at = new Date(noticedAt).toISOString();
  const report = { restored: { at, cameBack: 3 } };
  expect(await restoreReport(database, watch.noticed, now)).toMatchObject(report);
  expect(await restoreReport(database, (await open()).noticed, now)).toMatchObject(report);
});

test('[P9] a device that joined after one restore and is not known shows the next one', async () => {
  const watch = await open();
  watch.notKnown(AT - HOUR);
  await watch.write();
  const first = now;
  now += 24 * HOUR;
  const next = await open();
  next.gaveBack(3, false);
  next.notKnown(first - HOUR / 2);
  await next.write();
  expect(next.noticed.restored).toMatchObject({ at: first, cameBack: 3 });
  next.notKnown(now - HOUR);
  await next.write();
  expect(next.noticed.restored).toMatchObject({ at: now, cameBack: 0 });
});
