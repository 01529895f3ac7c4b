import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  asPhoneWrites,
  cameraFacts,
  heic,
  LATITUDE,
  locationBytes,
  plainJpeg,
} from '../../../tests/files/camera';
import { jpegLocation, jpegWithLocation } from './jpeg';
import * as pictures from './picture-location';
import { dropLocation, readLocation } from './tiff';

// Node's own kind of bytes shares them with its slices, which no browser's does.
const locationOf = (bytes: Uint8Array, kind: string) => pictures.locationOf(new Uint8Array(bytes), kind);
const withoutLocation = (bytes: Uint8Array, kind: string) =>
  pictures.withoutLocation(new Uint8Array(bytes), kind);

/** The location as the camera writes it, in its maker's notes, and in an app's words. */
function expectNoLocation(bytes: Uint8Array | undefined): void {
  const all = Buffer.from(bytes ?? []);
  expect(all.length).toBeGreaterThan(0);
  expect(all.includes(locationBytes)).toBe(false);
  expect(all.includes(LATITUDE)).toBe(false);
}

const cleanFacts = (() => {
  const facts = new Uint8Array(cameraFacts({ orientation: 6 }));
  dropLocation(facts);
  return facts;
})();

const chunk = (name: string, content: Uint8Array, isLittle = false): Buffer => {
  const length = Buffer.alloc(4);
  if (isLittle) length.writeUInt32LE(content.length);
  else length.writeUInt32BE(content.length);
  const padding = Buffer.alloc(isLittle ? content.length % 2 : 0);
  return isLittle
    ? Buffer.concat([Buffer.from(name), length, content, padding])
    : Buffer.concat([length, Buffer.from(name), content, Buffer.alloc(4)]);
};
const png = (...chunks: Buffer[]): Buffer =>
  Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', Buffer.alloc(13)),
    ...chunks,
    chunk('IDAT', Buffer.from('pixels')),
    chunk('IEND', Buffer.alloc(0)),
  ]);
const webp = (flags: number, ...chunks: Buffer[]): Buffer => {
  const all = Buffer.concat([
    Buffer.from('RIFF\0\0\0\0WEBP', 'latin1'),
    chunk('VP8X', Buffer.from([flags, 0, 0, 0, 0, 0, 0, 0, 0, 0]), true),
    chunk('VP8 ', Buffer.from('pixels!'), true),
    ...chunks,
  ]);
  all.writeUInt32LE(all.length - 8, 4);
  return all;
};

describe('the facts of a camera', () => {
  test('lose the location and the maker’s notes, keep the rest, and keep their length', () => {
    const block = new Uint8Array(cameraFacts({ orientation: 6 }));
    const { length } = block;
    expect(Buffer.from(block).includes(locationBytes)).toBe(true);
    expect(dropLocation(block)).toBe(true);
    const facts = Buffer.from(block);
    expectNoLocation(facts);
    expect(facts.length).toBe(length);
    expect(facts.includes('A maker of phones')).toBe(true);
    expect(facts.includes(Buffer.from('0112000300000001', 'hex'))).toBe(true);
    expect(readLocation(facts)).toBeUndefined();
  });

  test('that are no block of facts, or lead round in circles, are not believed', () => {
    const circle = cameraFacts();
    circle.writeUInt32BE(8, 8 + 2 + 4 * 12);
    for (const bytes of [Buffer.from('nothing of the kind'), Buffer.alloc(0), circle])
      expect(dropLocation(bytes)).toBe(false);
  });

  test('never throw, whatever the bytes are', () => {
    const facts = cameraFacts();
    const damage = fc.tuple(fc.nat(facts.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(damage, { maxLength: 12 }), (damages) => {
        const damaged = new Uint8Array(facts);
        for (const [at, byte] of damages) damaged[at] = byte;
        readLocation(damaged);
        dropLocation(damaged);
        withoutLocation(heic(damaged), 'image/heic');
        withoutLocation(asPhoneWrites(plainJpeg(), damaged), 'image/jpeg');
      }),
      { seed: 5, numRuns: 300 },
    );
  });
});

describe('a picture without its location', () => {
  test('is the same JPEG without what an app wrote, or put behind its end', () => {
    const photo = asPhoneWrites(plainJpeg(), cameraFacts({ orientation: 6 }));
    const clean = Buffer.from(withoutLocation(photo, 'image/jpeg') ?? []);
    expectNoLocation(clean);
    const facts = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), cleanFacts]);
    expect(clean.includes(facts)).toBe(true);
    expect(clean.subarray(-2).toString('hex')).toBe('ffd9');
    expect(clean.length).toBe(plainJpeg().length + facts.length + 4);
  });

  test('is a PNG of pieces that draw', () => {
    const words = chunk('iTXt', Buffer.from(`exif:GPSLatitude ${LATITUDE}`));
    const clean = withoutLocation(png(chunk('eXIf', cameraFacts()), words), 'image/png');
    expect(Buffer.from(clean ?? [])).toEqual(png());
  });

  test('is a WebP whose facts say how it is turned, and whose heading and length are true', () => {
    const [facts, words] = [cameraFacts({ orientation: 6 }), Buffer.from(LATITUDE)];
    const photo = webp(0x0c, chunk('EXIF', facts, true), chunk('XMP ', words, true));
    expect(Buffer.from(withoutLocation(photo, 'image/webp') ?? [])).toEqual(
      webp(0x08, chunk('EXIF', cleanFacts, true)),
    );
  });

  test('is a HEIC in which nothing moved', () => {
    const photo = heic();
    const clean = Buffer.from(withoutLocation(photo, 'image/heic') ?? []);
    expectNoLocation(clean);
    expect(clean.length).toBe(photo.length);
    expect(clean.includes('the picture itself')).toBe(true);
    expect(clean.includes('A maker of phones')).toBe(true);
  });

  test('is not promised of what cannot be read', () => {
    expect(withoutLocation(Buffer.from('ffd8ffe1', 'hex'), 'image/jpeg')).toBeUndefined();
    expect(withoutLocation(Buffer.from('RIFF'), 'image/webp')).toBeUndefined();
    expect(withoutLocation(heic().subarray(0, 200), 'image/heic')).toBeUndefined();
    expect(withoutLocation(Buffer.from('anything'), 'image/x-canon-cr2')).toBeUndefined();
  });
});

describe('the location of a picture', () => {
  test('can be written into another one, where a programme wants it', () => {
    const location = locationOf(asPhoneWrites(plainJpeg()), 'image/jpeg');
    expect(location?.facts.map(({ tag }) => tag)).toEqual([1, 2, 3, 4]);
    if (!location) return;
    const photo = jpegWithLocation(plainJpeg(), location);
    expect(jpegLocation(photo)).toEqual(location);
    expect(jpegLocation(withoutLocation(photo, 'image/jpeg') ?? photo)).toBeUndefined();
  });

  test('is found in a PNG and a WebP too, and is not made up', () => {
    const facts = cameraFacts();
    const latitude = (bytes: Uint8Array, kind: string) =>
      locationOf(bytes, kind)?.facts.find(({ tag }) => tag === 2)?.value;
    expect(latitude(png(chunk('eXIf', facts)), 'image/png')).toEqual(Uint8Array.from(locationBytes));
    expect(latitude(webp(8, chunk('EXIF', facts, true)), 'image/webp')).toEqual(
      Uint8Array.from(locationBytes),
    );
    expect(locationOf(plainJpeg(), 'image/jpeg')).toBeUndefined();
  });
});
