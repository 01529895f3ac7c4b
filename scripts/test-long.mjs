// npm run test:long: the browser tests that take too long for every run. Run before an issue is called resolved.
import { ensureInstalled } from './install.mjs';
import { show } from './run.mjs';

await ensureInstalled();
const { ensureBuilt } = await import('./build.mjs');
const { ensureChromium } = await import('./chromium.mjs');

const isReady = (await ensureBuilt()) && (await ensureChromium());
process.exitCode = isReady
  ? await show('playwright', ['test', 'tests/e2e/long'], { WAYPOST_LONG: 'yes' })
  : 1;
