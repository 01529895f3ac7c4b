import { expect, test } from 'vitest';
import { fileLimits } from '#shared/domain/file-limits';
import { LATITUDE } from '../../tests/files/camera';
import { film, type Filmed } from '../../tests/files/film';
import { prepareFile } from './prepare-file';

const limits = fileLimits(undefined);
const prepared = async (filmed: Filmed, keepsPhotoPlace = false) => {
  const file = new File([new Uint8Array(film(filmed))], 'VID_1.mp4', { type: 'video/mp4' });
  const result = await prepareFile(file, { limits: { ...limits, keepsPhotoPlace }, keepsOriginal: false });
  return result.ok ? Buffer.from(result.value.file.bytes) : result.issues;
};

test('a film is kept without its location', async () => {
  const bytes = await prepared({ brand: 'isom' });
  expect(Buffer.isBuffer(bytes) && bytes.length > 0 && !bytes.includes(LATITUDE)).toBe(true);
});

test('a programme that wants the location gets the film as it is', async () => {
  expect(await prepared({}, true)).toEqual(film({}));
});

test('a film of which the location cannot be removed is not taken, and says so', async () => {
  expect(await prepared({ isFragmented: true })).toEqual([{ code: 'film-place-stays' }]);
});

test('what only says that it is a film has no location to tell', async () => {
  const file = new File(['nothing of the kind'], 'VID_2.mp4', { type: 'video/mp4' });
  expect(await prepareFile(file, { limits, keepsOriginal: false })).toMatchObject({ ok: true });
});
