// Photos and documents as others see them: support staff, another device of the site, and a browser that opens files it should not.
import { sha256Of } from '../../server/upload';
import { deskLike, Device } from '../fixtures/device';
import { choose, joinWithOneAsset, openFiles, tiles } from '../fixtures/file-steps';
import { drawJpeg, filesHere } from '../fixtures/files';
import { history, join } from '../fixtures/site-steps';
import { signIn } from '../fixtures/staff-steps';
import { expect, test } from '../fixtures/test';

test('support staff see the photos of an asset and of its history, and which have not arrived', async ({
  central,
  phone,
  desk,
}) => {
  const { asset, assetId } = await joinWithOneAsset(central, phone);
  const page = await phone.open('/sync');
  await phone.goOffline();
  await page.goto(phone.origin + asset);
  await page.getByRole('tab', { name: 'Photos and documents' }).click();
  await choose(page, [{ name: 'label.jpg', mimeType: 'image/jpeg', buffer: await drawJpeg(page, 400, 300) }]);
  await expect(tiles(page)).toHaveCount(1);
  await page.getByRole('link', { name: 'Update status' }).click();
  await page.getByRole('radio', { name: 'Needs attention', exact: true }).check();
  // large, and saved at once: saving waits until the photo is small
  await choose(page, [
    { name: 'thermostat.jpg', mimeType: 'image/jpeg', buffer: await drawJpeg(page, 2400, 3200) },
  ]);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(history(page).first()).toContainText('thermostat.jpg');
  await phone.open('/sync');
  await page.getByRole('button', { name: 'Pause files' }).click();
  await phone.goOnline();
  const steps = page.getByRole('list', { name: 'Steps of the sync' });
  await expect(steps.getByText('Files are paused')).toBeVisible();
  await expect(
    page.getByRole('link', { name: /Records sent · 2 photos or documents waiting/ }),
  ).toBeVisible();

  const staff = await signIn(desk);
  await desk.open(`/fleet/${assetId}`);
  await expect(history(staff).first()).toContainText('Not yet at central');
  await page.getByRole('button', { name: 'Resume files' }).click();
  await expect(page.getByText('All photos and documents have been sent.')).toBeVisible();
  await desk.open(`/fleet/${assetId}`);
  await expect(history(staff).first()).toContainText('At central');
  await staff.getByRole('button', { name: 'Open thermostat.jpg' }).click();
  const viewer = staff.getByRole('dialog');
  await expect(viewer.getByRole('img', { name: 'thermostat.jpg' })).toBeVisible();
  await viewer.getByRole('button', { name: 'Close' }).click();
  await staff.getByRole('tab', { name: 'Photos and documents' }).click();
  await expect(tiles(staff).filter({ hasText: 'label.jpg' })).toContainText('At central');
});

test('another device of the site opens what the first attached, and what may run does not', async ({
  browser,
  central,
  phone,
  desk,
}) => {
  const { asset, site } = await joinWithOneAsset(central, phone);
  const page = await openFiles(phone, asset);
  const script = '<script>document.title = "run"; parent.postMessage("run", "*")</script>';
  const html = Buffer.from(`<!doctype html><title>manual</title>${script}`);
  const svg = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`);
  await choose(page, [
    { name: 'label.jpg', mimeType: 'image/jpeg', buffer: await drawJpeg(page, 400, 300) },
    { name: 'manual.html', mimeType: 'text/html', buffer: html },
    { name: 'drawing.svg', mimeType: 'image/svg+xml', buffer: svg },
  ]);
  await expect(tiles(page)).toHaveCount(3);
  await expect(tiles(page).filter({ hasText: 'At central' })).toHaveCount(3);

  const tablet = await Device.switchOn(browser, deskLike, central.origin);
  await join(tablet, (await central.staff.makeJoinCode(site)).code, 'Tablet');
  const other = await openFiles(tablet, asset);
  await expect(tiles(other)).toHaveCount(3);
  const picture = tiles(other).filter({ hasText: 'label.jpg' });
  await expect(picture).toContainText('On the central server');
  await picture.getByRole('button').click();
  await expect(other.getByRole('dialog').getByRole('img', { name: 'label.jpg' })).toBeVisible();
  await other.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await expect(picture).toContainText('At central');
  expect((await filesHere(other)).map(({ isThumbnail }) => isThumbnail).toSorted()).toEqual([false, true]);
  for (const name of ['manual.html', 'drawing.svg']) {
    await other.getByRole('button', { name: `Open ${name}` }).click();
    const viewer = other.getByRole('dialog');
    await expect(viewer.getByRole('link', { name: 'Save a copy' })).toBeVisible();
    expect(await viewer.locator('img, iframe, object, embed').count()).toBe(0);
    await viewer.getByRole('button', { name: 'Close' }).click();
  }
  await tablet.switchOff();

  const staff = await signIn(desk);
  for (const bytes of [html, svg]) {
    const download = staff.waitForEvent('download');
    await staff.goto(`${central.origin}/api/files/${sha256Of(bytes)}`).catch(() => undefined);
    expect((await download).suggestedFilename()).toMatch(/^(manual\.html|drawing\.svg)$/);
    expect(await staff.title()).not.toBe('run');
  }
});
