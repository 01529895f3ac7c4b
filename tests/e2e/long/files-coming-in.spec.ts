// The ways by which files come in, and the parts that are taken of them: upright, small, without the place, and nothing that lies.
import type { Page } from '@playwright/test';
import { asPhoneWrites, cameraFacts, LATITUDE, locationBytes } from '../../files/camera';
import { choose, joinWithOneAsset, openFiles, tiles } from '../fixtures/file-steps';
import { bytesHere, drawJpeg, filesHere, lookAt, referencesHere } from '../fixtures/files';
import { expect, test } from '../fixtures/test';

/** As if something were dropped on, or pasted into, the page. */
const hand = (page: Page, how: 'drop' | 'paste', names: string[]): Promise<void> =>
  page.evaluate(
    ({ type, files }) => {
      const data = new DataTransfer();
      for (const name of files) data.items.add(new File([name], name, { type: 'text/plain' }));
      const event =
        type === 'drop'
          ? new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true })
          : new ClipboardEvent(type, { clipboardData: data, bubbles: true, cancelable: true });
      document.body.dispatchEvent(event);
    },
    { type: how, files: names },
  );

test('files come by drop, by paste, from the chooser and straight from the camera, several at once', async ({
  central,
  phone,
}) => {
  const { asset } = await joinWithOneAsset(central, phone);
  const page = await openFiles(phone, asset);
  await hand(page, 'drop', ['one.txt', 'two.txt']);
  await expect(tiles(page)).toHaveCount(2);
  await hand(page, 'paste', ['three.txt']);
  await expect(tiles(page)).toHaveCount(3);
  const camera = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Take a photo' }).click();
  const opened = await camera;
  expect(await opened.element().getAttribute('capture')).toBe('environment');
  const buffer = await drawJpeg(page, 60, 40);
  await opened.setFiles([{ name: 'camera.jpg', mimeType: 'image/jpeg', buffer }]);
  await expect(page.getByRole('button', { name: 'Open camera.jpg' })).toBeVisible();
  await expect(tiles(page)).toHaveCount(4);
});

test('a photo is turned upright, made small and loses its place, and so does its original', async ({
  central,
  phone,
}) => {
  const { asset } = await joinWithOneAsset(central, phone);
  const page = await openFiles(phone, asset);
  await phone.goOffline();
  const drawn = await drawJpeg(page, 3200, 2400);
  const buffer = asPhoneWrites(drawn, cameraFacts({ orientation: 6 }));
  await page.getByRole('checkbox', { name: 'Also keep the full-size photos' }).check();
  await choose(page, [{ name: 'fridge.jpg', mimeType: 'image/jpeg', buffer }]);
  await expect(tiles(page)).toHaveCount(1);

  const copies = await filesHere(page);
  const bytesOf = async (which: (copy: (typeof copies)[number]) => boolean): Promise<Buffer> =>
    bytesHere(page, copies.find(which)?.sha256 ?? '');
  const thumbnail = await bytesOf((copy) => copy.isThumbnail);
  const original = await bytesOf((copy) => copy.isOriginal === true);
  const picture = await bytesOf((copy) => !copy.isThumbnail && copy.isOriginal !== true);
  for (const bytes of [thumbnail, original, picture]) {
    expect(bytes.includes(locationBytes)).toBe(false);
    expect(bytes.includes(LATITUDE)).toBe(false);
    // a quarter to the right: the left side is above
    expect((await lookAt(page, bytes, [0.5, 0.1])).colour).toBe('red');
    expect((await lookAt(page, bytes, [0.5, 0.9])).colour).toBe('blue');
  }
  expect(await lookAt(page, picture, [0, 0])).toMatchObject({ width: 1200, height: 1600 });
  expect(picture.includes('Exif')).toBe(false);
  expect(thumbnail.length).toBeLessThanOrEqual(12 * 1024);
  expect(await lookAt(page, original, [0, 0])).toMatchObject({ width: 2400, height: 3200 });
  expect(original.includes('A maker of phones')).toBe(true);
  for (const { placeholder = '' } of await referencesHere(page)) {
    expect(placeholder).not.toBe('');
    expect(Buffer.from(placeholder, 'base64').length).toBeLessThan(1024);
  }

  await phone.goOnline();
  await page.getByRole('button', { name: 'Open fridge.jpg' }).click();
  const viewer = page.getByRole('dialog');
  await viewer.getByRole('button', { name: 'Fetch the original' }).click();
  await expect(viewer.getByRole('link', { name: 'Save the original' })).toBeVisible();
});

test('a film over the limit is refused before a byte of it is read', async ({ central, phone }) => {
  const { asset } = await joinWithOneAsset(central, phone);
  const page = await openFiles(phone, asset);
  const reads = await page.evaluateHandle(() => {
    const read: string[] = [];
    const film = new File(['film'], 'film.mp4', { type: 'video/mp4' });
    Object.defineProperty(film, 'size', { value: 200 * 1024 * 1024 });
    for (const way of ['slice', 'arrayBuffer', 'stream', 'text'])
      Object.defineProperty(film, way, { value: () => read.push(way) });
    const event = new Event('drop', { bubbles: true, cancelable: true });
    Object.defineProperty(event, 'dataTransfer', { value: { files: [film] } });
    document.body.dispatchEvent(event);
    return read;
  });
  await expect(page.getByText('This file is larger than central takes')).toBeVisible();
  expect(await reads.jsonValue()).toEqual([]);
  expect(await filesHere(page)).toEqual([]);
});

test('a file that is not what it says is not taken, and the reason is said', async ({ central, phone }) => {
  const { asset } = await joinWithOneAsset(central, phone);
  const page = await openFiles(phone, asset);
  const html = Buffer.from('<script>document.title = "run"</script>');
  await choose(page, [{ name: 'fridge.jpg', mimeType: 'image/jpeg', buffer: html }]);
  await expect(page.getByText('This file is not of the kind that its name says')).toBeVisible();
  expect(await filesHere(page)).toEqual([]);
});
