// People move equipment between the stores of their own site: asked for without a link, made by central when there is one.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import { editAsset } from '#shared/commands/edit-asset';
import type { Central } from '../../server/start-central';
import type { Central as CentralLink } from '../../src/central-api/central';
import { moveAssetAtCentral } from '../../src/central-api/fleet';
import { createJoinCode } from '../../src/central-api/join-codes';
import { createSite, moveStore } from '../../src/central-api/sites';
import { waitingCount } from '../../src/replica/changes/waiting';
import type { ReplicaDatabase } from '../../src/replica/database';
import { refreshIdentity } from '../../src/replica/identity/identity';
import { askMoves, takeBackMoves } from '../../src/replica/moves/ask-moves';
import { PEOPLE } from '../../src/replica/people/people';
import { onlyHere } from '../../src/replica/only-here';
import type { Replica } from '../../src/replica/replica';
import { joinDevice, must, runEngine, staffFetch, startTestCentral, type RunningEngine } from './engines';
import { fridge, store } from './replicas';
import { until, untilDone, untilSettled } from './until';

const ward = { id: 'ward', code: 'W', name: 'Maternity ward' };
const office = { id: 'office', code: 'O', name: 'Office' };

let central: Central;
let staff: CentralLink;
let phone: Replica;
let tablet: Replica;
let otherSite: string;
const engines: RunningEngine[] = [];

beforeEach(async () => {
  central = await startTestCentral();
  staff = { url: central.origin, fetch: await staffFetch(central) };
  const stores = [store, ward, office];
  const site = must(await createSite(staff, { code: 'A', name: 'Site A', stores }));
  const other = { code: 'B', name: 'Site B', stores: [{ id: 'far', code: 'F', name: 'Far' }] };
  otherSite = must(await createSite(staff, other)).id;
  const device = async () => joinDevice(central, must(await createJoinCode(staff, site.id)).code);
  phone = await device();
  tablet = await device();
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
});
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.stop()));
  await central.close();
});

function start({ db }: Replica): RunningEngine {
  const engine = runEngine(db);
  engines.push(engine);
  return engine;
}
const untilIn = ({ db }: Replica, storeId: string, id = 'asset-1') =>
  until(
    () => db.assets.get(id),
    (row) => row?.storeId === storeId,
  );
const untilNothingWaits = (db: ReplicaDatabase) =>
  until(
    () => waitingCount(db),
    (count) => count === 0,
  );

it('[W5] a move that was asked for without a link is made when there is one, whatever happened to the phone meanwhile', async () => {
  // the piece itself is not at central yet
  must(await askMoves(phone.db, ['asset-1'], ward.id));
  expect(await phone.db.assets.get('asset-1')).toMatchObject({ storeId: store.id });
  expect(await waitingCount(phone.db)).toBe(3);
  expect((await onlyHere(phone.db)).changes).toBe(3);
  // an engine that never finds central, and one that is started afresh
  const cut = runEngine(phone.db, { fetch: () => Promise.reject(new TypeError('no network')) });
  await until(
    () => phone.db.progress.get('sync'),
    (progress) => progress?.state === 'offline',
  );
  await cut.stop();
  must(await phone.commit(editAsset, { id: 'asset-1', values: { notes: 'before it left' } }));
  start(phone);
  start(tablet);
  await Promise.all([untilIn(phone, ward.id), untilIn(tablet, ward.id)]);
  await untilNothingWaits(phone.db);
  expect(await phone.db.problems.count()).toBe(0);
  expect(await tablet.db.assets.get('asset-1')).toMatchObject({
    notes: 'before it left',
    functionalStatus: 'FUNCTIONING',
  });
  // what is written of it afterwards goes to where it is
  must(await phone.commit(editAsset, { id: 'asset-1', values: { notes: 'in the ward' } }));
  await untilSettled(phone.db);
  await until(
    () => tablet.db.assets.get('asset-1'),
    (row) => row?.notes === 'in the ward',
  );
});

it('[W5] while the phone is connected it is made at once, many as well as one, and the other way round', async () => {
  must(await phone.commit(addAsset, fridge('A-2', 'asset-2')));
  start(phone);
  await untilDone(phone.db);
  await untilSettled(phone.db);
  const both = ['asset-1', 'asset-2'];
  expect(must(await askMoves(phone.db, both, ward.id))).toHaveLength(2);
  await Promise.all(both.map((id) => untilIn(phone, ward.id, id)));
  await untilNothingWaits(phone.db);
  // one of them is there already
  must(await askMoves(phone.db, ['asset-1'], store.id));
  await untilIn(phone, store.id);
  expect(must(await askMoves(phone.db, both, store.id)).map(({ assetId }) => assetId)).toEqual(['asset-2']);
  await untilIn(phone, store.id, 'asset-2');
  await untilNothingWaits(phone.db);
});

it('[W5] the last wish of a piece counts, and none that was taken back', async () => {
  must(await askMoves(phone.db, ['asset-1'], ward.id));
  must(await askMoves(phone.db, ['asset-1'], office.id));
  must(await phone.commit(addAsset, fridge('A-2', 'asset-2')));
  must(await askMoves(phone.db, ['asset-2'], ward.id));
  await takeBackMoves(phone.db, ['asset-2']);
  // to where it is: nothing is left to move
  must(await phone.commit(addAsset, fridge('A-3', 'asset-3')));
  must(await askMoves(phone.db, ['asset-3'], ward.id));
  expect(must(await askMoves(phone.db, ['asset-3'], store.id))).toEqual([]);
  start(phone);
  await untilIn(phone, office.id);
  await untilNothingWaits(phone.db);
  expect(await phone.db.assets.get('asset-2')).toMatchObject({ storeId: store.id });
  expect(await phone.db.assets.get('asset-3')).toMatchObject({ storeId: store.id });
});

it('[W5] what staff have moved meanwhile stays where they moved it, and the phone says so', async () => {
  const engine = start(phone);
  await untilDone(phone.db);
  await untilSettled(phone.db);
  engine.setOnline(false);
  must(await askMoves(phone.db, ['asset-1'], ward.id));
  must(await moveAssetAtCentral(staff, 'asset-1', office.id));
  engine.setOnline(true);
  await untilNothingWaits(phone.db);
  await untilIn(phone, office.id);
  expect(await phone.db.problems.toArray()).toMatchObject([
    { code: 'moved-meanwhile', entity: 'asset', entityId: 'asset-1' },
  ]);
});

it('[W5] a store that has left the site takes nothing in, and the phone says so', async () => {
  const engine = start(phone);
  await untilDone(phone.db);
  await untilSettled(phone.db);
  engine.setOnline(false);
  must(await askMoves(phone.db, ['asset-1'], ward.id));
  must(await moveStore(staff, ward.id, otherSite));
  engine.setOnline(true);
  await untilNothingWaits(phone.db);
  expect(await phone.db.problems.toArray()).toMatchObject([{ code: 'store-left', entityId: 'asset-1' }]);
  expect(await phone.db.assets.get('asset-1')).toMatchObject({ storeId: store.id });
});

it('[W5] nobody asks for what they may not, or for what is not theirs', async () => {
  expect(await askMoves(phone.db, ['asset-1'], 'far')).toMatchObject({
    ok: false,
    issues: [{ code: 'store-not-here' }],
  });
  await refreshIdentity(phone.db, { stores: [ward] });
  expect(must(await askMoves(phone.db, ['asset-1'], ward.id))).toEqual([]);
  const people = [{ userId: 'u1', name: 'Grace', rights: ['record-status'] }];
  await phone.db.settings.put({ key: PEOPLE, value: JSON.stringify(people) });
  await refreshIdentity(phone.db, { stores: [store, ward] });
  const denied = await askMoves(phone.db, ['asset-1'], ward.id);
  expect(denied).toMatchObject({ ok: false, issues: [{ code: 'name-not-chosen' }] });
  expect(await waitingCount(phone.db)).toBe(2);
});
