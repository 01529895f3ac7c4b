/**
 * The block of facts that a camera writes beside a picture: TIFF, in any kind of file. The location is taken out without moving
 * anything else, so that every offset in the file around it stays true. All of it is untrusted.
 */
interface Tiff {
  bytes: Uint8Array;
  view: DataView;
  isLittle: boolean;
}

/** One fact: its tag, and the place of its value. */
interface Entry {
  tag: number;
  type: number;
  count: number;
  /** the place of its twelve bytes */
  at: number;
  /** the place of its value, which lies in those twelve bytes when it is small */
  value: number;
  bytes: number;
}

/** A location as cameras write it: coordinates, height, direction, and all that goes with them. */
export interface Location {
  isLittle: boolean;
  facts: { tag: number; type: number; count: number; value: Uint8Array }[];
}

/** More than any of them takes. */
const MOST_BYTES = 1024;
const MOST_FACTS = 64;

export const PLACE = 0x8825;
const CAMERA_FACTS = 0x8769;
/** Tags that may hold a location in a form of their own: notes of the maker, XMP, IPTC, Photoshop's. */
const closed = new Set([0x927c, 0x02bc, 0x83bb, 0x8649]);
const typeBytes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];
/** More folders than any camera writes. */
const MOST_FOLDERS = 16;

/** Takes the location out of the block itself; false when it cannot be read, and then nothing may be believed of it. */
export function dropLocation(bytes: Uint8Array): boolean {
  const tiff = open(bytes);
  const folders = tiff && foldersOf(tiff);
  if (!tiff || !folders) return false;
  try {
    for (const folder of folders) tidy(tiff, folder);
    return true;
  } catch {
    // folders that lie in one another: no camera wrote this
    return false;
  }
}

export function readLocation(bytes: Uint8Array): Location | undefined {
  const tiff = open(bytes);
  const [first] = (tiff && foldersOf(tiff)) ?? [];
  if (!tiff || first === undefined) return undefined;
  const pointer = entriesOf(tiff, first)?.find(({ tag }) => tag === PLACE);
  const facts = pointer && entriesOf(tiff, valueOf(tiff, pointer));
  if (!facts || facts.length === 0) return undefined;
  return {
    isLittle: tiff.isLittle,
    facts: facts
      .filter(({ bytes: length }) => length > 0 && length <= MOST_BYTES)
      .slice(0, MOST_FACTS)
      .map(({ tag, type, count, value, bytes: length }) => ({
        ...{ tag, type, count },
        value: bytes.slice(value, value + length),
      })),
  };
}

function open(bytes: Uint8Array): Tiff | undefined {
  const order = String.fromCharCode(...bytes.subarray(0, 2));
  if (bytes.length < 8 || (order !== 'II' && order !== 'MM')) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isLittle = order === 'II';
  return view.getUint16(2, isLittle) === 42 ? { bytes, view, isLittle } : undefined;
}

/** The offsets of the chain's folders; undefined when the chain leads out of the block or round in circles. */
function foldersOf({ view, isLittle, bytes }: Tiff): number[] | undefined {
  const found: number[] = [];
  for (let at = view.getUint32(4, isLittle); at !== 0;) {
    if (found.length >= MOST_FOLDERS || found.includes(at) || at + 6 > bytes.length) return undefined;
    found.push(at);
    const next = at + 2 + view.getUint16(at, isLittle) * 12;
    if (next + 4 > bytes.length) return undefined;
    at = view.getUint32(next, isLittle);
  }
  return found;
}

/** Undefined when the folder does not lie in the block. */
function entriesOf({ view, isLittle, bytes }: Tiff, folder: number): Entry[] | undefined {
  if (folder + 2 > bytes.length) return undefined;
  const count = view.getUint16(folder, isLittle);
  if (folder + 2 + count * 12 > bytes.length) return undefined;
  return Array.from({ length: count }, (_, index) => {
    const at = folder + 2 + index * 12;
    const type = view.getUint16(at + 2, isLittle);
    const values = view.getUint32(at + 4, isLittle);
    const length = (typeBytes[type] ?? 0) * values;
    const value = length > 4 ? view.getUint32(at + 8, isLittle) : at + 8;
    return { tag: view.getUint16(at, isLittle), type, count: values, at, value, bytes: length };
  });
}

const valueOf = ({ view, isLittle }: Tiff, { at }: Entry): number => view.getUint32(at + 8, isLittle);

/** Takes the tags of a location out of a folder, and looks into the folder of the camera's own facts. */
function tidy(tiff: Tiff, folder: number): void {
  const entries = entriesOf(tiff, folder) ?? [];
  for (const entry of entries) {
    if (entry.tag === PLACE) blankFolder(tiff, valueOf(tiff, entry));
    if (closed.has(entry.tag)) blank(tiff, entry);
    if (entry.tag === CAMERA_FACTS) tidy(tiff, innerFolder(tiff, entry, folder));
  }
  keepOnly(
    tiff,
    folder,
    entries.filter(({ tag }) => tag !== PLACE && !closed.has(tag)),
  );
}

/** The folder of the camera's own facts; a folder without end is none. */
function innerFolder(tiff: Tiff, entry: Entry, outer: number): number {
  const at = valueOf(tiff, entry);
  return at === outer || (entriesOf(tiff, at) ?? []).some(({ tag }) => tag === CAMERA_FACTS)
    ? tiff.bytes.length
    : at;
}

const blank = ({ bytes }: Tiff, { value, bytes: length }: Entry): Uint8Array =>
  bytes.fill(0, value, value + length);

function blankFolder(tiff: Tiff, folder: number): void {
  const entries = entriesOf(tiff, folder);
  if (!entries) return;
  for (const entry of entries) blank(tiff, entry);
  tiff.bytes.fill(0, folder, folder + 2 + entries.length * 12);
}

/** The folder with fewer entries; the next folder of the chain still follows. */
function keepOnly({ bytes, view, isLittle }: Tiff, folder: number, kept: readonly Entry[]): void {
  if (folder + 2 > bytes.length) return;
  const count = view.getUint16(folder, isLittle);
  if (count === kept.length) return;
  const end = folder + 2 + count * 12;
  const next = bytes.slice(end, end + 4);
  const entries = kept.map(({ at }) => bytes.slice(at, at + 12));
  bytes.fill(0, folder, end + next.length);
  view.setUint16(folder, kept.length, isLittle);
  entries.forEach((entry, index) => bytes.set(entry, folder + 2 + index * 12));
  bytes.set(next, folder + 2 + kept.length * 12);
}
