// A photo with the whole screen: who added it and when, and the next one by a key, a swipe or a button. Without a network.
import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/accessible';
import { choose, joinWithOneAsset, openFiles, tiles } from '../fixtures/file-steps';
import { drawJpeg } from '../fixtures/files';
import { expect, test } from '../fixtures/test';

interface Finger {
  x: number;
  y: number;
}

/** Fingers over the middle of the picture, by the browser's own touch: each from one place to another. */
async function move(page: Page, fingers: readonly { from: Finger; to: Finger }[]): Promise<void> {
  const touch = await page.context().newCDPSession(page);
  const at = (part: number) =>
    fingers.map(({ from, to }, id) => ({
      ...{ id, x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part },
    }));
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0) });
  for (const part of [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1])
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(part) });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await touch.detach();
}

const middle: Finger = { x: 180, y: 330 };
const swipe = (page: Page, by: number): Promise<void> =>
  move(page, [{ from: middle, to: { ...middle, x: middle.x + by } }]);
const drag = (page: Page, by: number): Promise<void> =>
  move(page, [{ from: middle, to: { ...middle, y: middle.y + by } }]);

/** Two fingers: apart with a positive factor, together with a negative one. */
function pinch(page: Page, factor: number): Promise<void> {
  const [near, far] = [10, 10 * Math.abs(factor)];
  const [from, to] = factor > 0 ? [near, far] : [far * 1.6, near];
  return move(
    page,
    [-1, 1].map((side) => ({
      from: { ...middle, x: middle.x + side * from },
      to: { ...middle, x: middle.x + side * to },
    })),
  );
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
    await expect(viewer.getByRole('img')).toBeVisible();
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
  await test.step('two fingers enlarge it; one then moves it to every side, and the next photo does not come', async () => {
    const view = () =>
      page.evaluate(() => [
        visualViewport?.scale ?? 1,
        visualViewport?.offsetLeft,
        visualViewport?.offsetTop,
      ]);
    await pinch(page, 12);
    await expect.poll(async () => (await view())[0]).toBeGreaterThan(1.4);
    await swipe(page, 200);
    await expect.poll(async () => (await view())[1]).toBe(0);
    await swipe(page, -140);
    await expect.poll(async () => (await view())[1]).toBeGreaterThan(60);
    await drag(page, -140);
    await expect.poll(async () => (await view())[2]).toBeGreaterThan(60);
    await isAt(2);
    await drag(page, 300);
    await pinch(page, -12);
    await expect.poll(async () => (await view())[0]).toBe(1);
    await swipe(page, 140);
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
