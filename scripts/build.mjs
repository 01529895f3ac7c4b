// Builds the client and the central server when their sources changed since the last build, and only then.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture, root, seconds } from './run.mjs';

const common = [
  'package-lock.json',
  'package.json',
  'vite.config.ts',
  'scripts/web-manifest.mjs',
  'scripts/precompress.mjs',
  'scripts/code-groups.mjs',
  'scripts/engine-entry.mjs',
  'scripts/plain-icons.mjs',
  'scripts/preload-links.mjs',
];

const builds = [
  {
    name: 'app',
    sources: [...common, 'index.html', 'public', 'src'],
    result: 'dist/client/index.html',
    args: ['build', '--logLevel', 'warn'],
  },
  {
    name: 'server',
    sources: [...common, 'server', 'src/shared'],
    result: 'dist/server/main.js',
    args: ['build', '--ssr', '--logLevel', 'warn'],
  },
];

/**
 * @param {string} path a file or a folder, from the root
 * @returns {string[]}
 */
function filesIn(path) {
  if (!existsSync(join(root, path))) return [];
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path)).flatMap((name) => filesIn(`${path}/${name}`));
}

/** @param {string[]} sources */
function fingerprint(sources) {
  const hash = createHash('sha256');
  const files = sources.flatMap(filesIn).filter((file) => !file.endsWith('.test.ts'));
  for (const file of files.sort())
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  return hash.digest('hex');
}

/**
 * @param {(typeof builds)[number]} build
 * @param {(line: string) => void} say
 */
async function buildOne(build, say) {
  const stamp = join(root, 'dist', `.${build.name}-stamp`);
  const now = fingerprint(build.sources);
  const fresh =
    existsSync(stamp) && readFileSync(stamp, 'utf8') === now && existsSync(join(root, build.result));
  if (fresh) return true;
  const began = performance.now();
  rmSync(stamp, { force: true });
  const { code, output } = await capture('vite', build.args);
  if (code !== 0) {
    console.error(`${output}\nBuilding the ${build.name} failed.`);
    return false;
  }
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stamp, now);
  say(`Built the ${build.name} in ${seconds(began)}.`);
  return true;
}

/**
 * @param {{ only?: string, say?: (line: string) => void }} [how] `only`: the name of one build
 * @returns {Promise<boolean>} true if they are there and up to date
 */
export async function ensureBuilt({ only, say = console.log } = {}) {
  const wanted = builds.filter(({ name }) => only === undefined || name === only);
  const results = await Promise.all(wanted.map((build) => buildOne(build, say)));
  return results.every(Boolean);
}
