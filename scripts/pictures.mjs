// node scripts/pictures.mjs: takes the pictures of docs/screens.md again, from the built app and a demo country.
import { ensureInstalled } from './install.mjs';
import { show } from './run.mjs';

await ensureInstalled();
const { ensureBuilt } = await import('./build.mjs');
const { ensureChromium } = await import('./chromium.mjs');

const ready = (await ensureBuilt()) && (await ensureChromium());
const walk = ['test', 'tests/e2e/long/screens.spec.ts', 'tests/e2e/long/programme-screens.spec.ts'];
process.exitCode = ready
  ? await show('playwright', walk, { WAYPOST_PICTURES: 'write', WAYPOST_LONG: 'yes' })
  : 1;
