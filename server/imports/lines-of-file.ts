/** The lines of a file on the disk, read a piece at a time: whoever stops early has read little, and others are served between two pieces. */
import { open, type FileHandle } from 'node:fs/promises';

/** Bytes that are read at once: some twenty rows of an import. */
const PIECE = 16 * 1024;
const NEW_LINE = 10;

export interface LineOfFile {
  text: string;
  /** bytes of the file at which the next line begins */
  end: number;
}

/** From the byte `from` on, which begins a line. A file that is not there has none. */
export async function* linesOfFile(path: string, from = 0): AsyncGenerator<LineOfFile, void> {
  const file = await open(path).catch(() => undefined);
  if (!file) return;
  try {
    yield* linesOf(file, from);
  } finally {
    await file.close();
  }
}

async function* linesOf(file: FileHandle, from: number): AsyncGenerator<LineOfFile, void> {
  const piece = Buffer.alloc(PIECE);
  let rest = Buffer.alloc(0);
  for (let at = from; ;) {
    const { bytesRead } = await file.read(piece, 0, PIECE, at);
    at += bytesRead;
    const bytes = Buffer.concat([rest, piece.subarray(0, bytesRead)]);
    const first = at - bytes.length;
    let start = 0;
    for (let end = bytes.indexOf(NEW_LINE); end >= 0; end = bytes.indexOf(NEW_LINE, start)) {
      yield { text: bytes.toString('utf8', start, end), end: first + end + 1 };
      start = end + 1;
    }
    rest = bytes.subarray(start);
    if (bytesRead > 0) continue;
    if (rest.length > 0) yield { text: rest.toString('utf8'), end: at };
    return;
  }
}
