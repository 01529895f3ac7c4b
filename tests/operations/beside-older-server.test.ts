/** A newer program is unpacked beside a server of the version before, and its commands are tried: none of them may bring the tables up to date under it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig } from '../../server/config';
import { openConnection } from '../../server/database/sqlite/connection';
import { migrate, migrations, versionOf } from '../../server/database/sqlite/migrations';
import { openPool } from '../../server/operations/data-dir-in-use';
import { backup } from '../../server/operations/backup-command';
import type { Command } from '../../server/operations/command';
import { doctor } from '../../server/operations/doctor-command';
import { resetPassword } from '../../server/operations/reset-password-command';
import { verify } from '../../server/operations/verify-command';
import { newPostgresUrl, openTestPostgres } from '../support/postgres';

const commands: [string, Command, string[]][] = [
  ['verify', verify, []],
  ['doctor', doctor, []],
  ['reset-password', resetPassword, ['admin']],
  ['backup', backup, ['elsewhere']],
];

let folder: string;
let dataDir: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waypost-beside-'));
  dataDir = join(folder, 'data');
  for (const name of ['data', 'elsewhere']) mkdirSync(join(folder, name));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (command: Command, words: string[], environment: Record<string, string>): Promise<unknown> => {
  const read = readConfig({ DATA_DIR: dataDir, ...environment });
  if (!read.ok) throw new Error(read.line);
  const { config } = read;
  const given = words.map((word) => (word === 'elsewhere' ? join(folder, word) : word));
  return command.run({
    ...{ config, words: given, back: false, passphrase: undefined },
    ...{ now: Date.now, note: () => undefined },
  });
};

const OLDER = /the database is of version \d+, and becomes version \d+ when the server is started/;

test.each(commands)(
  '%s leaves a SQLite database of the version before as it is',
  async (name, command, words) => {
    const path = join(dataDir, 'waypost.sqlite');
    const older = await openConnection(path);
    migrate(older, migrations.slice(0, -1));
    const before = versionOf(older);
    older.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    const bytes = readFileSync(path);
    // a backup takes the file as it is, and is of that version too
    if (name === 'backup') await run(command, words, {});
    else await expect(run(command, words, {})).rejects.toThrow(OLDER);
    expect(versionOf(older)).toBe(before);
    older.close();
    expect(readFileSync(path).equals(bytes)).toBe(true);
  },
);

test.each(commands)(
  '%s leaves a PostgreSQL database of the version before as it is',
  async (_name, command, words) => {
    const url = await newPostgresUrl();
    await (await openTestPostgres(url)).close();
    const pool = await openPool(url);
    await pool.with(
      async (client) => void (await client.query('UPDATE schema_version SET version = version - 1')),
    );
    const version = (): Promise<number> =>
      pool.with(async (client) => {
        const { rows } = await client.query<{ version: number }>('SELECT version FROM schema_version');
        return rows[0]?.version ?? 0;
      });
    const before = await version();
    await expect(run(command, words, { DATABASE_URL: url })).rejects.toThrow(OLDER);
    expect(await version()).toBe(before);
    await pool.close();
  },
);
