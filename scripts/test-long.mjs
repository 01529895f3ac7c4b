// npm run test:long: the tests that take too long for every run: those of the server, then those in a browser. Run before an issue
// is called resolved.
import { ensureInstalled } from './install.mjs';
import { show } from './run.mjs';

await ensureInstalled();
const { ensureBuilt } = await import('./build.mjs');
const { ensureChromium } = await import('./chromium.mjs');

const isRight = (await show('vitest', ['run', '/long/'], { WAYPOST_LONG: 'yes' })) === 0;
const isReady = (await ensureBuilt()) && (await ensureChromium());
const inBrowser = isReady ? await show('playwright', ['test', 'tests/e2e/long'], { WAYPOST_LONG: 'yes' }) : 1;
process.exitCode = isRight ? inBrowser : 1;
