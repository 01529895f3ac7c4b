// npm run check: the static part of the tests, under a minute on two quiet cores.
import { ensureInstalled } from './install.mjs';
import { seconds } from './run.mjs';

await ensureInstalled();
const began = performance.now();
const { runChecks } = await import('./run-checks.mjs');
const { passed, failed } = await runChecks();
console.log(`Checked in ${seconds(began)}.`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
