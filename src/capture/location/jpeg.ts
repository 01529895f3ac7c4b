/** A JPEG as its segments. Everything beside the picture is left out, except the parts that are needed to draw it. */
import { blockOf } from './location-block';
import { dropLocation, readLocation, type Location } from './tiff';

interface Segment {
  marker: number;
  start: number;
  end: number;
}

const END = 0xd9;
const SCAN = 0xda;
const JFIF = 0xe0;
const EXIF = 0xe1;
const COLOURS = 0xe2;
const ADOBE = 0xee;
const COMMENT = 0xfe;

/** The picture alone, its facts without the location; undefined when it is not whole up to its first scan. */
export function jpegWithoutLocation(bytes: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const segments = segmentsOf(bytes);
  if (!segments) return undefined;
  const parts = segments.flatMap((segment) => {
    const part = bytes.slice(segment.start, segment.end);
    return isKept(segment, part) ? [part] : [];
  });
  return joined([bytes.subarray(0, 2), ...parts]);
}

export function jpegLocation(bytes: Uint8Array): Location | undefined {
  const exif = segmentsOf(bytes)?.find(
    ({ marker, start, end }) => marker === EXIF && startsWith(bytes.subarray(start + 4, end), 'Exif\0\0'),
  );
  return exif && readLocation(bytes.slice(exif.start + 10, exif.end));
}

/** The same picture with the location where it was taken. */
export function jpegWithLocation(bytes: Uint8Array, location: Location): Uint8Array<ArrayBuffer> {
  const block = blockOf(location);
  const length = block.length + 8;
  const head = [0xff, EXIF, length >> 8, length & 0xff, ...[...'Exif\0\0'].map((sign) => sign.charCodeAt(0))];
  return joined([bytes.subarray(0, 2), Uint8Array.from(head), block, bytes.subarray(2)]);
}

/** `part`: a copy, from which the location may be taken. */
function isKept({ marker }: Segment, part: Uint8Array): boolean {
  const content = part.subarray(4);
  if (marker === EXIF) return startsWith(content, 'Exif\0\0') && dropLocation(part.subarray(10));
  if (marker === COLOURS) return startsWith(content, 'ICC_PROFILE\0');
  if (marker === JFIF || marker === ADOBE) return true;
  return !(marker > JFIF && marker < 0xf0) && marker !== COMMENT;
}

/** From the first segment to the end of the picture; films and other pictures that some phones write after it are no part of it. */
function segmentsOf(bytes: Uint8Array): Segment[] | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  const found: Segment[] = [];
  let at = 2;
  while (at + 4 <= bytes.length || bytes[at + 1] === END) {
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff || marker < 0xc0) return undefined;
    const end = endOf(bytes, at, marker);
    if (end > bytes.length) return undefined;
    found.push({ marker, start: at, end });
    if (marker === END) return found;
    at = end;
  }
  return found.some(({ marker }) => marker === SCAN) ? found : undefined;
}

function endOf(bytes: Uint8Array, at: number, marker: number): number {
  if (marker === END) return at + 2;
  const end = at + 2 + (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0);
  return marker === SCAN ? endOfScan(bytes, end) : Math.max(end, at + 4);
}

/** The offset of the next marker; a picture that was cut short ends with its bytes. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    const isOfScan = next === 0 || next === 0xff || (next >= 0xd0 && next <= 0xd7);
    if (!isOfScan) return at;
  }
  return bytes.length;
}

export const startsWith = (bytes: Uint8Array, text: string): boolean =>
  [...text].every((sign, index) => bytes[index] === sign.charCodeAt(0));

export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
