/** With PostgreSQL any process may take the backups: all of them, and the commands beside any, know of the last good one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig, type Config } from '../../server/config';
import type { Outcome } from '../../server/operations/command';
import { commands } from '../../server/operations/commands';
import type { Finding } from '../../server/operations/doctor/finding';
import { startCentral, type Central } from '../../server/start-central';
import { newPostgresUrl } from '../support/postgres';

const METRICS_TOKEN = 'a-token-of-sixteen';
const PASSWORD = 'a password of many letters';
let folder: string;
let url: string;
const running: Central[] = [];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'waypost-shared-'));
  url = await newPostgresUrl();
});
afterEach(async () => {
  for (const central of running.splice(0)) await central.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A process with a data directory of its own. */
function configOf(name: string): Config {
  const read = readConfig({
    ...{ DATA_DIR: join(folder, name), DATABASE_URL: url, PORT: '0', HOST: '127.0.0.1' },
    ...{ LOG_LEVEL: 'silent', WAYPOST_STARTER_DATA: 'none', METRICS_TOKEN, ADMIN_PASSWORD: PASSWORD },
  });
  if (!read.ok) throw new Error(read.line);
  return read.config;
}

async function started(config: Config): Promise<Central> {
  const central = await startCentral(config);
  running.push(central);
  return central;
}

async function run(name: string, config: Config, ...words: string[]): Promise<Outcome> {
  const command = commands.get(name);
  if (!command) throw new Error(`no command ${name}`);
  return command.run({
    ...{ config, words, back: false, passphrase: undefined },
    ...{ now: Date.now, note: () => undefined },
  });
}

const health = async ({ origin }: Central) =>
  (await (await fetch(`${origin}/api/health`)).json()) as { lastBackup?: string };

const metrics = async ({ origin }: Central): Promise<string> =>
  (await fetch(`${origin}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } })).text();

test('a backup that one process took is the last good one of all', async () => {
  const [mine, theirs] = [configOf('mine'), configOf('theirs')];
  const [here, there] = [await started(mine), await started(theirs)];
  expect(await health(there)).not.toHaveProperty('lastBackup');
  const to = mkdtempSync(join(folder, 'backups-'));
  const { data } = await run('backup', mine, to);
  for (const central of [here, there]) {
    expect(await health(central)).toMatchObject({ lastBackup: data['time'] });
    const seconds = Date.parse(String(data['time'])) / 1000;
    expect(await metrics(central)).toContain(`waypost_backup_last_success_timestamp_seconds ${seconds}\n`);
  }
  // beside the other process, without saying where from
  expect((await run('rehearse', theirs)).exitCode).toBeUndefined();
  const findings = (await run('doctor', mine)).data['findings'] as Finding[];
  expect(findings.filter(({ about }) => about === 'backup' || about === 'rehearsal')).toMatchObject([
    { state: 'good', line: `The last good one is 0 hours old, in ${to}.` },
    { state: 'good' },
  ]);
});

test('a backup does not take the note of the last one along: a server that is restored from it has none', async () => {
  const config = configOf('mine');
  await started(config);
  const to = mkdtempSync(join(folder, 'backups-'));
  await run('backup', config, to);
  await run('backup', config, to);
  const dataDir = join(folder, 'restored');
  const alone = { ...config, dataDir };
  delete alone.databaseUrl;
  await run('restore', alone, to);
  expect(await health(await started(alone))).not.toHaveProperty('lastBackup');
});
