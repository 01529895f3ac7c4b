// node scripts/pictures.mjs: takes the pictures in docs/pictures anew, from the built app and a demo country.
import { ensureInstalled } from './install.mjs';
import { show } from './run.mjs';

await ensureInstalled();
const { ensureBuilt } = await import('./build.mjs');
const { ensureChromium } = await import('./chromium.mjs');

const ready = (await ensureBuilt()) && (await ensureChromium());
process.exitCode = ready ? await show('tsx', ['tests/pictures/pictures.ts']) : 1;
