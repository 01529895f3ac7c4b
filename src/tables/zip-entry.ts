/** One file out of a zip, by its path: enough of the format to look into a workbook. */

const END = 0x06054b50;
const ENTRY = 0x02014b50;
/** the end record with the longest comment there can be */
const MOST_TAIL = 22 + 0xffff;

/** Undefined where the zip has no such file, or packs it in a way that is not read here. */
export async function zipEntry(bytes: ArrayBuffer, path: string): Promise<string | undefined> {
  const view = new DataView(bytes);
  const end = endOf(view);
  if (end === undefined) return undefined;
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  for (let entry = 0; entry < count; entry++) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== ENTRY) return undefined;
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(new Uint8Array(bytes, at + 46, nameLength));
    if (name === path) return unpacked(bytes, view, at);
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return undefined;
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
