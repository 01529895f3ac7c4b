/**
 * Reads where a picture was taken, and makes a picture or a film without it: by the kind of its bytes. In doubt a file counts
 * as one with a location.
 */
import { jpegLocation, jpegWithoutLocation } from './jpeg';
import { pngLocation, pngWithoutLocation, webpLocation, webpWithoutLocation } from './chunks';
import { filmWithoutLocation } from './film';
import { heifWithoutLocation } from './heif';
import { dropLocation, readLocation, type Location } from './tiff';

type Without = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> | undefined;

const tiffWithoutLocation: Without = (bytes) => {
  const copy = bytes.slice();
  return dropLocation(copy) ? copy : undefined;
};
/** These have no room for one. */
const asItIs: Without = (bytes) => bytes.slice();

const films = [
  'video/mp4',
  'video/x-m4v',
  'video/quicktime',
  'video/3gpp',
  'video/3gpp2',
  'audio/mp4',
  'audio/x-m4a',
];

const without: Record<string, Without> = {
  'image/jpeg': jpegWithoutLocation,
  'image/png': pngWithoutLocation,
  'image/apng': pngWithoutLocation,
  'image/webp': webpWithoutLocation,
  'image/heic': heifWithoutLocation,
  'image/heif': heifWithoutLocation,
  'image/heic-sequence': () => undefined,
  'image/avif': heifWithoutLocation,
  'image/tiff': tiffWithoutLocation,
  'image/gif': asItIs,
  'image/bmp': asItIs,
  'image/x-icon': asItIs,
  'image/svg+xml': asItIs,
  ...Object.fromEntries(films.map((kind) => [kind, filmWithoutLocation])),
};

/** True if bytes of this kind are a film or a recording as phones make them, which may give a location. */
export const isFilm = (kind: string | undefined): boolean => films.some((film) => film === kind);

/** `kind`: of the bytes, which may be changed themselves. Undefined when it cannot be taken out. */
export function withoutLocation(
  bytes: Uint8Array<ArrayBuffer>,
  kind: string,
): Uint8Array<ArrayBuffer> | undefined {
  return without[kind]?.(bytes);
}

const locations: Record<string, (bytes: Uint8Array) => Location | undefined> = {
  'image/jpeg': jpegLocation,
  'image/png': pngLocation,
  'image/webp': webpLocation,
  'image/tiff': (bytes) => readLocation(bytes),
};

export const locationOf = (bytes: Uint8Array, kind: string): Location | undefined => locations[kind]?.(bytes);
