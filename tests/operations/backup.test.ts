/** Backups of the real server: taken while devices write, put back into an empty folder, and never half good. */
import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Decrypter } from 'age-encryption';
import { afterAll, expect, test } from 'vitest';
import { change } from '../contract/people';
import { leaveAll } from '../contract/stock';
import { jpeg, Sender, sha256Of } from '../server/upload';
import { allChanges, busySite } from './busy-site';
import { endAll, newFolder, operate, startServer } from './own-server';

afterAll(async () => {
  leaveAll();
  await endAll();
});

const stampsIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => /^\d{4}-/.test(name))
    .sort();

test('a backup that is taken while a device writes without a pause ends, and holds all that was acknowledged before', async () => {
  const server = await startServer(newFolder());
  const site = await busySite(server);
  const stop = new AbortController();
  const writing = site.write(stop.signal);
  const to = newFolder();
  for (let round = 0; round < 3; round++) {
    const before = new Set(site.acknowledged);
    const taken = await operate(server.dataDir, ['backup', to, '--json']);
    expect([taken.code, taken.err]).toEqual([0, '']);
    expect(site.acknowledged.size).toBeGreaterThan(before.size);
    const restored = newFolder();
    expect((await operate(restored, ['restore', to, '--json'])).data).toMatchObject({ ok: true });
    const again = await startServer(restored);
    const ids = await allChanges(site.device, again);
    expect([...before].filter((id) => !ids.has(id))).toEqual([]);
    expect(await again.end()).toBe(0);
  }
  stop.abort();
  await writing;
  await server.end();
}, 240_000);

test('the manifest says when, how far, of which server, and the hash of each part', async () => {
  const server = await startServer(newFolder());
  const site = await busySite(server);
  const one = change('asset.create', { assetNumber: '1' }, { deviceId: site.device.deviceId });
  site.stock.changes.set(one.id, one);
  await site.stock.stored();
  const to = newFolder();
  const { data } = await operate(server.dataDir, ['backup', to, '--json']);
  const stamp = String(data['stamp']);
  const manifest: unknown = JSON.parse(readFileSync(join(to, stamp, 'manifest.json'), 'utf8'));
  const bytes = readFileSync(join(to, stamp, 'waypost.sqlite'));
  expect(manifest).toMatchObject({
    format: 'waypost-backup-1',
    centralId: site.device.centralId,
    sequence: 1,
    incarnation: expect.stringMatching(/^\d+$/) as unknown,
    databases: [{ name: 'waypost.sqlite', bytes: bytes.length, sha256: sha256Of(bytes) }],
  });
  const health = (await (await fetch(`${server.origin}/api/health`)).json()) as Record<string, unknown>;
  expect(health).toMatchObject({ status: 'ok', lastBackup: data['time'], rowsBehind: 0 });
  await server.end();
});

test('files are kept once for all backups, come back by their hash, and go with the last backup that needs them', async () => {
  const server = await startServer(newFolder());
  const { device, staff } = await busySite(server);
  const sender = new Sender(server.origin, { authorization: `Bearer ${device.deviceToken}` });
  const bytes = jpeg(40_000);
  const sha256 = sha256Of(bytes);
  await sender.send({ bytes, storeId: device.store.id });
  const to = newFolder();
  const env = { BACKUP_TO: to, BACKUP_KEEP: '2' };
  for (let times = 0; times < 3; times++)
    expect((await operate(server.dataDir, ['backup'], env)).code).toBe(0);
  expect(stampsIn(to)).toHaveLength(2);
  const kept = join(to, 'files', sha256.slice(0, 2), sha256);
  expect(sha256Of(readFileSync(kept))).toBe(sha256);

  const restored = newFolder();
  expect((await operate(restored, ['restore', to, '--json'])).data).toMatchObject({ files: 1, missing: [] });
  expect(sha256Of(readFileSync(join(restored, 'files', sha256.slice(0, 2), sha256)))).toBe(sha256);

  rmSync(join(server.dataDir, 'files', sha256.slice(0, 2)), { recursive: true });
  for (let times = 0; times < 2; times++)
    expect((await operate(server.dataDir, ['backup'], env)).code).toBe(0);
  expect(existsSync(kept)).toBe(false);
  expect(staff.user.username).toBe('amina');
  await server.end();
});

test('with a passphrase nothing of it can be read without; with it, Waypost and any program of the age format can', async () => {
  const server = await startServer(newFolder());
  const { device, stock } = await busySite(server);
  const assetNumber = randomUUID();
  const one = change('asset.create', { assetNumber }, { deviceId: device.deviceId });
  stock.changes.set(one.id, one);
  await stock.stored();
  const to = newFolder();
  const env = { BACKUP_PASSPHRASE: 'six small boats at sea' };
  const { data } = await operate(server.dataDir, ['backup', to, '--json'], env);
  await server.end();
  const stamp = String(data['stamp']);
  const sealed = readFileSync(join(to, stamp, 'waypost.sqlite.age'));
  expect(sealed.subarray(0, 21).toString()).toBe('age-encryption.org/v1');
  for (const name of readdirSync(join(to, stamp)))
    expect(readFileSync(join(to, stamp, name)).includes(assetNumber)).toBe(false);

  const withPassphrase = new Decrypter();
  withPassphrase.addPassphrase(env.BACKUP_PASSPHRASE);
  const identity = await withPassphrase.decrypt(readFileSync(join(to, 'backup-key.age')), 'text');
  const withKey = new Decrypter();
  withKey.addIdentity(identity.trim());
  expect(Buffer.from(await withKey.decrypt(sealed)).includes(assetNumber)).toBe(true);

  const none = await operate(newFolder(), ['restore', to]);
  expect([none.code, none.err.trim()]).toEqual([
    1,
    `The backups in ${to} are encrypted: set BACKUP_PASSPHRASE or BACKUP_KEY_FILE.`,
  ]);
  const wrong = await operate(newFolder(), ['restore', to], { BACKUP_PASSPHRASE: 'another passphrase' });
  expect(wrong.err.trim()).toBe(`The passphrase does not open the backups in ${to}.`);
  const keyFile = join(newFolder(), 'key');
  writeFileSync(keyFile, `${env.BACKUP_PASSPHRASE}\n`);
  const restored = newFolder();
  expect((await operate(restored, ['restore', to, '--key-file', keyFile])).code).toBe(0);
  expect(await allChanges(device, await startServer(restored))).toContain(one.id);
});

test('a damaged backup is not put in place, and one that was cut short counts as none', async () => {
  const server = await startServer(newFolder());
  const to = newFolder();
  const first = await operate(server.dataDir, ['backup', to, '--json']);
  const second = await operate(server.dataDir, ['backup', to, '--json']);
  rmSync(join(to, String(second.data['stamp']), 'manifest.json'));
  expect((await operate(newFolder(), ['restore', to, '--json'])).data).toMatchObject({
    stamp: first.data['stamp'],
  });
  const path = join(to, String(first.data['stamp']), 'waypost.sqlite');
  const bytes = readFileSync(path);
  bytes.writeUInt8(bytes.readUInt8(5000) ^ 1, 5000);
  writeFileSync(path, bytes);
  const untouched = newFolder();
  writeFileSync(join(untouched, 'mine'), 'x');
  const { code, err } = await operate(untouched, ['restore', to]);
  expect([code, err.trim()]).toEqual([
    1,
    `waypost.sqlite of the backup ${String(first.data['stamp'])} is damaged: use another backup.`,
  ]);
  expect(readFileSync(join(untouched, 'mine'), 'utf8')).toBe('x');
  await server.end();
});

test('a restore sets aside what is there, and is refused while the server runs', async () => {
  const server = await startServer(newFolder());
  const site = await busySite(server);
  const to = newFolder();
  await operate(server.dataDir, ['backup', to]);
  const late = change('asset.create', { assetNumber: 'late' }, { deviceId: site.device.deviceId });
  site.stock.changes.set(late.id, late);
  await site.stock.stored();
  const refused = await operate(server.dataDir, ['restore', to]);
  expect([refused.code, refused.err.trim()]).toEqual([
    1,
    `Another central server is using the data directory ${server.dataDir}.`,
  ]);
  site.stock.leave();
  await server.end();
  const { code, data } = await operate(server.dataDir, ['restore', to, '--json']);
  expect(code).toBe(0);
  const aside = join(server.dataDir, String(data['setAside']));
  const old = await startServer(aside);
  expect(await allChanges(site.device, old)).toContain(late.id);
  const restored = await startServer(server.dataDir);
  expect(await allChanges(site.device, restored)).not.toContain(late.id);
  await Promise.all([old.end(), restored.end()]);
});

test('what cannot be done is one clear line, and nothing is made', async () => {
  const server = await startServer(newFolder());
  const nowhere = join(newFolder(), 'not-mounted');
  const cases: [args: string[], line: string | RegExp][] = [
    [['backup', nowhere], `The folder ${nowhere} for backups is not there.`],
    [['backup', server.dataDir], `${server.dataDir} lies in DATA_DIR: a backup belongs on another disk.`],
    [['backup'], 'Say where to: backup TO, or set BACKUP_TO.'],
    [['restore', newFolder()], /^There is no whole backup in /],
    [['backup', newFolder(), '--fast'], /^Unknown option '--fast'/],
  ];
  for (const [args, line] of cases) {
    const { code, out, err } = await operate(server.dataDir, args);
    expect([code, out, err.trim()]).toEqual([
      1,
      '',
      expect.stringMatching(line instanceof RegExp ? line : escape(line)),
    ]);
    expect(err.trim().split('\n')).toHaveLength(1);
  }
  const empty = newFolder();
  mkdirSync(join(empty, 'data'));
  const json = await operate(join(empty, 'data'), ['backup', newFolder(), '--json']);
  expect(json.data).toMatchObject({ error: { message: expect.stringContaining('DATA_DIR') as unknown } });
  expect(existsSync(nowhere)).toBe(false);
  await server.end();
});

const escape = (line: string): RegExp => new RegExp(`^${line.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);

test('a rehearsal finds the backup to be of this server, and says when it is not', async () => {
  const server = await startServer(newFolder());
  const site = await busySite(server);
  const stop = new AbortController();
  const writing = site.write(stop.signal);
  const to = newFolder();
  await operate(server.dataDir, ['backup', to]);
  const good = await operate(server.dataDir, ['rehearse', to, '--json']);
  stop.abort();
  await writing;
  expect(good.data).toMatchObject({ ok: true, isPrefix: true, differences: [] });
  const counts = good.data['counts'] as Record<string, number>;
  expect(counts['asset']).toBe(good.data['changes']);

  const other = await startServer(newFolder());
  const elsewhere = await busySite(other);
  const one = change('asset.create', { assetNumber: '1' }, { deviceId: elsewhere.device.deviceId });
  elsewhere.stock.changes.set(one.id, one);
  await elsewhere.stock.stored();
  const foreign = await operate(other.dataDir, ['rehearse', to, '--json']);
  expect([foreign.code, foreign.data]).toEqual([1, expect.objectContaining({ ok: false, isPrefix: false })]);
  await Promise.all([server.end(), other.end()]);
});

test('a rehearsal reads files too, and names one that has rotted where the backups lie', async () => {
  const server = await startServer(newFolder());
  const { device } = await busySite(server);
  const sender = new Sender(server.origin, { authorization: `Bearer ${device.deviceToken}` });
  const hashes: string[] = [];
  for (const size of [40_000, 50_000]) {
    const bytes = jpeg(size);
    hashes.push(sha256Of(bytes));
    await sender.send({ bytes, storeId: device.store.id });
  }
  const to = newFolder();
  await operate(server.dataDir, ['backup', to]);
  const good = await operate(server.dataDir, ['rehearse', to, '--json']);
  expect(good.data).toMatchObject({ ok: true, read: 2, damaged: [], filesMs: expect.any(Number) });
  const [rotten = ''] = hashes;
  const path = join(to, 'files', rotten.slice(0, 2), rotten);
  const bytes = readFileSync(path);
  bytes[20_000] = (bytes[20_000] ?? 0) ^ 1;
  chmodSync(path, 0o600);
  writeFileSync(path, bytes);
  const bad = await operate(server.dataDir, ['rehearse', to, '--json']);
  expect([bad.code, bad.data]).toEqual([1, expect.objectContaining({ ok: false, damaged: [rotten] })]);
  expect((await operate(server.dataDir, ['rehearse', to])).out).toContain(`damaged: ${rotten}`);
  await server.end();
});

test('a place belongs to one central server', async () => {
  const [first, second] = [await startServer(newFolder()), await startServer(newFolder())];
  const to = newFolder();
  expect((await operate(first.dataDir, ['backup', to])).code).toBe(0);
  const { code, err } = await operate(second.dataDir, ['backup', to]);
  expect([code, err.trim()]).toEqual([
    1,
    `${to} holds the backups of another central server: choose a place of its own.`,
  ]);
  expect(stampsIn(to)).toHaveLength(1);
  await Promise.all([first.end(), second.end()]);
});
