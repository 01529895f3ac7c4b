// What staff brought to be imported is in a backup: after a restore an import can still be taken back.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSqliteDatabase } from '../../database/sqlite/open-database';
import { folderTarget } from './folder-target';
import type { BackupTarget } from './target';
import { findBackup, unpack } from './read-backup';
import { takeBackup } from './take-backup';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'backup-of-imports-'));
});
afterEach(() => rm(root, { recursive: true }));

it('with its journal, its rows and what is remembered of words', async () => {
  const [dataDir, to, out] = [join(root, 'data'), join(root, 'to'), join(root, 'out')];
  const id = '01a22ae6-9db2-7574-86f3-a54caea438a0';
  await mkdir(join(dataDir, 'imports', id), { recursive: true });
  await mkdir(to);
  await (await openSqliteDatabase({ path: join(dataDir, 'waypost.sqlite') })).close();
  const files = {
    [`imports/${id}/import.json`]: '{"state":"imported"}',
    [`imports/${id}/journal.jsonl`]: '{"line":2,"said":[]}\n',
    [`imports/${id}/rows.jsonl`]: '{"line":2}\n',
    'imports/remembered-equipment.json': '{"answers":{},"mapping":{}}',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(dataDir, name), text);
  const options = { config: { dataDir, filesBucket: undefined, databaseUrl: undefined } };
  const { manifest } = await takeBackup({
    ...options,
    target: await folderTarget(to),
    passphrase: undefined,
    now: () => Date.now(),
  });
  expect(manifest.imports.map(({ name }) => name).sort()).toEqual(Object.keys(files).sort());
  await unpack(await findBackup(to, options.config, undefined), out);
  for (const [name, text] of Object.entries(files))
    expect([name, await readFile(join(out, name), 'utf8')]).toEqual([name, text]);
});

it('without the file of one that ends while the backup runs', async () => {
  const [dataDir, to] = [join(root, 'data'), join(root, 'to')];
  const place = join(dataDir, 'imports', '01a22ae6-9db2-7574-86f3-a54caea438a0');
  await mkdir(place, { recursive: true });
  await mkdir(to);
  await (await openSqliteDatabase({ path: join(dataDir, 'waypost.sqlite') })).close();
  for (const name of ['import.json', 'file']) await writeFile(join(place, name), '{}');
  const real = await folderTarget(to);
  const target: BackupTarget = {
    ...real,
    put: async (name, bytes) => {
      await real.put(name, bytes);
      if (name.endsWith('import.json')) await rm(join(place, 'file'));
    },
  };
  const config = { dataDir, filesBucket: undefined, databaseUrl: undefined };
  const { manifest } = await takeBackup({ config, target, passphrase: undefined, now: () => Date.now() });
  expect(manifest.imports.map(({ name }) => name.split('/').at(-1))).toEqual(['import.json']);
});
