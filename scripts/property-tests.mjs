// The files whose tests draw what they try, and so find more the more often they run.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';

const drawing = /'fast-check'|\/more-runs'/;
const isPlayedByItself = /[\\/](long|e2e|bench|node_modules)[\\/]/;

/** @returns {string[]} */
export const propertyTests = () =>
  ['src', 'server', 'tests']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true }).map((path) => join(folder, String(path))),
    )
    .filter((path) => path.endsWith('.test.ts') && !isPlayedByItself.test(path))
    .filter((path) => drawing.test(readFileSync(join(root, path), 'utf8')));
