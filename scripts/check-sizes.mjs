// Holds the size of the rooms: a folder that nobody can take in at a glance, or a file that nobody reads to its end, is two.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const MOST_FILES = 40;
const MOST_LINES = 250;
const isCode = /\.(ts|svelte|css|mjs)$/;
const isTest = /\.(test|spec)\.ts$/;

/** @param {string} folder @returns {string[]} the things that are too large in it, in sentences */
function tooLargeIn(folder) {
  const entries = readdirSync(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !isTest.test(entry.name));
  const crowded =
    files.length > MOST_FILES ? [`${folder} has ${files.length} files, more than ${MOST_FILES}`] : [];
  const long = files
    .filter(({ name }) => isCode.test(name))
    .map(({ name }) => ({ path: join(folder, name), lines: linesOf(join(folder, name)) }))
    .filter(({ lines }) => lines > MOST_LINES)
    .map(({ path, lines }) => `${path} has ${lines} lines, more than ${MOST_LINES}`);
  const inside = entries.filter((entry) => entry.isDirectory());
  return [...crowded, ...long, ...inside.flatMap(({ name }) => tooLargeIn(join(folder, name)))];
}

/** @param {string} path */
const linesOf = (path) => readFileSync(path, 'utf8').trimEnd().split('\n').length;

const found = ['src', 'server', 'scripts'].flatMap(tooLargeIn);
for (const sentence of found) console.error(sentence);
process.exitCode = found.length === 0 ? 0 : 1;
