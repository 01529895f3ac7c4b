// npm test: installs missing packages, then runs every check and every test. A failing part does not keep the others from running.
import { ensureInstalled } from './install.mjs';
import { seconds, show } from './run.mjs';

await ensureInstalled();
const { runChecks } = await import('./run-checks.mjs');
const { ensureBuilt } = await import('./build.mjs');
const { ensureChromium } = await import('./chromium.mjs');
const { ensurePostgres } = await import('./postgres.mjs');
const reports = await import('./test-reports.mjs');

const failure = { passed: 0, failed: 1, skipped: 0 };

async function staticPart() {
  return { ...(await runChecks()), skipped: 0 };
}

async function build() {
  return (await ensureBuilt()) ? { passed: 1, failed: 0, skipped: 0 } : failure;
}

async function unit() {
  reports.forget(reports.vitestReport);
  if (!(await ensurePostgres())) console.error('No PostgreSQL could be installed: its tests will fail.');
  const output = ['--reporter=default', '--reporter=json', `--outputFile.json=${reports.vitestReport}`];
  return reports.countVitest(await show('vitest', ['run', '--passWithNoTests', ...output]));
}

async function browser() {
  reports.forget(reports.playwrightReport);
  if (!(await ensureChromium())) {
    console.error('No Chromium could be installed, so the browser tests did not run.');
    return failure;
  }
  return reports.countPlaywright(await show('playwright', ['test', '--pass-with-no-tests']));
}

const total = { passed: 0, failed: 0, skipped: 0 };

/**
 * @param {string} name
 * @param {() => Promise<import('./test-reports.mjs').Count>} run
 */
async function part(name, run) {
  const began = performance.now();
  console.log(`\n— ${name} —`);
  const count = await run();
  console.log(
    `${name}: ${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped in ${seconds(began)}.`,
  );
  total.passed += count.passed;
  total.failed += count.failed;
  total.skipped += count.skipped;
}

await part('Static checks', staticPart);
await part('Build', build);
await part('Unit, contract and sync tests', unit);
await part('Browser tests', browser);

for (const test of reports.neededSecondTry()) console.log(`Passed only at its second try: ${test}`);
if (total.skipped > 0) console.log(`\n${total.skipped} tests were skipped.`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
