/** Pictures that are rows of named pieces: PNG and WebP. Only pieces that draw something are kept. */
import { joined, startsWith } from './jpeg';
import { dropLocation, readLocation, type Location } from './tiff';

interface Chunk {
  name: string;
  start: number;
  /** of its content */
  from: number;
  to: number;
  end: number;
}

const pngDraws = new Set(
  'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB bKGD hIST pHYs sPLT acTL fcTL fdAT cICP mDCV cLLI'.split(
    ' ',
  ),
);
const webpDraws = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);

/** Undefined when it is not a whole PNG. */
export function pngWithoutLocation(bytes: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const chunks = pngChunks(bytes);
  if (chunks?.at(-1)?.name !== 'IEND') return undefined;
  const kept = chunks.filter(({ name }) => pngDraws.has(name));
  return joined([bytes.subarray(0, 8), ...kept.map(({ start, end }) => bytes.subarray(start, end))]);
}

export function pngLocation(bytes: Uint8Array): Location | undefined {
  const exif = pngChunks(bytes)?.find(({ name }) => name === 'eXIf');
  return exif && readLocation(bytes.slice(exif.from, exif.to));
}

/** Undefined when it is not a whole WebP. Its facts stay without the location, since they say how it is turned. */
export function webpWithoutLocation(bytes: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const chunks = webpChunks(bytes);
  if (!chunks) return undefined;
  const parts: Uint8Array[] = [];
  let facts = 0;
  for (const { name, start, end, from, to } of chunks) {
    const part = bytes.slice(start, end);
    if (webpDraws.has(name)) parts.push(part);
    else if (name === 'EXIF' && dropLocation(blockIn(part.subarray(from - start, to - start)))) {
      parts.push(part);
      facts = EXIF_FLAG;
    }
  }
  const all = joined([bytes.subarray(0, 12), ...parts]);
  new DataView(all.buffer).setUint32(4, all.length - 8, true);
  if (startsWith(all.subarray(12), 'VP8X')) all[20] = ((all[20] ?? 0) & ~(EXIF_FLAG | XMP_FLAG)) | facts;
  return all;
}

const EXIF_FLAG = 8;
const XMP_FLAG = 4;

export function webpLocation(bytes: Uint8Array): Location | undefined {
  const exif = webpChunks(bytes)?.find(({ name }) => name === 'EXIF');
  return exif && readLocation(blockIn(bytes.slice(exif.from, exif.to)));
}

/** Some writers put JPEG's heading before the block. */
const blockIn = (content: Uint8Array): Uint8Array =>
  startsWith(content, 'Exif\0\0') ? content.subarray(6) : content;

function pngChunks(bytes: Uint8Array): Chunk[] | undefined {
  if (!startsWith(bytes, '\x89PNG\r\n\x1a\n')) return undefined;
  const chunks: Chunk[] = [];
  for (let at = 8; at + 12 <= bytes.length && chunks.at(-1)?.name !== 'IEND';) {
    const length = viewOf(bytes).getUint32(at);
    const chunk = {
      name: nameAt(bytes, at + 4),
      start: at,
      from: at + 8,
      to: at + 8 + length,
      end: at + 12 + length,
    };
    if (chunk.end > bytes.length) return undefined;
    chunks.push(chunk);
    at = chunk.end;
  }
  return chunks;
}

function webpChunks(bytes: Uint8Array): Chunk[] | undefined {
  if (!startsWith(bytes, 'RIFF') || !startsWith(bytes.subarray(8), 'WEBP')) return undefined;
  const chunks: Chunk[] = [];
  for (let at = 12; at + 8 <= bytes.length;) {
    const length = viewOf(bytes).getUint32(at + 4, true);
    const chunk = {
      name: nameAt(bytes, at),
      start: at,
      from: at + 8,
      to: at + 8 + length,
      end: at + 8 + length + (length % 2),
    };
    if (chunk.to > bytes.length) return undefined;
    chunks.push(chunk);
    at = chunk.end;
  }
  return chunks.length > 0 ? chunks : undefined;
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const nameAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
