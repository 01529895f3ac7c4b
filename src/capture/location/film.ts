/**
 * Films and recordings as phones make them (MP4, MOV, 3GP, M4A): boxes in boxes. The pieces of picture and sound are found by
 * their distance from the file's beginning. All other content (locations above all, in half a dozen forms) is blanked where it
 * lies, so that every distance stays true. A film that this reader does not understand never counts as one without a location.
 */
import { blankBox, boxesOf, nameAt, viewOf, type Box } from './boxes';
import { heifWithoutLocation } from './heif';

const setOf = (names: string): ReadonlySet<string> => new Set(names.split(' '));

/** The boxes that it takes to play a film, level by level. */
const played: Readonly<Record<string, ReadonlySet<string>>> = {
  file: setOf('ftyp styp moov mdat moof mfra sidx ssix pdin'),
  moov: setOf('mvhd trak mvex iods clip ctab'),
  trak: setOf('tkhd edts mdia tref tapt load clip matt'),
  mdia: setOf('mdhd hdlr minf elng'),
  minf: setOf('vmhd smhd hmhd nmhd gmhd dinf stbl hdlr'),
  moof: setOf('mfhd traf'),
  traf: setOf('tfhd tfdt trun sdtp sbgp sgpd subs'),
};
/** Tracks that are seen and heard; others hold a camera's notes: where it is, second by second, how it is held. */
const tracks = setOf('vide soun auxv hint tmcd');

interface Span {
  from: number;
  end: number;
}

/**
 * Works on the bytes themselves, since a film is too large to have twice. Undefined when the notes of a location cannot be
 * found for sure.
 */
export function filmWithoutLocation(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | undefined {
  try {
    const boxes = wholeOf(bytes);
    const films = boxes.filter(({ name }) => name === 'moov');
    // pictures of rare brands are taken for films
    if (films.length === 0) return heifWithoutLocation(bytes);
    const notes = films.flatMap((film) => notesIn(bytes, film));
    // in a film of fragments the pieces of notes lie scattered
    if (notes.length > 0 && boxes.some(({ name }) => name === 'moof')) return undefined;
    const pieces = notes.flatMap((track) => piecesOf(bytes, track));
    for (const box of [...besidesIn(bytes, 'file', boxes), ...notes]) blankBox(bytes, box);
    for (const { from, end } of pieces) bytes.fill(0, from, end);
    const end = boxes.at(-1)?.end ?? 0;
    return end === bytes.length ? bytes : bytes.slice(0, end);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The boxes of a file; a film that was cut off ends within its pieces. The bytes behind them are no part of it. */
function wholeOf(bytes: Uint8Array): Box[] {
  const boxes = boxesOf(bytes, 0, bytes.length);
  const start = boxes.at(-1)?.end ?? 0;
  const isCut = start + 8 <= bytes.length && nameAt(bytes, start + 4) === 'mdat';
  return isCut ? [...boxes, { name: 'mdat', start, from: start + 8, end: bytes.length }] : boxes;
}

/** The boxes that are not needed to play the film, on every level. */
const besidesIn = (bytes: Uint8Array, level: string, boxes: readonly Box[]): Box[] =>
  boxes.flatMap((box) => {
    if (!played[level]?.has(box.name)) return [box];
    return played[box.name] ? besidesIn(bytes, box.name, boxesOf(bytes, box.from, box.end)) : [];
  });

/** Tracks that are neither seen nor heard. */
function notesIn(bytes: Uint8Array, film: Box): Box[] {
  one(bytes, film, 'mvhd');
  return boxesOf(bytes, film.from, film.end).filter((box) => {
    if (box.name !== 'trak') return false;
    const handler = one(bytes, one(bytes, box, 'mdia'), 'hdlr');
    return !tracks.has(nameAt(bytes, handler.from + 8));
  });
}

/** The pieces of a track in the file. */
function piecesOf(bytes: Uint8Array, track: Box): Span[] {
  const media = one(bytes, one(bytes, track, 'mdia'), 'minf');
  const index = one(bytes, media, 'stbl');
  const chunks = chunksIn(bytes, index);
  const sizes = sizesIn(bytes, index);
  const groups = tableOf(bytes, one(bytes, index, 'stsc'), 3);
  let [group, sample] = [0, 0];
  return chunks.map((from, chunk) => {
    while ((groups[group + 1]?.[0] ?? Infinity) <= chunk + 1) group += 1;
    const samples = groups[group]?.[1] ?? 0;
    const length = sizes(sample, samples);
    sample += samples;
    if (from + length > bytes.length) throw new RangeError('pieces that are not in the file');
    return { from, end: from + length };
  });
}

/** The offsets of a track's chunks. */
function chunksIn(bytes: Uint8Array, index: Box): number[] {
  const boxes = boxesOf(bytes, index.from, index.end);
  const short = boxes.find(({ name }) => name === 'stco');
  if (short) return tableOf(bytes, short, 1).flat();
  return tableOf(bytes, one(bytes, index, 'co64'), 2).map(([high = 0, low = 0]) => high * 2 ** 32 + low);
}

/** Returns the total length of a number of samples from a first one on. */
function sizesIn(bytes: Uint8Array, index: Box): (first: number, samples: number) => number {
  const box = one(bytes, index, 'stsz');
  const same = viewOf(bytes).getUint32(box.from + 4);
  if (same > 0) return (_first, samples) => same * samples;
  const sizes = tableOf(bytes, { ...box, from: box.from + 4 }, 1).flat();
  return (first, samples) => sizes.slice(first, first + samples).reduce((sum, size) => sum + size, 0);
}

/** A table of whole numbers, `width` in a row, that begins with the number of its rows. */
function tableOf(bytes: Uint8Array, { from, end }: Box, width: number): number[][] {
  const view = viewOf(bytes);
  const rows = view.getUint32(from + 4);
  if (from + 8 + rows * width * 4 > end) throw new RangeError('a table that is longer than its box');
  return Array.from({ length: rows }, (_row, row) =>
    Array.from({ length: width }, (_cell, cell) => view.getUint32(from + 8 + (row * width + cell) * 4)),
  );
}

function one(bytes: Uint8Array, within: Box, wanted: string): Box {
  const found = boxesOf(bytes, within.from, within.end).find(({ name }) => name === wanted);
  if (!found) throw new RangeError(`no ${wanted}`);
  return found;
}
