// The cost of files: the data of a day, and the room on the device.
import { randomBytes } from 'node:crypto';
import { choose, joinWithOneAsset, openFiles, tiles } from '../fixtures/file-steps';
import { filesHere } from '../fixtures/files';
import { fillStorage, limitStorage } from '../fixtures/full-storage';
import { expect, test } from '../fixtures/test';

const document = (name: string, bytes: number) => ({
  ...{ name, mimeType: 'application/octet-stream', buffer: randomBytes(bytes) },
});

test('files keep within the data of the day until a person says otherwise', async ({ central, phone }) => {
  const { asset } = await joinWithOneAsset(central, phone);
  let page = await phone.open('/sync');
  await page.getByRole('combobox', { name: 'Daily data limit for photos' }).selectOption('5000000');
  page = await openFiles(phone, asset);
  await choose(page, [document('manual.bin', 6_000_000)]);
  await expect(tiles(page)).toContainText('Uploading 83');
  page = await phone.open('/sync');
  await expect(page.getByText('Today’s data limit is reached')).toBeVisible();
  await expect(page.getByText('5 MB of 5 MB')).toBeVisible();
  await page.getByRole('button', { name: 'Send anyway today' }).click();
  await expect(page.getByText('All photos and documents have been sent.')).toBeVisible();
});

test('a full device makes room for a photo from what central has too, and says that it is nearly full', async ({
  central,
  phone,
}) => {
  await limitStorage(phone);
  const { asset } = await joinWithOneAsset(central, phone);
  const page = await openFiles(phone, asset);
  await choose(page, [document('old.bin', 6_000_000)]);
  await expect(tiles(page)).toContainText('At central');
  await phone.goOffline();
  await fillStorage(phone);
  await choose(page, [document('new.bin', 2_000_000)]);
  await expect(tiles(page).filter({ hasText: 'new.bin' })).toContainText('On this device');
  await expect(tiles(page).filter({ hasText: 'old.bin' })).toContainText('On the central server');
  expect((await filesHere(page)).map(({ size }) => size)).toEqual([2_000_000]);
  await expect(page.getByText('This device is nearly full')).toBeVisible();
});

test('what is left is told where the browser says it, and one touch frees what central has too', async ({
  central,
  phone,
}) => {
  await phone.context.addInitScript(() => {
    if ('storage' in navigator)
      navigator.storage.estimate = () => Promise.resolve({ usage: 70e6, quota: 100e6 });
  });
  const { asset } = await joinWithOneAsset(central, phone);
  const page = await openFiles(phone, asset);
  await expect(page.getByText('30 MB are left')).toBeVisible();
  await choose(page, [document('old.bin', 300_000)]);
  await expect(tiles(page)).toContainText('At central');
  await phone.goOffline();
  await choose(page, [document('new.bin', 200_000)]);
  await expect(tiles(page)).toHaveCount(2);
  await page.getByRole('button', { name: 'Free up 300 kB' }).click();
  await expect(tiles(page).filter({ hasText: 'old.bin' })).toContainText('On the central server');
  await expect(tiles(page).filter({ hasText: 'new.bin' })).toContainText('On this device');
  expect((await filesHere(page)).map(({ size }) => size)).toEqual([200_000]);
});
