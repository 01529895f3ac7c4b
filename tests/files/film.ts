/** A film as phones write it: picture and sound in pieces, the location in every form that is known of, and a track of a camera's notes. */
import { box, LATITUDE } from './camera';

const numbers = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => bytes.writeUInt32BE(value, index * 4));
  return bytes;
};
const text = (words: string): Buffer => Buffer.from(words, 'latin1');

/** The location as phones write it, once each: Android's, 3GPP's, Apple's, Adobe's. */
const locations = {
  android: box('\u00a9xyz', numbers(0x00_12_15_c7), text(LATITUDE)),
  mobile: box('loci', numbers(0, 0x15_c7_00_00), text(LATITUDE)),
  apple: box(
    'meta',
    box('hdlr', numbers(0, 0), text('mdta'), numbers(0, 0, 0)),
    box('keys', numbers(0, 1), box('mdta', text('com.apple.quicktime.location.ISO6709'))),
    box('ilst', box('\0\0\0\x01', box('data', numbers(1, 0), text(LATITUDE)))),
  ),
  adobe: box('uuid', Buffer.alloc(16, 7), text(`<x exif:GPSLatitude="${LATITUDE}"/>`)),
};

interface Track {
  handler: string;
  /** the samples of each of its chunks, and their offset */
  chunks: { samples: Buffer[]; at: number }[];
  isFar?: boolean;
}

function track({ handler, chunks, isFar }: Track): Buffer {
  const offsets = isFar
    ? box('co64', numbers(0, chunks.length, ...chunks.flatMap(({ at }) => [0, at])))
    : box('stco', numbers(0, chunks.length, ...chunks.map(({ at }) => at)));
  const sizes = chunks.flatMap(({ samples }) => samples.map(({ length }) => length));
  const groups = chunks.flatMap(({ samples }, index) => [index + 1, samples.length, 1]);
  return box(
    'trak',
    box('tkhd', Buffer.alloc(84, 1)),
    box(
      'mdia',
      box('mdhd', Buffer.alloc(24)),
      box('hdlr', numbers(0, 0), text(handler), numbers(0, 0, 0)),
      box(
        'minf',
        box(
          'stbl',
          box('stsd', numbers(0, 0)),
          box('stsc', numbers(0, chunks.length, ...groups)),
          box('stsz', numbers(0, 0, sizes.length, ...sizes)),
          offsets,
        ),
      ),
    ),
    box('udta', locations.mobile),
  );
}

export interface Filmed {
  /** the first box, or none as in old films */
  brand?: string;
  /** `moov` behind the pieces, as phones write it, or before them */
  isIndexLast?: boolean;
  isFar?: boolean;
  isFragmented?: boolean;
  notes?: string;
}

export const picture = text('what the film shows');
export const sound = text('what one hears in it');

export function film({
  brand = 'qt  ',
  isIndexLast = true,
  isFar = false,
  isFragmented = false,
  notes = 'meta',
}: Filmed = {}): Buffer {
  const seconds = [`at 1 s: ${LATITUDE}`, `at 2 s: ${LATITUDE}`, `at 3 s: ${LATITUDE}`].map(text);
  const [first = text(''), ...others] = seconds;
  const head = Buffer.concat([
    ...(brand === '' ? [] : [box('ftyp', text(`${brand}\0\0\0\0mp42`))]),
    box('free', text(LATITUDE)),
  ]);
  const pieces = [picture, first, sound, ...others];
  const index = (at: number): Buffer => {
    const notesAt = at + picture.length + first.length + sound.length;
    return box(
      'moov',
      box('mvhd', Buffer.alloc(100)),
      track({ handler: 'vide', chunks: [{ samples: [picture], at }], isFar }),
      ...(notes === ''
        ? []
        : [
            track({
              handler: notes,
              chunks: [
                { samples: [first], at: at + picture.length },
                { samples: others, at: notesAt },
              ],
              isFar,
            }),
          ]),
      track({ handler: 'soun', chunks: [{ samples: [sound], at: at + picture.length + first.length }] }),
      box('udta', locations.android, locations.mobile, numbers(0)),
      locations.apple,
    );
  };
  const before = isIndexLast ? head.length : head.length + index(0).length;
  const made = index(before + 8);
  return Buffer.concat([
    head,
    ...(isIndexLast ? [] : [made]),
    box('mdat', ...(notes === '' ? [picture, sound] : pieces)),
    ...(isIndexLast ? [made] : []),
    ...(isFragmented ? [box('moof', box('mfhd', numbers(0, 1)))] : []),
    locations.adobe,
    text(`behind the end: ${LATITUDE}`),
  ]);
}
