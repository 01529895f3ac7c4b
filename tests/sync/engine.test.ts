import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import { editAsset } from '#shared/commands/edit-asset';
import { saveCentralData } from '#shared/commands/save-central-data';
import type { Central } from '../../server/start-central';
import { centralOf } from '../../src/central-api/central';
import { getAsset } from '../../src/central-api/fleet';
import { listDocuments } from '../../src/central-api/documents';
import { revokeDevice } from '../../src/central-api/sites';
import { readIdentity } from '../../src/replica/identity/identity';
import { hasSynced } from '../../src/replica/progress';
import { openReplica } from '../../src/replica/replica';
import {
  copyOf,
  joinDevice,
  LosingWebSocket,
  makeSite,
  must,
  runEngine,
  sharedLock,
  signInStaff,
  staffFetch,
  startTestCentral,
  type RunningEngine,
} from './engines';
import { fridge, testClock } from './replicas';
import { until, untilDone, untilProgress, untilSettled } from './until';

let central: Central;
let code: () => Promise<string>;
const engines: RunningEngine[] = [];

beforeEach(async () => {
  central = await startTestCentral();
  ({ code } = await makeSite(central));
});

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.stop()));
  await central.close();
});

const atCentral = async (id: string) => {
  const found = await getAsset({ url: central.origin, fetch: await staffFetch(central) }, id);
  return found.ok ? found.value : undefined;
};

function start(...args: Parameters<typeof runEngine>): RunningEngine {
  const engine = runEngine(...args);
  engines.push(engine);
  return engine;
}

describe('the engine', () => {
  it('brings what was written offline to central, and from there to another device', async () => {
    const [phone, tablet] = [
      await joinDevice(central, await code()),
      await joinDevice(central, await code()),
    ];
    must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
    must(await phone.commit(editAsset, { id: 'asset-1', values: { notes: 'by the door' } }));
    expect(await hasSynced(tablet.db), 'before its first sync a file would be incomplete').toBe(false);
    start(phone.db);
    start(tablet.db);
    await untilSettled(phone.db);
    const row = await until(
      () => tablet.db.assets.get('asset-1'),
      (asset) => asset?.notes === 'by the door',
    );
    expect(row).toEqual(await phone.db.assets.get('asset-1'));
    must(await tablet.commit(editAsset, { id: 'asset-1', values: { notes: 'in the store room' } }));
    await until(
      () => phone.db.assets.get('asset-1'),
      (asset) => asset?.notes === 'in the store room',
    );
    await untilSettled(tablet.db);
    const progress = await untilDone(phone.db);
    expect(progress?.steps.map((step) => step.state)).toEqual(Array<string>(6).fill('done'));
    expect(await hasSynced(tablet.db)).toBe(true);
  });

  it('sends what was written while the link was gone, once it is back', async () => {
    const phone = await joinDevice(central, await code());
    const engine = start(phone.db);
    await untilDone(phone.db);
    engine.setOnline(false);
    await untilProgress(phone.db, ({ state, errorCode }) => state === 'offline' && errorCode === 'offline');
    must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
    expect(await atCentral('asset-1')).toBeUndefined();
    engine.setOnline(true);
    await untilSettled(phone.db);
    expect(await atCentral('asset-1')).toMatchObject({ assetNumber: 'A-1', functionalStatus: 'FUNCTIONING' });
  });

  it('sends what is written while the socket is open at once', async () => {
    const phone = await joinDevice(central, await code());
    start(phone.db);
    await untilDone(phone.db);
    must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
    await untilSettled(phone.db);
    expect(await atCentral('asset-1')).toBeDefined();
  });

  it('killed between sending and hearing that it is stored, loses nothing and sends nothing twice', async () => {
    const phone = await joinDevice(central, await code());
    const changes = must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
    const doomed = runEngine(phone.db, {
      WebSocket: LosingWebSocket as unknown as typeof globalThis.WebSocket,
    });
    await until(
      () => phone.db.outbox.toArray(),
      (entries) => entries.every((entry) => entry.state === 'sent'),
    );
    await doomed.stop();
    expect(await phone.db.outbox.count()).toBe(changes.length);
    start(phone.db);
    await untilSettled(phone.db);
    const identity = await readIdentity(phone.db);
    const documents = identity && must(await listDocuments(centralOf(identity)));
    expect(documents?.find(({ name }) => name !== 'config')).toMatchObject({ changes: changes.length });
  });

  it('takes over where another engine of the device stopped', async () => {
    const phone = await joinDevice(central, await code());
    const withLock = sharedLock();
    const first = runEngine(phone.db, { withLock });
    await untilDone(phone.db);
    start(phone.db, { withLock });
    await first.stop();
    must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
    await untilSettled(phone.db);
  });

  it('[K4] on a database restored from an old copy uses no clock twice', async () => {
    const phone = await joinDevice(central, await code());
    const engine = runEngine(phone.db);
    must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
    await untilSettled(phone.db);
    const copy = openReplica(await copyOf(phone.db), testClock(Date.now()));
    must(await phone.commit(editAsset, { id: 'asset-1', values: { notes: 'after the copy' } }));
    await untilSettled(phone.db);
    await engine.stop();
    must(await copy.commit(addAsset, fridge('A-2', 'asset-2')));
    start(copy.db);
    await untilSettled(copy.db);
    expect(await copy.db.assets.get('asset-1')).toMatchObject({ notes: 'after the copy' });
    expect(await atCentral('asset-2')).toBeDefined();
    expect(await copy.db.problems.count()).toBe(0);
  });

  it('of a cloned device, at work at the same time as its original, loses nothing of either', async () => {
    const phone = await joinDevice(central, await code());
    const clone = openReplica(await copyOf(phone.db), testClock(Date.now() + 1));
    must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
    must(await clone.commit(addAsset, fridge('A-2', 'asset-2')));
    for (const { db } of [phone, clone]) start(db);
    for (const { db } of [phone, clone]) {
      await until(
        () => db.assets.toArray(),
        (assets) => assets.length === 2 && assets.every((asset) => asset.functionalStatus !== undefined),
      );
      await untilSettled(db);
      expect(await db.problems.count()).toBe(0);
    }
    expect([await atCentral('asset-1'), await atCentral('asset-2')]).toMatchObject([
      { assetNumber: 'A-1' },
      { assetNumber: 'A-2' },
    ]);
  });

  it('[K6] moves a change that central refuses to the problems, and the rest goes on under the same client id', async () => {
    const phone = await joinDevice(central, await code());
    must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
    const [bad] = must(await phone.commit(editAsset, { id: 'asset-1', values: { notes: 'bad' } }));
    must(await phone.commit(addAsset, fridge('A-2', 'asset-2')));
    if (!bad) throw new Error('nothing was edited');
    await phone.db.changes.update(bad.id, { change: { ...bad, patch: { assetNumber: 7 } } });
    const before = (await readIdentity(phone.db))?.clientId;
    start(phone.db);
    await untilSettled(phone.db);
    await untilDone(phone.db);
    expect(await phone.db.problems.toArray()).toMatchObject([{ code: 'bad-field', entityId: 'asset-1' }]);
    expect(await phone.db.assets.get('asset-1')).toMatchObject({ assetNumber: 'A-1' });
    expect(await atCentral('asset-2')).toBeDefined();
    const identity = await readIdentity(phone.db);
    expect(identity?.clientId).toBe(before);
    expect(identity?.formerClientIds).toEqual([]);
  });

  it('[M8] sends what stands behind ten changes that central refuses, by itself and soon', async () => {
    const phone = await joinDevice(central, await code());
    must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
    for (let n = 0; n < 10; n++) {
      const [bad] = must(await phone.commit(editAsset, { id: 'asset-1', values: { notes: `bad ${n}` } }));
      if (bad) await phone.db.changes.update(bad.id, { change: { ...bad, patch: { assetNumber: n } } });
    }
    const good = Array.from({ length: 5 }, (_, n) => `good-${n}`);
    for (const id of good) must(await phone.commit(addAsset, fridge(id, id)));
    let cycles = 0;
    const counting: typeof fetch = (input, init) => {
      if (String(input).endsWith('/api/documents')) cycles += 1;
      return fetch(input, init);
    };
    start(phone.db, { fetch: counting });
    await untilSettled(phone.db);
    await untilDone(phone.db);
    for (const id of good) expect(await atCentral(id)).toBeDefined();
    expect(await phone.db.problems.toArray()).toHaveLength(10);
    expect(cycles).toBe(2);
  });

  it('says that the device was revoked, stops, and keeps all that is on it', async () => {
    const phone = await joinDevice(central, await code());
    start(phone.db);
    await untilDone(phone.db);
    const deviceId = (await readIdentity(phone.db))?.deviceId ?? '';
    must(await revokeDevice({ url: central.origin, fetch: await staffFetch(central) }, deviceId));
    const progress = await untilProgress(phone.db, ({ state }) => state === 'attention');
    expect(progress?.errorCode).toBe('device-revoked');
    must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
    expect(await phone.db.outbox.count()).toBe(2);
  });

  it('sends what a revoked device kept once it joins its site again with a new code', async () => {
    const phone = await joinDevice(central, await code());
    start(phone.db);
    await untilDone(phone.db);
    const deviceId = (await readIdentity(phone.db))?.deviceId ?? '';
    must(await revokeDevice({ url: central.origin, fetch: await staffFetch(central) }, deviceId));
    await untilProgress(phone.db, ({ state }) => state === 'attention');
    const [kept] = must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
    await joinDevice(central, await code(), phone.db);
    await untilSettled(phone.db);
    expect(await atCentral(kept?.entityId ?? '')).toMatchObject({ assetNumber: 'A-1' });
    expect(await phone.db.problems.count()).toBe(0);
  });

  it('refuses another central server at the same address', async () => {
    const phone = await joinDevice(central, await code());
    const port = Number(new URL(central.origin).port);
    await central.close();
    central = await startTestCentral(undefined, port);
    start(phone.db);
    const progress = await untilProgress(phone.db, ({ state }) => state === 'attention');
    expect(progress).toMatchObject({ errorCode: 'another-central' });
    expect(progress?.steps[0]).toMatchObject({ name: 'find', state: 'failed', errorCode: 'another-central' });
  });

  it('takes an address where something else answers for no central server, and tries again later', async () => {
    const phone = await joinDevice(central, await code());
    start(phone.db, { fetch: async () => new Response('<html>Pay here</html>') });
    const progress = await untilProgress(phone.db, ({ state }) => state === 'offline');
    expect(progress?.errorCode).toBe('not-a-central-server');
    expect(progress?.nextTry).toBeGreaterThan(0);
  });
});

describe('the engine of support staff', () => {
  it('brings central data to every device, and a site may not write it', async () => {
    const phone = await joinDevice(central, await code());
    start(phone.db);
    const { replica: staff, world } = await signInStaff(central);
    start(staff.db, world);
    const save = { entity: 'assetClass' as const, values: { name: 'Power' } };
    const [created] = must(await staff.commit(saveCentralData, save));
    await untilSettled(staff.db);
    const row = await until(
      () => phone.db.assetClasses.get(created?.entityId ?? ''),
      (found) => found !== undefined,
    );
    expect(row).toMatchObject({ name: 'Power' });
    expect(await phone.commit(saveCentralData, save)).toMatchObject({
      ok: false,
      issues: [{ code: 'central-only' }],
    });
    expect((await untilDone(staff.db))?.errorCode).toBeUndefined();
    expect((await staff.db.documents.toArray()).map(({ name }) => name)).toEqual(['config']);
  });
});
