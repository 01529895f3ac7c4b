// Draws the PNG icons from public/icons/icon.svg with a Chromium. Run by hand when the mark changes: node scripts/icons.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { findChromium } from './chromium.mjs';
import { root } from './run.mjs';

const folder = join(root, 'public', 'icons');
const mark = readFileSync(join(folder, 'icon.svg'), 'utf8');

/** Without its round corners: phones cut their own shape out of it. */
const square = mark.replace(' rx="14"', '');

/** Only the middle four fifths of the width are sure to be seen, so the mark is drawn smaller on the same ground. */
const maskable = square
  .replace('viewBox="0 0 64 64"', 'viewBox="-10 -10 84 84"')
  .replace('<rect width="64" height="64"', '<rect x="-10" y="-10" width="84" height="84"');

const executablePath = findChromium();
const browser = await chromium.launch({
  args: ['--no-sandbox', '--disable-gpu'],
  ...(executablePath ? { executablePath } : {}),
});

/**
 * @param {string} svg
 * @param {number} size
 */
async function draw(svg, size) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(
    `<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
  );
  const png = await page.screenshot({ omitBackground: true });
  await page.close();
  return png;
}

/**
 * An .ico file that holds one PNG.
 * @param {Buffer} png
 * @param {number} size under 256
 */
function ico(png, size) {
  const head = Buffer.alloc(22);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(1, 4);
  head.writeUInt8(size, 6);
  head.writeUInt8(size, 7);
  head.writeUInt16LE(1, 10);
  head.writeUInt16LE(32, 12);
  head.writeUInt32LE(png.length, 14);
  head.writeUInt32LE(head.length, 18);
  return Buffer.concat([head, png]);
}

writeFileSync(join(folder, 'icon-192.png'), await draw(mark, 192));
writeFileSync(join(folder, 'icon-512.png'), await draw(mark, 512));
writeFileSync(join(folder, 'maskable-512.png'), await draw(maskable, 512));
writeFileSync(join(folder, 'apple-touch-180.png'), await draw(square, 180));
writeFileSync(join(root, 'public', 'favicon.ico'), ico(await draw(mark, 32), 32));
await browser.close();
