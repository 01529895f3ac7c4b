// The distance by which a device is behind, and its version of central data: the same at both ends.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import { saveCentralData } from '#shared/commands/save-central-data';
import type { Central } from '../../server/start-central';
import type { Central as CentralLink } from '../../src/central-api/central';
import type { KeptSite } from '#shared/api/site';
import { createJoinCode } from '../../src/central-api/join-codes';
import { createSite, getSite } from '../../src/central-api/sites';
import { joinDevice, must, runEngine, signInStaff, staffFetch, startTestCentral } from './engines';
import { fridge, store } from './replicas';
import { until, untilDone, untilSettled } from './until';

let central: Central;
let staff: CentralLink;
let site: KeptSite;

beforeEach(async () => {
  central = await startTestCentral();
  staff = { url: central.origin, fetch: await staffFetch(central) };
  site = must(await createSite(staff, { code: 'A', name: 'Site A', stores: [store] }));
});
afterEach(() => central.close());

const join = async () => joinDevice(central, must(await createJoinCode(staff, site.id)).code);
const devices = async () => must(await getSite(staff, site.id)).devices;
const reason = (text: string) => ({
  entity: 'statusReason' as const,
  values: { reason: text, functionalStatus: 'NOT_IN_USE', commentsRequired: false },
});

it('is told per device, with the version of its app, and follows what it receives', async () => {
  const [phone, tablet] = [await join(), await join()];
  expect(await devices()).toMatchObject([{ name: 'A phone' }, { name: 'A phone' }]);
  expect((await devices())[0]?.behind).toBeUndefined();
  const desk = await signInStaff(central);
  must(await desk.replica.commit(saveCentralData, reason('One')));
  must(await desk.replica.commit(saveCentralData, reason('Two')));
  const editing = runEngine(desk.replica.db, desk.world);
  await untilSettled(desk.replica.db);
  const receiving = runEngine(tablet.db);
  await untilDone(tablet.db);
  await receiving.stop();
  must(await phone.commit(addAsset, fridge('A-1')));
  const sending = runEngine(phone.db);
  await untilSettled(phone.db);
  const listed = await central.database.changes.documents(['config']);
  await until(
    () => phone.db.documents.get('config'),
    (config) => config?.seq === listed[0]?.seq,
  );
  must(await desk.replica.commit(saveCentralData, reason('Three')));
  await untilSettled(desk.replica.db);
  await until(
    () => phone.db.statusReasons.count(),
    (count) => count === 3,
  );
  await Promise.all([editing.stop(), sending.stop()]);
  const again = runEngine(phone.db);
  const now = (await central.database.changes.documents(['config']))[0]?.seq;
  await until(
    () => phone.db.documents.get('config'),
    (config) => config?.seq === now,
  );
  await untilDone(phone.db);
  await again.stop();
  const [first, second] = await devices();
  expect(first).toMatchObject({
    appVersion: '9.9.9',
    centralDataVersion: now,
    behind: { centralData: 0, equipment: 0 },
  });
  expect(second).toMatchObject({ behind: { centralData: 1, equipment: 2 } });
  expect(second?.centralDataVersion).toBeLessThan(now ?? 0);
});
