// A photo with the whole screen: who added it and when, and the next one by a key, a swipe or a button. Without a network.
import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/accessible';
import { choose, joinWithOneAsset, openFiles, tiles } from '../fixtures/file-steps';
import { drawJpeg } from '../fixtures/files';
import { expect, test } from '../fixtures/test';

/** A finger that goes sideways over the middle of the picture, by the browser's own touch. */
async function swipe(page: Page, by: number): Promise<void> {
  const touch = await page.context().newCDPSession(page);
  const at = (x: number) => [{ x, y: 330 }];
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(180) });
  for (const part of [0.25, 0.5, 0.75, 1])
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(180 + by * part) });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await touch.detach();
}

test('photos are looked at one after the other, with who added them and when', async ({ central, phone }) => {
  const { asset } = await joinWithOneAsset(central, phone);
  await phone.goOffline();
  const page = await openFiles(phone, asset);
  for (const name of ['door.jpg', 'plate.jpg', 'room.jpg']) {
    await choose(page, [{ name, mimeType: 'image/jpeg', buffer: await drawJpeg(page, 640, 480) }]);
    await expect(tiles(page).filter({ hasText: name })).toBeVisible();
  }
  await tiles(page).first().getByRole('button').first().tap();
  const viewer = page.getByRole('dialog');
  const where = viewer.getByRole('status').filter({ hasText: 'of 3' });
  const isAt = (place: number) => expect(where).toContainText(`${place} of 3`);
  await isAt(1);
  await expect(where).toContainText('Phone of the nurse');
  await expect(where).toContainText(String(new Date().getFullYear()));
  await expect(viewer.getByRole('img')).toBeVisible();
  await expectAccessible(page);

  await test.step('it takes the whole screen', async () => {
    const { width = 0, height = 0 } = (await viewer.boundingBox()) ?? {};
    expect([width, height]).toEqual([360, 740]);
  });
  await test.step('by a key', async () => {
    await page.keyboard.press('ArrowRight');
    await isAt(2);
    await page.keyboard.press('ArrowLeft');
    await isAt(1);
  });
  await test.step('by a swipe, and another one before the photo has settled', async () => {
    await swipe(page, -140);
    await swipe(page, -140);
    await isAt(3);
    await swipe(page, 140);
    await isAt(2);
  });
  await test.step('by a swipe that began on what the next photo takes away', async () => {
    const touch = await page.context().newCDPSession(page);
    const finger = (x: number) => [{ x, y: 330 }];
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: finger(80) });
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: finger(150) });
    await page.evaluate(() => {
      const touched = document.elementFromPoint(150, 330)?.closest('dialog img');
      if (!touched) throw new Error('no photo under the finger');
      touched.remove();
    });
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: finger(220) });
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await touch.detach();
    await isAt(1);
    await page.keyboard.press('ArrowRight');
    await isAt(2);
  });
  await test.step('by a button, and back to the photos with Esc', async () => {
    await viewer.getByRole('button', { name: 'Next' }).tap();
    await isAt(3);
    await expect(viewer.getByRole('button', { name: 'Next' })).toBeDisabled();
    await page.keyboard.press('Escape');
    await expect(viewer).toBeHidden();
    await expect(tiles(page)).toHaveCount(3);
  });
});
