/**
 * HEIC and AVIF: boxes in boxes, in which pictures and facts are items that an index finds. A location is blanked where it
 * lies, so that the index stays true. A content that this reader does not understand is reported as such.
 */
import { blankBox, boxesOf, nameAt, viewOf, type Box } from './boxes';
import { dropLocation } from './tiff';

interface Extent {
  at: number;
  length: number;
}

/** The items that are needed to show the picture; anything else beside it (a film, an app's own notes) is blanked. */
const shown = new Set(['ftyp', 'meta', 'mdat', 'free', 'skip']);
const FACTS_HEAD = 4;

/** Undefined when the facts of the picture cannot be found. */
export function heifWithoutLocation(original: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  try {
    const bytes = original.slice();
    const boxes = boxesOf(bytes, 0, bytes.length);
    const meta = boxes.find(({ name }) => name === 'meta');
    if (boxes[0]?.name !== 'ftyp' || !meta) return undefined;
    for (const { item, type } of factItems(bytes, meta))
      for (const extent of extentsOf(bytes, meta, item)) blank(bytes, extent, type);
    for (const box of boxes.filter(({ name }) => !shown.has(name))) blankBox(bytes, box);
    return bytes.slice(0, boxes.at(-1)?.end ?? 0);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Facts keep all but the location; where even that cannot be read, and for texts, nothing is kept. */
function blank(bytes: Uint8Array, { at, length }: Extent, type: string): void {
  const content = bytes.subarray(at, at + length);
  if (content.length < length) throw new RangeError('an item that is not in the file');
  const heading = type === 'Exif' && length > FACTS_HEAD ? viewOf(content).getUint32(0) : 0;
  const isClean = type === 'Exif' && dropLocation(content.subarray(FACTS_HEAD + heading));
  if (!isClean) content.fill(type === 'Exif' ? 0 : 0x20);
}

/** Items that are facts or texts rather than pictures. */
function factItems(bytes: Uint8Array, meta: Box): { item: number; type: string }[] {
  const index = inMeta(bytes, meta, 'iinf');
  if (!index) return [];
  const first = index.from + (bytes[index.from] === 0 ? 6 : 8);
  return boxesOf(bytes, first, index.end).flatMap(({ name, from }) => {
    if (name !== 'infe') return [];
    const view = viewOf(bytes);
    const version = bytes[from] ?? 0;
    if (version < 2) throw new RangeError('an old index');
    const item = version === 2 ? view.getUint16(from + 4) : view.getUint32(from + 4);
    const type = nameAt(bytes, from + (version === 2 ? 8 : 10));
    return type === 'Exif' || type === 'mime' || type === 'uri ' ? [{ item, type }] : [];
  });
}

/** The place of an item; in one piece, as all cameras write it. */
function extentsOf(bytes: Uint8Array, meta: Box, wanted: number): Extent[] {
  const index = inMeta(bytes, meta, 'iloc');
  if (!index) throw new RangeError('no index of locations');
  const read = new Reader(bytes, index.from);
  const version = read.number(1);
  read.number(3);
  const [sizes, more] = [read.number(1), read.number(1)];
  const [offset, length, base] = [sizes >> 4, sizes & 15, more >> 4];
  const ordinal = version === 0 ? 0 : more & 15;
  const wide = version < 2 ? 2 : 4;
  const found: Extent[] = [];
  for (let left = read.number(wide); left > 0; left--) {
    const item = read.number(wide);
    const method = version === 0 ? 0 : read.number(2) & 15;
    read.number(2);
    const from = read.number(base);
    for (let extents = read.number(2); extents > 0; extents--) {
      read.number(ordinal);
      const at = from + read.number(offset) + startFor(bytes, meta, method);
      const extent = { at, length: read.number(length) };
      if (item === wanted) found.push(extent);
    }
  }
  if (found.length !== 1) throw new RangeError('facts in pieces');
  return found;
}

/** Locations are counted from the file's beginning, or from that of the data in the index itself. */
function startFor(bytes: Uint8Array, meta: Box, method: number): number {
  const data = method === 1 ? inMeta(bytes, meta, 'idat') : undefined;
  return data?.from ?? (method === 0 ? 0 : Infinity);
}

const inMeta = (bytes: Uint8Array, meta: Box, wanted: string): Box | undefined =>
  boxesOf(bytes, meta.from + 4, meta.end).find(({ name }) => name === wanted);

/** Whole numbers of any width, one after the other. */
class Reader {
  readonly #view: DataView;

  constructor(
    bytes: Uint8Array,
    private at: number,
  ) {
    this.#view = viewOf(bytes);
  }

  number(width: number): number {
    let value = 0;
    for (let left = width; left > 0; left--) value = value * 256 + this.#view.getUint8(this.at++);
    return value;
  }
}
