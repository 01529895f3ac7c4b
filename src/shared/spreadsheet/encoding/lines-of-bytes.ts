/** A file as lines of bytes, so that each can be read on its own: one line from another program must not spoil the others. */

/** Each line with the line break that ends it. */
export function* linesOfBytes(bytes: Uint8Array): Generator<Uint8Array> {
  let start = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== 0x0a) continue;
    yield bytes.subarray(start, at + 1);
    start = at + 1;
  }
  if (start < bytes.length) yield bytes.subarray(start);
}

/** The signs that stand between words in every encoding that has ASCII in it. */
const between = new Set([...' \t\r\n,;|"'].map((sign) => sign.charCodeAt(0)));

/** The words of a line that have a byte which ASCII has not. */
export function* highWords(line: Uint8Array): Generator<Uint8Array> {
  let start = 0;
  for (let at = 0; at <= line.length; at++) {
    const byte = line[at];
    if (byte !== undefined && !between.has(byte)) continue;
    const word = line.subarray(start, at);
    if (word.some((one) => one >= 0x80)) yield word;
    start = at + 1;
  }
}
