// Makes sure that Node is new enough and that the packages of the lock file are installed. Node's own modules only: it runs first.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, seconds, show } from './run.mjs';

const oldest = [20, 19];

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldest;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  console.error(`Waypost needs Node ${oldest.join('.')} or newer; this is Node ${process.versions.node}.`);
  process.exit(1);
}

/**
 * @param {string} path
 * @returns {Record<string, { version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }> | undefined}
 */
function packagesOf(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/**
 * npm lists the packages that it installed in a lock file of its own as its last act, so a broken-off install shows as well as an old one.
 */
function installed() {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const present = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  if (wanted === undefined || present === undefined) return false;
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional === true || present[path]?.version === entry.version,
  );
}

/**
 * Ends the process with one clear line when it cannot be done.
 * @param {(line: string) => void} [say]
 */
export async function ensureInstalled(say = console.log) {
  checkNode();
  if (installed()) return;
  const began = performance.now();
  say('Installing packages (once, some minutes on a slow network) …');
  // The build needs the development packages even where NODE_ENV is production.
  const code = await show('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) {
    console.error(
      'The packages could not be installed. Is the npm registry reachable? Then run the command again.',
    );
    process.exit(1);
  }
  say(`Installed in ${seconds(began)}.`);
}
