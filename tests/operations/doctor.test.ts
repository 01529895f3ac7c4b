/** `doctor`: each of its findings, where all is well and where it is not. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { readConfig, type Config } from '../../server/config';
import { noteLastBackup } from '../../server/operations/backup/last-backup';
import { commands } from '../../server/operations/commands';
import type { Finding } from '../../server/operations/doctor/finding';
import { startCentral, type Central } from '../../server/start-central';
import { newPostgresUrl } from '../support/postgres';

const DAY = 24 * 60 * 60 * 1000;
const folder = mkdtempSync(join(tmpdir(), 'waypost-doctor-'));
const running = new Set<Central>();
afterEach(async () => {
  for (const central of running) await central.close();
  running.clear();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function configOf(env: Record<string, string> = {}): Config {
  const dataDir = mkdtempSync(join(folder, 'data-'));
  const read = readConfig({
    ...{ DATA_DIR: dataDir, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'silent' },
    ...{ WAYPOST_STARTER_DATA: 'none', ...env },
  });
  if (!read.ok) throw new Error(read.line);
  return read.config;
}

async function started(config: Config): Promise<Central> {
  const central = await startCentral(config);
  running.add(central);
  return central;
}

/** What is found, by its subject: the state, and the sentence. */
async function found(config: Config, now = Date.now()): Promise<Record<string, string>> {
  const given = {
    config,
    words: [],
    back: false,
    passphrase: undefined,
    now: () => now,
    note: () => undefined,
  };
  const outcome = await commands.get('doctor')?.run(given);
  const findings = outcome?.data['findings'] as Finding[];
  expect(outcome?.exitCode ?? 0).toBe(findings.some(({ state }) => state === 'bad') ? 1 : 0);
  return Object.fromEntries(findings.map(({ about, state, line }) => [about, `${state}: ${line}`]));
}

test('where all is well it says so', async () => {
  const config = configOf();
  const { origin } = await started(config);
  chmodSync(config.dataDir, 0o700);
  const time = new Date().toISOString();
  await noteLastBackup(config.dataDir, { time, to: '/mnt/backups', rehearsedAt: time });
  expect(await found({ ...config, publicOrigin: origin })).toEqual({
    disk: expect.stringMatching(/^(good|warning): \d+ MB are left, \d+ % of it\.$/),
    rights: 'good: The data can be written, and by this user alone.',
    clock: expect.stringMatching(/^good: It says 20/),
    backup: 'good: The last good one is 0 hours old, in /mnt/backups.',
    rehearsal: `good: Done at ${time}.`,
    sites: 'good: Every site with a device was heard from.',
    address: `good: ${origin} reaches a central server.`,
    sockets: 'good: WebSockets pass.',
    TLS: 'warning: PUBLIC_ORIGIN has no TLS: cameras and the offline app need https.',
  });
});

test('a clock that runs behind, old backups, none rehearsed, silent sites, data that all may read', async () => {
  const config = configOf();
  const { database } = await started(config);
  await database.registry.sites.add({
    ...{ id: 'site-A', code: 'FAR', name: 'Far', createdAt: '2026-01-01T00:00:00.000Z', stores: [] },
  });
  await database.registry.devices.add('site-A', {
    ...{ id: 'd1', name: 'Phone', tokenHash: 'hash', at: '2026-02-01T00:00:00.000Z' },
    proposeClientId: () => 77,
  });
  const at = Date.now();
  const audited = { userId: 'u', action: 'site.create', subject: 'x' } as const;
  await database.registry.audit.write({ at: new Date(at + DAY).toISOString(), ...audited });
  await noteLastBackup(config.dataDir, { time: new Date(at - 3 * DAY).toISOString(), to: '/old' });
  chmodSync(config.dataDir, 0o755);
  chmodSync(join(config.dataDir, 'waypost.sqlite'), 0o644);
  writeFileSync(join(config.dataDir, 'restoring.json'), '{}');
  expect(await found(config, at)).toMatchObject({
    rights: `warning: Every user of this machine may read the data: chmod 700 ${config.dataDir}.`,
    restore: 'bad: One was cut short: run restore again.',
    clock: expect.stringMatching(/^bad: .* was stored at .* already: set it right\.$/),
    backup: 'bad: The last good one is 72 hours old, in /old.',
    rehearsal: 'warning: No backup was opened in the last two weeks: run rehearse.',
    sites: 'warning: Silent for two weeks: FAR.',
    address: 'warning: PUBLIC_ORIGIN is not set: people are told the address they came by.',
  });
});

test('a place of backups that is not there is found at once, by the log of the start too', async () => {
  const backupTo = join(folder, 'not-mounted');
  const config = { ...configOf(), backupTo, logLevel: 'error' as const };
  const line = `The folder ${backupTo} for backups is not there.`;
  const lines: string[] = [];
  const said = new Promise<void>((resolve) => {
    const log = { write: (text: string) => void (lines.push(text), resolve()) };
    const runOperation = () => Promise.resolve({ ok: true as const });
    void startCentral({ ...config, log, runOperation }).then((central) => running.add(central));
  });
  await said;
  expect(lines.join('')).toContain(line);
  expect(await found(config)).toMatchObject({ 'place of backups': `bad: ${line}` });
  mkdirSync(backupTo);
  expect(await found(config)).toMatchObject({
    'place of backups': `good: ${backupTo} is there and takes them.`,
    backup: 'bad: There is none. The first one is still to come.',
  });
});

test('something else at the address, which passes no sockets', async () => {
  const config = configOf();
  await started(config);
  const other = createServer((_request, response) => response.end('{}')).listen(0, '127.0.0.1');
  try {
    await new Promise((resolve) => other.once('listening', resolve));
    const publicOrigin = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    expect(await found({ ...config, publicOrigin })).toMatchObject({
      address: `bad: ${publicOrigin} reaches something that is no central server.`,
      sockets: 'bad: What stands before the server passes no WebSocket upgrades below /sync/.',
      backup: 'bad: There is none. Set BACKUP_TO, or run backup TO.',
    });
  } finally {
    other.close();
  }
  const nowhere = 'https://127.0.0.1:9';
  expect(await found({ ...config, publicOrigin: nowhere })).toMatchObject({
    address: expect.stringMatching(/^bad: .* cannot be reached from here/),
    TLS: expect.stringMatching(/^bad: The certificate of 127\.0\.0\.1 is not accepted/),
    proxy: 'warning: TRUST_PROXY is not set: every caller counts as the one address of the proxy.',
  });
});

test('with PostgreSQL the disk of DATA_DIR and its rights count as well', async () => {
  const config = configOf({ DATABASE_URL: await newPostgresUrl() });
  await started(config);
  chmodSync(config.dataDir, 0o755);
  expect(await found(config)).toMatchObject({
    disk: expect.stringMatching(/MB are left/),
    rights: expect.stringMatching(/^warning: Every user of this machine may read/),
  });
  const gone = join(config.dataDir, 'gone');
  expect(await found({ ...config, dataDir: gone })).toMatchObject({
    rights: `bad: This user may not write in ${gone}.`,
  });
  mkdirSync(gone, { mode: 0o700 });
  expect(await found({ ...config, dataDir: gone })).toMatchObject({
    rights: 'good: The data can be written, and by this user alone.',
  });
});
