import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { fileTypeFromBuffer } from 'file-type';
import { thumbHashToRGBA } from 'thumbhash';
import { THUMBNAIL_BYTES } from '#shared/domain/file-limits';
import type { Event } from '../life-of-an-asset';
import { photoOf } from './photo';
import { photographed } from './photos-of-country';
import { encodePng } from './png';
import { fridge, label, thermostat } from './scenes';

test('a picture is a PNG whose rows give back its pixels', async () => {
  const rgb = Uint8Array.from({ length: 2 * 3 * 3 }, (_, index) => (index * 40) % 256);
  const png = encodePng({ width: 2, height: 3, rgb });
  expect((await fileTypeFromBuffer(png))?.mime).toBe('image/png');
  const body = png.subarray(png.indexOf('IDAT') + 4, png.indexOf('IEND') - 8);
  const rows = inflateSync(body);
  const pixels = new Uint8Array(rgb.length);
  for (let at = 0; at < rgb.length; at++) {
    const [row, column] = [Math.floor(at / 6), at % 6];
    pixels[at] = (rows[row * 7 + 1 + column] ?? 0) + (row === 0 ? 0 : (pixels[at - 6] ?? 0));
  }
  expect(pixels).toEqual(rgb);
});

test('every scene has a thumbnail that is small enough and a placeholder that can be shown', () => {
  for (const scene of [fridge(0), thermostat(12.6), label('asset-1')]) {
    const { bytes, thumbnail, placeholder } = photoOf(scene);
    expect(thumbnail.length).toBeLessThanOrEqual(THUMBNAIL_BYTES);
    expect(bytes.length).toBeGreaterThan(thumbnail.length);
    expect(placeholder.length).toBeLessThan(1024);
    expect(thumbHashToRGBA(Buffer.from(placeholder, 'base64')).w).toBeGreaterThan(0);
  }
});

test('photos hang on what they show, and their bytes are kept', async () => {
  const event = (kind: string, entityId: string, patch: Event['draft']['patch']): Event => ({
    at: 1_000_000,
    storeId: 's1',
    draft: { kind, entityId, patch },
  });
  const kept = new Set<string>();
  const files = {
    put: async (bytes: AsyncIterable<Uint8Array>) => {
      const pieces: Uint8Array[] = [];
      for await (const piece of bytes) pieces.push(piece);
      kept.add(Buffer.concat(pieces).toString('latin1'));
      return { ok: true as const, sha256: '', bytes: 0 };
    },
  };
  const events = [
    event('asset.create', 'a1', { catalogueItemId: 'c1' }),
    event('asset.create', 'a2', {}),
    event('assetLog.add', 'l1', { assetId: 'a1', functionalStatus: 'NOT_FUNCTIONING' }),
    event('assetLog.add', 'l2', { assetId: 'a1', functionalStatus: 'FUNCTIONING' }),
  ];
  const photos = await photographed(events, files);
  expect(
    photos.map(({ draft: { patch } }) => [patch['ownerTable'], patch['ownerId'], patch['fileName']]),
  ).toEqual([
    ['asset', 'a1', 'fridge.png'],
    ['asset', 'a1', 'label.png'],
    ['assetLog', 'l1', 'thermostat.png'],
  ]);
  expect(kept.size).toBe(6);
});
