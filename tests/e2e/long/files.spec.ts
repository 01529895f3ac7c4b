// Photos and documents: attached without a network, through a restart, and at central as they were.
import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { sha256Of } from '../../server/upload';
import { choose, joinWithOneAsset, openFiles, tiles } from '../fixtures/file-steps';
import { drawJpeg, filesHere, readAtCentral } from '../fixtures/files';
import { history } from '../fixtures/site-steps';
import { expect, test } from '../fixtures/test';

const photoOf = async (page: Page) => [
  { name: 'fridge.jpg', mimeType: 'image/jpeg', buffer: await drawJpeg(page, 1200, 900) },
];

test('a photo attached without a network survives a restart and is the same at central', async ({
  central,
  phone,
}) => {
  const { asset } = await joinWithOneAsset(central, phone);
  let page = await openFiles(phone, asset);
  await phone.goOffline();
  await choose(page, await photoOf(page));
  await expect(tiles(page)).toContainText('On this device');

  await phone.closeApp();
  page = await openFiles(phone, asset);
  await expect(tiles(page)).toContainText('On this device');
  const here = await filesHere(page);
  expect(here.map(({ isThumbnail }) => isThumbnail).toSorted()).toEqual([false, true]);
  for (const file of here) expect(file.size).toBeLessThan(file.isThumbnail ? 12 * 1024 + 1 : 1024 * 1024);

  await phone.goOnline();
  await expect(tiles(page)).toContainText('At central');
  for (const { sha256 } of here) expect(await readAtCentral(page, sha256)).toBe(sha256);
  await tiles(page).getByRole('button').click();
  await expect(page.getByRole('dialog').getByRole('img', { name: 'fridge.jpg' })).toBeVisible();
});

test('a document goes on where it was when central dies in the middle of it', async ({ central, phone }) => {
  const { asset } = await joinWithOneAsset(central, phone);
  const page = await openFiles(phone, asset);
  const manual = randomBytes(12_000_000);
  await choose(page, [{ name: 'manual.bin', mimeType: 'application/octet-stream', buffer: manual }]);
  for (let deaths = 0; deaths < 2; deaths++) {
    await expect(tiles(page)).toContainText('Uploading');
    const before = (await filesHere(page))[0]?.sent ?? 0;
    await central.kill();
    await central.startAgain();
    // The last byte may have gone just before the kill.
    await expect
      .poll(async () => (await filesHere(page))[0]?.sent)
      .toBeGreaterThan(Math.min(before, manual.length - 1));
  }
  await expect(tiles(page)).toContainText('At central', { timeout: 60_000 });
  expect(await readAtCentral(page, sha256Of(manual))).toBe(sha256Of(manual));
});

test('photos go with a status, are seen in the history, and can be taken away and brought back', async ({
  central,
  phone,
}) => {
  const { asset } = await joinWithOneAsset(central, phone);
  const page = await phone.open(`${asset}/status`);
  await page.getByRole('radio', { name: 'Needs attention', exact: true }).check();
  await choose(page, await photoOf(page));
  await expect(page.getByRole('button', { name: 'Remove fridge.jpg' })).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();
  const open = history(page).first().getByRole('button', { name: 'Open fridge.jpg' });
  await open.click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(open).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(open).toBeVisible();
  await expect(history(page).first()).toContainText('At central');
});
