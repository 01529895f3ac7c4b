// Finds a Chromium for the browser tests, and installs one where the machine has none.
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { show } from './run.mjs';

/** The first has the same engine without the windows around it, which no test sees: a fifth less time. */
const names = [
  ...['chromium-headless-shell', 'chromium', 'chromium-browser'],
  ...['google-chrome', 'google-chrome-stable'],
];
const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** @param {string} path */
function runs(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} command */
function onPath(command) {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, command)).find(runs);
}

/**
 * The machine's own Chromium: the one named in CHROMIUM_PATH, else the first on the PATH.
 * @returns {string | undefined} undefined means the browser that Playwright installs for itself
 */
export function findChromium() {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') return named;
  return names.map(onPath).find((path) => path !== undefined) ?? elsewhere.find(runs);
}

async function playwrightHasOne() {
  const { chromium } = await import('@playwright/test');
  return existsSync(chromium.executablePath());
}

async function installFromDebian() {
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
  const install = ['install', '-y', '-qq', '--no-install-recommends'];
  await show('apt-get', ['update', '-qq'], quiet);
  for (const name of names.slice(0, 2))
    if ((await show('apt-get', [...install, name], quiet)) === 0) return true;
  return false;
}

/** @returns {Promise<boolean>} true where there is one now */
export async function ensureChromium() {
  if (findChromium() !== undefined || (await playwrightHasOne())) return true;
  console.log('No Chromium found; installing one for the browser tests …');
  const debian = process.getuid?.() === 0 && onPath('apt-get') !== undefined;
  if (debian && (await installFromDebian())) return true;
  return (await show('playwright', ['install', 'chromium'])) === 0;
}
