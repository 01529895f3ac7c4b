/** Writes the location of a picture where readers look for it: a block of facts that holds nothing else. */
import { PLACE, type Location } from './tiff';

/** A block that says the location and nothing else. */
export function blockOf({ isLittle, facts }: Location): Uint8Array {
  const first = 26;
  const values = first + 2 + facts.length * 12 + 4;
  const long = facts.reduce((sum, { value }) => sum + (value.length > 4 ? value.length : 0), 0);
  const bytes = new Uint8Array(values + long);
  const view = new DataView(bytes.buffer);
  const order = isLittle ? 0x49 : 0x4d;
  bytes.set([order, order]);
  view.setUint16(2, 42, isLittle);
  view.setUint32(4, 8, isLittle);
  view.setUint16(8, 1, isLittle);
  say(view, isLittle, 10, { tag: PLACE, type: 4, count: 1 });
  view.setUint32(18, first, isLittle);
  view.setUint16(first, facts.length, isLittle);
  let free = values;
  for (const [index, { value, ...fact }] of facts.entries()) {
    const at = first + 2 + index * 12;
    say(view, isLittle, at, fact);
    if (value.length <= 4) bytes.set(value, at + 8);
    else {
      view.setUint32(at + 8, free, isLittle);
      bytes.set(value, free);
      free += value.length;
    }
  }
  return bytes;
}

type Fact = Omit<Location['facts'][number], 'value'>;

function say(view: DataView, isLittle: boolean, at: number, { tag, type, count }: Fact): void {
  view.setUint16(at, tag, isLittle);
  view.setUint16(at + 2, type, isLittle);
  view.setUint32(at + 4, count, isLittle);
}
