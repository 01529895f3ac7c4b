/** The notes that a camera writes beside a picture: its turn, and its location. For pictures of tests. */
export const LATITUDE = '9 deg 6 min';

interface Fact {
  tag: number;
  type: number;
  count: number;
  value: Buffer;
}

const text = (tag: number, value: string): Fact => ({
  tag,
  type: 2,
  count: value.length + 1,
  value: Buffer.from(`${value}\0`),
});
const short = (tag: number, value: number): Fact => ({
  tag,
  type: 3,
  count: 1,
  value: Buffer.from([0, value]),
});
const degrees = (tag: number, ...parts: number[]): Fact => {
  const value = Buffer.alloc(parts.length * 8);
  parts.forEach((part, index) => {
    value.writeUInt32BE(part, index * 8);
    value.writeUInt32BE(1, index * 8 + 4);
  });
  return { tag, type: 5, count: parts.length, value };
};

/** The location that all pictures of tests were taken at: bytes that nothing else has. */
export const locationBytes = degrees(2, 9, 61234, 77).value;

/** A block of facts: turned by `orientation` (6: a quarter to the right), a maker's notes, and the location. */
export function cameraFacts({ orientation = 1 }: { orientation?: number } = {}): Buffer {
  const location = [text(1, 'S'), degrees(2, 9, 61234, 77), text(3, 'E'), degrees(4, 160, 9, 3)];
  const camera = [{ tag: 0x927c, type: 7, count: 24, value: Buffer.from(locationBytes) }];
  const first = (locationAt: number, cameraAt: number): Fact[] => [
    text(0x010f, 'A maker of phones'),
    short(0x0112, orientation),
    pointer(0x8769, cameraAt),
    pointer(0x8825, locationAt),
  ];
  const firstBytes = folder(first(0, 0), 8);
  const cameraAt = 8 + firstBytes.length;
  const cameraBytes = folder(camera, cameraAt);
  const locationAt = cameraAt + cameraBytes.length;
  return Buffer.concat([
    Buffer.from('MM\0\x2a\0\0\0\x08', 'latin1'),
    folder(first(locationAt, cameraAt), 8),
    cameraBytes,
    folder(location, locationAt),
  ]);
}

function pointer(tag: number, to: number): Fact {
  const value = Buffer.alloc(4);
  value.writeUInt32BE(to);
  return { tag, type: 4, count: 1, value };
}

function folder(facts: readonly Fact[], at: number): Buffer {
  const head = Buffer.alloc(2 + facts.length * 12 + 4);
  head.writeUInt16BE(facts.length);
  const values: Buffer[] = [];
  let free = at + head.length;
  facts.forEach(({ tag, type, count, value }, index) => {
    const entry = 2 + index * 12;
    head.writeUInt16BE(tag, entry);
    head.writeUInt16BE(type, entry + 2);
    head.writeUInt32BE(count, entry + 4);
    if (value.length <= 4) value.copy(head, entry + 8);
    else {
      head.writeUInt32BE(free, entry + 8);
      values.push(value);
      free += value.length;
    }
  });
  return Buffer.concat([head, ...values]);
}

/** A JPEG as a phone hands it over: with its facts, a location in an app's own words, and a film behind its end. */
export function asPhoneWrites(jpeg: Uint8Array, facts: Uint8Array = cameraFacts()): Buffer {
  return Buffer.concat([
    jpeg.subarray(0, 2),
    segment(0xe1, 'Exif\0\0', facts),
    segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', Buffer.from(`<x exif:GPSLatitude="${LATITUDE}"/>`)),
    jpeg.subarray(2),
    Buffer.from(`film taken at ${LATITUDE}`),
  ]);
}

function segment(marker: number, heading: string, content: Uint8Array): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(2 + heading.length + content.length, 2);
  return Buffer.concat([head, Buffer.from(heading, 'latin1'), content]);
}

/** The least that is a JPEG in all its segments. */
export const plainJpeg = (): Buffer =>
  Buffer.concat([
    Buffer.from('ffd8', 'hex'),
    segment(0xe0, 'JFIF\0', Buffer.from('0101000001000100', 'hex')),
    segment(0xdb, '', Buffer.alloc(65, 1)),
    segment(0xda, '', Buffer.from('0101003f00', 'hex')),
    Buffer.from('12ff0034ffd056ffd9', 'hex'),
  ]);

export const box = (name: string, ...content: Uint8Array[]): Buffer => {
  const inner = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + inner.length);
  head.write(name, 4, 'latin1');
  return Buffer.concat([head, inner]);
};
const whole = (...numbers: [value: number, bytes: number][]): Buffer =>
  Buffer.concat(
    numbers.map(([value, bytes]) => {
      const number = Buffer.alloc(bytes);
      number.writeUIntBE(value, 0, bytes);
      return number;
    }),
  );

/** A HEIC whose picture is a few bytes, with facts in it and a film beside it. */
export function heic(facts: Uint8Array = cameraFacts()): Buffer {
  const brands = box('ftyp', Buffer.from('heic\0\0\0\0mif1heic', 'latin1'));
  const exif = Buffer.concat([whole([0, 4]), facts]);
  const words = Buffer.from(`<x exif:GPSLatitude="${LATITUDE}"/>`);
  const picture = Buffer.from('the picture itself');
  const entry = (id: number, type: string): Buffer =>
    box('infe', whole([2, 1], [0, 3], [id, 2], [0, 2]), Buffer.from(`${type}\0`, 'latin1'));
  const items = box(
    'iinf',
    whole([0, 4], [3, 2]),
    entry(1, 'hvc1'),
    entry(2, 'Exif'),
    entry(3, 'mime\0application/rdf+xml'),
  );
  const locations = (at: number): Buffer =>
    box(
      'iloc',
      whole([0, 4], [0x44, 1], [0, 1], [3, 2]),
      ...[picture, exif, words].map((content, index, all) => {
        const before = all.slice(0, index).reduce((sum, { length }) => sum + length, 0);
        return whole([index + 1, 2], [0, 2], [1, 2], [at + before, 4], [content.length, 4]);
      }),
    );
  const meta = (at: number): Buffer => box('meta', whole([0, 4]), items, locations(at));
  const dataAt = brands.length + meta(0).length + 8;
  return Buffer.concat([
    brands,
    meta(dataAt),
    box('mdat', picture, exif, words),
    box('mpvd', Buffer.from(`film taken at ${LATITUDE}`)),
  ]);
}
