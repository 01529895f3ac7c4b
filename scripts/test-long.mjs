// npm run test:long: the tests that take too long for every run: those of the server, property tests with many more runs, then those in a
// browser. Run before an issue is called resolved.
import { ensureInstalled } from './install.mjs';
import { propertyTests } from './property-tests.mjs';
import { show } from './run.mjs';

/** As many times as `npm test` makes, and other ones: that draws the same every time. */
const MORE_RUNS = '5';

await ensureInstalled();
const { ensureBuilt } = await import('./build.mjs');
const { ensureChromium } = await import('./chromium.mjs');

const isRight = (await show('vitest', ['run', '/long/'], { WAYPOST_LONG: 'yes' })) === 0;
const holds = (await show('vitest', ['run', ...propertyTests()], { WAYPOST_RUNS: MORE_RUNS })) === 0;
const isReady = (await ensureBuilt()) && (await ensureChromium());
const inBrowser = isReady ? await show('playwright', ['test', 'tests/e2e/long'], { WAYPOST_LONG: 'yes' }) : 1;
process.exitCode = isRight && holds ? inBrowser : 1;
