/** Looks into a zip: how large it is unpacked, and one file of it by its path. Enough of the format for a workbook. */

const END = 0x06054b50;
const ENTRY = 0x02014b50;
/** the end record with the longest comment there can be */
const MOST_TAIL = 22 + 0xffff;

/** Undefined where the zip has no such file, or packs it in a way that is not read here. */
export async function zipEntry(bytes: ArrayBuffer, path: string): Promise<string | undefined> {
  const view = new DataView(bytes);
  for (const at of entriesOf(view)) {
    const name = new TextDecoder().decode(new Uint8Array(bytes, at + 46, view.getUint16(at + 28, true)));
    if (name === path) return unpacked(bytes, view, at);
  }
  return undefined;
}

/** How many bytes all files of a zip have together, as it says itself: a small one may hold more than a device can. */
export function unpackedBytes(bytes: ArrayBuffer): number {
  const view = new DataView(bytes);
  return [...entriesOf(view)].reduce((sum, at) => sum + view.getUint32(at + 24, true), 0);
}

/** Where the entries of the directory begin. */
function* entriesOf(view: DataView): Generator<number> {
  const end = endOf(view);
  if (end === undefined) return;
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  for (let entry = 0; entry < count; entry++) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== ENTRY) return;
    yield at;
    const [name, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    at += 46 + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
}

function endOf(view: DataView): number | undefined {
  const least = Math.max(0, view.byteLength - MOST_TAIL);
  for (let at = view.byteLength - 22; at >= least; at--) if (view.getUint32(at, true) === END) return at;
  return undefined;
}

async function unpacked(bytes: ArrayBuffer, view: DataView, entry: number): Promise<string | undefined> {
  const [method, size, local] = [
    view.getUint16(entry + 10, true),
    view.getUint32(entry + 20, true),
    view.getUint32(entry + 42, true),
  ];
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const packed = bytes.slice(start, start + size);
  if (method === 0) return new TextDecoder().decode(packed);
  if (method !== 8) return undefined;
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Response(stream).text();
}
