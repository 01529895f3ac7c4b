import fc from 'fast-check';
import { fileTypeFromBuffer } from 'file-type';
import { describe, expect, test } from 'vitest';
import { heic, LATITUDE, locationBytes } from '../../../tests/files/camera';
import { film, picture, sound, type Filmed } from '../../../tests/files/film';
import { isFilm, withoutLocation } from './picture-location';

const clean = (bytes: Uint8Array, kind = 'video/mp4'): Buffer | undefined => {
  const without = withoutLocation(new Uint8Array(bytes), kind);
  return without && Buffer.from(without);
};
const END = `behind the end: ${LATITUDE}`.length;

describe('a film without its location', () => {
  test.each<[string, Filmed]>([
    ['of an iPhone, its index behind its pieces', {}],
    ['of an Android phone', { brand: 'isom' }],
    ['of an older phone', { brand: '3gp4' }],
    ['with its index first', { isIndexLast: false }],
    ['without a brand', { brand: '' }],
    ['whose pieces lie far off', { isFar: true }],
    ['with subtitles that say where', { notes: 'sbtl' }],
    ['without a camera’s notes', { notes: '' }],
    ['in fragments', { notes: '', isFragmented: true }],
  ])('%s: nothing moved, nothing tells', async (_what, filmed) => {
    const made = film(filmed);
    const kind = (await fileTypeFromBuffer(made))?.mime;
    expect(isFilm(kind)).toBe(true);
    const bytes = clean(made, kind) ?? Buffer.alloc(0);
    expect(made.includes(LATITUDE)).toBe(true);
    expect(bytes.includes(LATITUDE)).toBe(false);
    expect(bytes.length).toBe(made.length - END);
    for (const piece of [picture, sound]) expect(bytes.indexOf(piece)).toBe(made.indexOf(piece));
    expect((await fileTypeFromBuffer(bytes))?.mime).toBe(kind);
  });

  test('keeps the tracks that are seen and heard as they were, and says of the others that they are free room', () => {
    const made = film({ isIndexLast: false });
    const bytes = clean(made) ?? Buffer.alloc(0);
    const count = (name: string, within: Buffer) => within.toString('latin1').split(name).length - 1;
    expect([count('trak', made), count('trak', bytes)]).toEqual([3, 2]);
    expect([count('vide', bytes), count('soun', bytes), count('udta', bytes)]).toEqual([1, 1, 0]);
    const header = made.subarray(made.indexOf('tkhd'), made.indexOf('tkhd') + 84);
    expect(bytes.indexOf(header)).toBe(made.indexOf('tkhd'));
  });

  test('is taken though it was cut off within its pieces', () => {
    const made = film({ isIndexLast: false });
    const cut = made.subarray(0, made.indexOf(sound) + 4);
    expect(clean(cut)).toBeUndefined(); // the place of the notes is lost
    const plain = film({ isIndexLast: false, notes: '' });
    const bytes = clean(plain.subarray(0, plain.indexOf(sound) + 4));
    expect(bytes?.includes(picture)).toBe(true);
    expect(bytes?.includes(LATITUDE)).toBe(false);
  });

  test('is not promised of one whose notes lie scattered, nor of one without an index', () => {
    expect(clean(film({ isFragmented: true }))).toBeUndefined();
    const made = film();
    expect(clean(made.subarray(0, made.indexOf('moov') - 4))).toBeUndefined();
    expect(clean(Buffer.from('nothing of the kind'))).toBeUndefined();
  });

  test('may be a picture of a brand that nobody knows', () => {
    const rare = heic();
    rare.write('heim', 8, 'latin1');
    const bytes = clean(rare);
    expect(bytes?.includes('the picture itself')).toBe(true);
    expect(bytes?.includes(locationBytes)).toBe(false);
  });

  test('never throws and never ends late, whatever the bytes are', () => {
    const made = film();
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(made.length - 1), fc.nat(255)), { maxLength: 12 }), (damages) => {
        const damaged = Buffer.from(made);
        for (const [at, byte] of damages) damaged[at] = byte;
        const bytes = clean(damaged);
        expect(bytes === undefined || bytes.length <= made.length).toBe(true);
      }),
      { seed: 5, numRuns: 300 },
    );
  });
});
