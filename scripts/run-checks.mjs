// Runs the static checks, as many at a time as there are cores, and prints each result as it is known.
import { availableParallelism } from 'node:os';
import { capture, seconds } from './run.mjs';
import { checks } from './static-checks.mjs';

/** @param {import('./static-checks.mjs').Check} check */
async function runOne(check) {
  const began = performance.now();
  const { code, output } = await capture(check.command, check.args);
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${check.name} (${seconds(began)})`);
  if (code !== 0) console.log(`${output.trimEnd()}\n`);
  return code === 0;
}

/** @returns {Promise<{ passed: number, failed: number }>} */
export async function runChecks() {
  const waiting = [...checks];
  const results = /** @type {boolean[]} */ ([]);
  const worker = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift())
      results.push(await runOne(check));
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, worker));
  const passed = results.filter(Boolean).length;
  return { passed, failed: results.length - passed };
}
