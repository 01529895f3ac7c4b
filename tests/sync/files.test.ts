import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import { attachFile, removeFile, restoreFile } from '#shared/commands/attach-file';
import { updateStatus } from '#shared/commands/update-status';
import type { Central } from '../../server/start-central';
import { centralOf } from '../../src/central-api/central';
import type { ReplicaDatabase } from '../../src/replica/database';
import { fetchFileFor } from './files';
import { readIdentity } from '../../src/replica/identity/identity';
import { freeUp, readFileUsage } from '../../src/replica/files/free-up';
import { keepFile } from '../../src/replica/files/keep-file';
import { limitData, readDataBudget, sendAnyway } from '../../src/replica/files/data-budget';
import { readPace } from '../../src/replica/files/pace';
import { pauseFiles } from '../../src/replica/files/transfer-settings';
import { tryFilesAgain, unsentFiles } from '../../src/replica/files/waiting-files';
import type { Replica } from '../../src/replica/replica';
import { jpeg, sha256Of } from '../server/upload';
import { CuttingLink } from './cutting-link';
import { joinDevice, makeSite, must, runEngine, startTestCentral, type RunningEngine } from './engines';
import { fastWorld, preparedFile } from './files';
import { randomOf } from './random';
import { fridge, store } from './replicas';
import { until, untilDone, untilSettled } from './until';

let dataDir: string;
let central: Central;
let code: () => Promise<string>;
const engines: RunningEngine[] = [];
const links: CuttingLink[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'waypost-files-'));
  central = await startTestCentral(undefined, 0, { dataDir });
  ({ code } = await makeSite(central));
});

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.stop()));
  for (const link of links.splice(0)) link.close();
  await central.close();
  await rm(dataDir, { recursive: true, force: true });
});

function start(...args: Parameters<typeof runEngine>): RunningEngine {
  const engine = runEngine(...args);
  engines.push(engine);
  return engine;
}

async function deviceWithAsset(): Promise<Replica> {
  const phone = await joinDevice(central, await code());
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
  return phone;
}

async function attach(phone: Replica, bytes: Uint8Array, thumbnail?: Uint8Array): Promise<string> {
  const facts = must(await keepFile(phone.db, preparedFile(bytes, thumbnail), store.id, Date.now()));
  must(await phone.commit(attachFile, { ownerTable: 'asset', ownerId: 'asset-1', ...facts }));
  return facts.sha256;
}

const untilAtCentral = (db: ReplicaDatabase) =>
  until(
    () => db.fileCopies.where('state').equals('waiting').count(),
    (count) => count === 0,
  );
const atCentral = (sha256: string) => readFile(join(dataDir, 'files', sha256.slice(0, 2), sha256));

describe('a file that was attached', () => {
  test('reaches central after its reference, thumbnail first, and another device of the store reads it', async () => {
    const phone = await deviceWithAsset();
    const [bytes, thumbnail] = [jpeg(200_000), jpeg(9000, 7)];
    const sha256 = await attach(phone, bytes, thumbnail);
    start(phone.db);
    await untilAtCentral(phone.db);
    expect(sha256Of(await atCentral(sha256))).toBe(sha256);
    expect(sha256Of(await atCentral(sha256Of(thumbnail)))).toBe(sha256Of(thumbnail));
    expect(await phone.db.outbox.count()).toBe(0);

    const tablet = await joinDevice(central, await code());
    start(tablet.db);
    const row = await until(
      () => tablet.db.files.where('sha256').equals(sha256).first(),
      (found) => found !== undefined,
    );
    const fetched = must(await fetchFileFor(tablet, row));
    expect(sha256Of(new Uint8Array(fetched))).toBe(sha256);
    expect((await tablet.db.fileCopies.get(sha256))?.state).toBe('central');
  });

  test('goes with the log of a status, or not at all', async () => {
    const phone = await deviceWithAsset();
    const facts = must(await keepFile(phone.db, preparedFile(jpeg(500)), store.id, Date.now()));
    const input = { assetId: 'asset-1', functionalStatus: 'NOT_FUNCTIONING' as const, files: [facts] };
    expect((await phone.commit(updateStatus, input)).ok).toBe(false);
    expect(await phone.db.files.count()).toBe(0);
    must(await phone.commit(updateStatus, { ...input, functionalStatus: 'FUNCTIONING' }));
    const [file] = await phone.db.files.toArray();
    expect(file?.ownerTable).toBe('assetLog');
    expect(await phone.db.assetLogs.get(file?.ownerId ?? '')).toBeDefined();
    start(phone.db);
    await untilAtCentral(phone.db);
    expect(await untilSettled(phone.db)).toBe(0);
  });

  test('arrives through a link that breaks at any byte, and through restarts of the app', async () => {
    const random = randomOf(5);
    const phone = await deviceWithAsset();
    const sent = [];
    for (const seed of [1, 2, 3])
      sent.push(await attach(phone, jpeg(150_000 + seed, seed), jpeg(3000, seed + 10)));
    const link = await CuttingLink.to(central.origin, () => random.below(60_000));
    links.push(link);
    await phone.db.identity.where('id').equals('me').modify({ centralUrl: link.origin });
    for (let round = 0; round < 3; round++) {
      const engine = runEngine(phone.db, fastWorld());
      const before = link.cuts;
      await until(
        () => phone.db.fileCopies.toArray(),
        (copies) => link.cuts > before + 5 || copies.every(({ state }) => state === 'central'),
      );
      await engine.stop();
    }
    const cuts = link.cuts;
    start(phone.db, fastWorld());
    await untilAtCentral(phone.db);
    expect(cuts).toBeGreaterThan(5);
    for (const sha256 of sent) expect(sha256Of(await atCentral(sha256))).toBe(sha256);
  }, 60_000);

  test('waits while it is paused, and goes when it is not', async () => {
    const phone = await deviceWithAsset();
    await pauseFiles(phone.db, true);
    await attach(phone, jpeg(400));
    start(phone.db);
    await untilSettled(phone.db);
    expect((await unsentFiles(phone.db)).length).toBe(1);
    await pauseFiles(phone.db, false);
    await untilAtCentral(phone.db);
    expect(await unsentFiles(phone.db)).toEqual([]);
  });

  test('stops within the data of the day, at a piece, and goes on when a person says so', async () => {
    const phone = await deviceWithAsset();
    await limitData(phone.db, 100_000);
    const sha256 = await attach(phone, jpeg(300_000));
    start(phone.db);
    const { sentToday } = await until(
      () => readDataBudget(phone.db, Date.now()),
      (budget) => budget.sentToday > 96_000,
    );
    expect(sentToday).toBeLessThanOrEqual(100_000);
    expect(await phone.db.fileCopies.get(sha256)).toMatchObject({ state: 'waiting', sent: sentToday });
    await sendAnyway(phone.db, Date.now());
    await untilAtCentral(phone.db);
    expect(sha256Of(await atCentral(sha256))).toBe(sha256);
    expect((await readDataBudget(phone.db, Date.now())).sentToday).toBe(300_000);
    expect((await readPace(phone.db))?.bytesPerSecond).toBeGreaterThan(0);
  });

  test('that central does not take is told with its reason, and holds up no other', async () => {
    const phone = await deviceWithAsset();
    const html = Buffer.from('<script>alert(1)</script>');
    const bad = await attach(phone, html);
    const good = await attach(phone, jpeg(600));
    start(phone.db);
    await untilAtCentral(phone.db);
    expect(await phone.db.fileCopies.get(bad)).toMatchObject({
      state: 'failed',
      errorCode: 'file-kind-differs',
    });
    expect((await phone.db.fileCopies.get(good))?.state).toBe('central');
    await tryFilesAgain(phone.db);
    await untilAtCentral(phone.db);
    expect((await phone.db.fileCopies.get(bad))?.state).toBe('failed');
  });

  test('that was taken away again is not sent, and is when it is brought back', async () => {
    const phone = await deviceWithAsset();
    const sha256 = await attach(phone, jpeg(700));
    const [file] = await phone.db.files.toArray();
    must(await phone.commit(removeFile, { id: file?.id ?? '' }));
    start(phone.db);
    await untilSettled(phone.db);
    expect(await unsentFiles(phone.db)).toEqual([]);
    must(await phone.commit(restoreFile, { id: file?.id ?? '' }));
    await untilAtCentral(phone.db);
    expect(sha256Of(await atCentral(sha256))).toBe(sha256);
  });
});

describe('after central was restored from a backup', () => {
  const lose = (sha256: string) => rm(join(dataDir, 'files', sha256.slice(0, 2), sha256));
  const untilCompared = (phone: Replica, after: number) =>
    until(
      () => phone.db.settings.get('filesComparedAt'),
      (compared) => Number(compared?.value) > after,
    );

  test('what it has lost is sent again within a day by whoever holds it, and nothing else is', async () => {
    const phone = await deviceWithAsset();
    const [lost, kept] = [await attach(phone, jpeg(3000, 1)), await attach(phone, jpeg(4000, 2))];
    const first = start(phone.db);
    await untilAtCentral(phone.db);
    await untilCompared(phone, 0);
    await first.stop();
    await lose(lost);

    const today = Date.now();
    const sent: string[] = [];
    const watching: typeof fetch = (input, init) => {
      sent.push(String(init?.body ?? ''));
      return fetch(input, init);
    };
    const second = start(phone.db, { fetch: watching });
    await untilDone(phone.db);
    await second.stop();
    expect(sent.filter((body) => body.includes(lost))).toEqual([]);

    start(phone.db, { now: () => Date.now() + 25 * 60 * 60 * 1000 });
    await untilCompared(phone, today + 24 * 60 * 60 * 1000);
    await untilAtCentral(phone.db);
    expect(sha256Of(await atCentral(lost))).toBe(lost);
    expect((await phone.db.fileCopies.get(kept))?.state).toBe('central');
  });

  test('what was removed is not missed: it goes at central in time', async () => {
    const phone = await deviceWithAsset();
    const [removed, kept] = [await attach(phone, jpeg(3000, 5)), await attach(phone, jpeg(4000, 6))];
    const engine = start(phone.db);
    await untilAtCentral(phone.db);
    await untilCompared(phone, 0);
    const row = await phone.db.files.where('sha256').equals(removed).first();
    must(await phone.commit(removeFile, { id: row?.id ?? '' }));
    await untilDone(phone.db);
    for (const sha256 of [removed, kept]) await lose(sha256);
    const before = Date.now();
    engine.signal('sync-now');
    await untilCompared(phone, before);
    await untilAtCentral(phone.db);
    expect(sha256Of(await atCentral(kept))).toBe(kept);
    expect((await phone.db.fileCopies.get(removed))?.state).toBe('central');
  });

  test('a person who asks for a sync need not wait for the day to end', async () => {
    const phone = await deviceWithAsset();
    const sha256 = await attach(phone, jpeg(3000, 3));
    const engine = start(phone.db);
    await untilAtCentral(phone.db);
    await untilCompared(phone, 0);
    await lose(sha256);
    const before = Date.now();
    engine.signal('sync-now');
    await untilCompared(phone, before);
    await untilAtCentral(phone.db);
    expect(sha256Of(await atCentral(sha256))).toBe(sha256);
  });
});

describe('room on the device', () => {
  test('is made from copies of what central has, never from what it has not', async () => {
    const phone = await deviceWithAsset();
    await attach(phone, jpeg(1000, 1));
    start(phone.db);
    await untilAtCentral(phone.db);
    await pauseFiles(phone.db, true);
    const kept = await attach(phone, jpeg(2000, 2));
    expect(await readFileUsage(phone.db)).toEqual({ waiting: 2000, freeable: 1000, files: 2 });
    expect(await freeUp(phone.db)).toBe(1000);
    expect(await phone.db.fileBytes.toCollection().primaryKeys()).toEqual([kept]);
  });

  test('that is missing is said before a photo is lost', async () => {
    const phone = await deviceWithAsset();
    const full = async () => ({ usage: 100, quota: 100 });
    const kept = await keepFile(phone.db, preparedFile(jpeg(100)), store.id, 0, full);
    expect(kept).toEqual({ ok: false, issues: [{ code: 'storage-full' }] });
    expect(
      await readIdentity(phone.db).then((identity) => identity && centralOf(identity).token),
    ).toBeDefined();
  });
});
