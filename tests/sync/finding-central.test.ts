// A device that joined by mSupply asks there at the start of every cycle where its central server is: it follows an address, never an identity.
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import type { MSupplySite } from '#shared/domain/msupply-site';
import { askForCentral, hashPassword } from '../../src/central-api/msupply';
import { join } from '../../src/central-api/join';
import { adoptSite, readIdentity } from '../../src/replica/identity/identity';
import { keepFile, type PreparedFile } from '../../src/replica/files/keep-file';
import type { FoldedRow, Step } from '../../src/replica/records';
import { openReplica, type Replica } from '../../src/replica/replica';
import { Programme, type Site } from '../v6/central';
import { MSupplyCentral } from '../v6/msupply-central';
import { jpeg } from '../server/upload';
import { must, runEngine, type RunningEngine } from './engines';
import { preparedFile } from './files';
import { fridge, openDatabase, testClock, withHierarchy } from './replicas';
import { until, untilDone, untilProgress, untilSettled } from './until';

const PASSWORD = 'the mSupply password';

let programme: Programme;
let mSupply: MSupplyCentral;
let site: Site;
const ends: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  mSupply = await MSupplyCentral.start();
  mSupply.knows('HC-1', PASSWORD);
  programme = await Programme.start({ msupplyCentralUrl: mSupply.url });
  site = await programme.makeSite('HC-1', ['store-1']);
  await programme.staff('PATCH', `/api/sites/${site.id}/v6`, { name: 'HC-1' });
  mSupply.centralUrl = programme.origin;
});

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  await programme.end();
  await mSupply.close().catch(() => undefined);
});

/** Joins as the page does: asks mSupply, then the central server that it names. */
async function joined(): Promise<Replica> {
  const replica = openReplica(openDatabase(), testClock(Date.now()));
  const passwordSha256 = await hashPassword(PASSWORD);
  const known: Omit<MSupplySite, 'url'> = { siteName: 'HC-1', hardwareId: 'phone-1', passwordSha256 };
  const asked = { url: mSupply.url, ...known };
  const url = must(await askForCentral(asked, { version: '9.9.9' }));
  const answer = must(await join({ url }, { mSupply: known, deviceName: 'Phone' }));
  must(await adoptSite(replica.db, url, 'Phone', answer, asked));
  await withHierarchy(replica.db);
  return replica;
}

function start(...args: Parameters<typeof runEngine>): RunningEngine {
  const engine = runEngine(...args);
  ends.push(() => engine.stop());
  return engine;
}

/** Another address of a server. */
async function alsoAt(origin: string): Promise<string> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((near) => {
    const far = connect(Number(new URL(origin).port), '127.0.0.1');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy()).on('close', () => other.destroy());
    }
    near.pipe(far).pipe(near);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(async () => {
    server.close();
    sockets.forEach((socket) => socket.destroy());
    await once(server, 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A reference that central has. */
const rowOf = ({ fileName, mimeType, totalBytes, sha256 }: PreparedFile): FoldedRow<'file'> => ({
  ...{ id: 'file-1', ownerTable: 'asset', ownerId: 'asset-1', createdAt: new Date().toISOString() },
  ...{ fileName, mimeType, totalBytes, sha256, userId: 'a person', conflicts: 0 },
});

const findStep = async ({ db }: Replica): Promise<Step | undefined> =>
  (await db.progress.get('sync'))?.steps.find(({ name }) => name === 'find');
const untilNotice = ({ db }: Replica, notice: string | undefined) =>
  untilProgress(db, ({ state, steps }) => state === 'done' && steps[0]?.notice === notice);

async function anotherCycle({ db }: Replica, engine: RunningEngine): Promise<void> {
  const before = (await db.progress.get('sync'))?.lastSuccess;
  engine.signal('sync-now');
  await untilProgress(db, ({ state, lastSuccess }) => state === 'done' && lastSuccess !== before);
}

describe('a device that joined by mSupply', () => {
  it('asks there before each cycle, and says nothing when all is as it was', async () => {
    const phone = await joined();
    const before = mSupply.asked;
    const engine = start(phone.db);
    must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
    await untilSettled(phone.db);
    await untilNotice(phone, undefined);
    expect(mSupply.asked).toBe(before + 1);
    await anotherCycle(phone, engine);
    expect(mSupply.asked).toBe(before + 2);
    expect(await programme.asset('asset-1')).toMatchObject({ assetNumber: 'A-1' });
  });

  it('keeps the hash of the password and nothing else of it, and has it in no address', async () => {
    const phone = await joined();
    start(phone.db);
    await untilDone(phone.db);
    const kept = JSON.stringify(await Promise.all(phone.db.tables.map((table) => table.toArray())));
    expect(kept).toContain(await hashPassword(PASSWORD));
    expect(kept).not.toContain(PASSWORD);
    expect(mSupply.seen.every((url) => url === '/sync/v5/site')).toBe(true);
  });

  it('follows the same central server to another address, with what waits', async () => {
    const phone = await joined();
    const engine = start(phone.db);
    await untilDone(phone.db);
    mSupply.centralUrl = await alsoAt(programme.origin);
    await anotherCycle(phone, engine);
    expect((await readIdentity(phone.db))?.centralUrl).toBe(mSupply.centralUrl);
    must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
    await untilSettled(phone.db);
    expect(await programme.asset('asset-1')).toMatchObject({ assetNumber: 'A-1' });
  });

  it('finds a central server that has left its old address', async () => {
    const phone = await joined();
    must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
    programme = await programme.startAgain({ msupplyCentralUrl: mSupply.url });
    mSupply.centralUrl = programme.origin;
    start(phone.db);
    await untilSettled(phone.db);
    expect((await readIdentity(phone.db))?.centralUrl).toBe(programme.origin);
    expect(await programme.asset('asset-1')).toMatchObject({ assetNumber: 'A-1' });
  });

  it('refuses another central server, sends it nothing, and goes on by itself once mSupply is right', async () => {
    const other = await Programme.start();
    ends.push(() => other.end());
    const phone = await joined();
    const right = mSupply.centralUrl;
    mSupply.centralUrl = other.origin;
    // a photo whose reference is at central already
    const photo = preparedFile(jpeg(3000));
    must(await keepFile(phone.db, photo, 'store-1', Date.now()));
    await phone.db.files.put(rowOf(photo));
    const calls: string[] = [];
    const engine = start(phone.db, {
      fetch: (input, init) => {
        calls.push(String(input instanceof Request ? input.url : input));
        return fetch(input, init);
      },
    });
    const progress = await untilProgress(
      phone.db,
      ({ state, steps }) =>
        state === 'attention' && steps.some(({ name, state }) => name === 'files' && state === 'failed'),
    );
    const filesStep = progress?.steps.find(({ name }) => name === 'files');
    expect(filesStep).toMatchObject({ state: 'failed', errorCode: 'told-another-central', total: 1 });
    expect(progress?.errorCode).toBe('told-another-central');
    expect(progress?.nextTry).toBeGreaterThan(0);
    expect(progress?.steps[0]).toMatchObject({ state: 'failed', errorCode: 'told-another-central' });
    expect((await readIdentity(phone.db))?.centralUrl).toBe(right);
    must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
    expect(await phone.db.outbox.count()).toBeGreaterThan(0);
    engine.signal('online');
    expect(calls.filter((url) => url.includes('/api/files'))).toEqual([]);
    mSupply.centralUrl = right;
    engine.signal('visible');
    await untilSettled(phone.db);
    expect(await programme.asset('asset-1')).toMatchObject({ assetNumber: 'A-1' });
    await until(
      () => phone.db.fileCopies.get(photo.sha256),
      (copy) => copy?.state === 'central',
    );
  });

  it('goes on with the central server that it knows while mSupply is out, and says so', async () => {
    const phone = await joined();
    mSupply.broken = 503;
    must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
    const engine = start(phone.db);
    await untilSettled(phone.db);
    const progress = await untilNotice(phone, 'msupply-unreachable');
    expect(progress?.errorCode).toBeUndefined();
    expect(await findStep(phone)).toMatchObject({ state: 'done' });
    mSupply.broken = undefined;
    engine.signal('sync-now');
    await untilNotice(phone, undefined);
  });

  it('goes on while mSupply takes its password no more, or another installation has taken its place', async () => {
    const phone = await joined();
    mSupply.knows('HC-1', 'another password');
    const engine = start(phone.db);
    await untilNotice(phone, 'site-password-wrong');
    mSupply.knows('HC-1', PASSWORD);
    mSupply.release('HC-1');
    const passwordSha256 = await hashPassword(PASSWORD);
    const taken = { url: mSupply.url, siteName: 'HC-1', passwordSha256, hardwareId: 'phone-2' };
    must(await askForCentral(taken, { version: '9.9.9' }));
    engine.signal('sync-now');
    await untilNotice(phone, 'another-installation');
  });

  it('stays where it is while nobody answers at the new address', async () => {
    const phone = await joined();
    mSupply.centralUrl = 'http://127.0.0.1:1';
    start(phone.db);
    await untilNotice(phone, 'new-address-silent');
    expect((await readIdentity(phone.db))?.centralUrl).toBe(programme.origin);
  });

  it('asks by way of its central server where mSupply lets no browser in', async () => {
    const phone = await joined();
    const before = mSupply.asked;
    const asABrowser: typeof fetch = (input, init) =>
      String(input).startsWith(mSupply.url) ? Promise.reject(new TypeError('failed')) : fetch(input, init);
    start(phone.db, { fetch: asABrowser });
    await untilNotice(phone, undefined);
    expect(mSupply.asked).toBe(before);
  });

  it('once shut out, forgets the password and asks nothing more, so that another may take its place', async () => {
    const phone = await joined();
    const engine = start(phone.db);
    await untilDone(phone.db);
    const identity = await readIdentity(phone.db);
    await programme.staff('DELETE', `/api/devices/${identity?.deviceId ?? ''}`);
    await untilProgress(phone.db, ({ errorCode }) => errorCode === 'device-revoked');
    expect(await readIdentity(phone.db)).not.toHaveProperty('mSupply');
    const before = mSupply.asked;
    const shutOutAt = (await phone.db.progress.get('sync'))?.since;
    engine.signal('sync-now');
    await untilProgress(
      phone.db,
      ({ errorCode, since }) => errorCode === 'device-revoked' && since !== shutOutAt,
    );
    expect(mSupply.asked).toBe(before);
  });
});
