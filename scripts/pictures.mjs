// node scripts/pictures.mjs: takes the pictures of docs/screens.md again, from the built app and a demo country.
import { ensureInstalled } from './install.mjs';
import { show } from './run.mjs';

await ensureInstalled();
const { ensureBuilt } = await import('./build.mjs');
const { ensureChromium } = await import('./chromium.mjs');

const ready = (await ensureBuilt()) && (await ensureChromium());
const walks = ['screens', 'country-screens', 'programme-screens'];
const walk = ['test', ...walks.map((name) => `tests/e2e/long/${name}.spec.ts`)];
process.exitCode = ready
  ? await show('playwright', walk, { WAYPOST_PICTURES: 'write', WAYPOST_LONG: 'yes' })
  : 1;
