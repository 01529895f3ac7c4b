/** Where a picture was taken, and a picture or a film without it: by what its bytes are. Nothing is said to be without a place that may not be. */
import { jpegPlace, jpegWithoutPlace } from './jpeg';
import { pngPlace, pngWithoutPlace, webpPlace, webpWithoutPlace } from './chunks';
import { filmWithoutPlace } from './film';
import { heifWithoutPlace } from './heif';
import { dropPlace, readPlace, type Place } from './tiff';

type Without = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> | undefined;

const tiffWithoutPlace: Without = (bytes) => {
  const copy = bytes.slice();
  return dropPlace(copy) ? copy : undefined;
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
  'image/jpeg': jpegWithoutPlace,
  'image/png': pngWithoutPlace,
  'image/apng': pngWithoutPlace,
  'image/webp': webpWithoutPlace,
  'image/heic': heifWithoutPlace,
  'image/heif': heifWithoutPlace,
  'image/heic-sequence': () => undefined,
  'image/avif': heifWithoutPlace,
  'image/tiff': tiffWithoutPlace,
  'image/gif': asItIs,
  'image/bmp': asItIs,
  'image/x-icon': asItIs,
  'image/svg+xml': asItIs,
  ...Object.fromEntries(films.map((kind) => [kind, filmWithoutPlace])),
};

/** Whether bytes of this kind are a film or a recording as phones make them, which may tell where. */
export const isFilm = (kind: string | undefined): boolean => films.some((film) => film === kind);

/** `kind`: of the bytes, which may be changed themselves. Undefined when it cannot be taken out. */
export function withoutPlace(
  bytes: Uint8Array<ArrayBuffer>,
  kind: string,
): Uint8Array<ArrayBuffer> | undefined {
  return without[kind]?.(bytes);
}

const places: Record<string, (bytes: Uint8Array) => Place | undefined> = {
  'image/jpeg': jpegPlace,
  'image/png': pngPlace,
  'image/webp': webpPlace,
  'image/tiff': (bytes) => readPlace(bytes),
};

export const placeOf = (bytes: Uint8Array, kind: string): Place | undefined => places[kind]?.(bytes);
