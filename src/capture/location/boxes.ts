/** Boxes in boxes: how HEIC, AVIF and films are written. Pure. */
export interface Box {
  name: string;
  start: number;
  /** of its content */
  from: number;
  end: number;
}

/** Boxes from `from` to `to`, one after the other. */
export function boxesOf(bytes: Uint8Array, from: number, to: number): Box[] {
  const view = viewOf(bytes);
  const found: Box[] = [];
  for (let at = from; at + 8 <= to;) {
    const said = view.getUint32(at);
    const isLong = said === 1;
    const length = isLong ? Number(view.getBigUint64(at + 8)) : said === 0 ? to - at : said;
    // the rest is no box: some phones write notes of their own there
    if (length < (isLong ? 16 : 8) || at + length > to) break;
    found.push({ name: nameAt(bytes, at + 4), start: at, from: at + (isLong ? 16 : 8), end: at + length });
    at += length;
  }
  return found;
}

/** Makes a box one that holds nothing; all others stay where they are. */
export function blankBox(bytes: Uint8Array, { start, from, end }: Box): void {
  bytes.fill(0, from, end);
  bytes.set(letters('free'), start + 4);
}

export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
export const nameAt = (bytes: Uint8Array, at: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + 4));
const letters = (text: string): number[] => [...text].map((sign) => sign.charCodeAt(0));
