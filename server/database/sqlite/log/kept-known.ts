/**
 * The known facts of every change (`KnownChanges`), kept in a file beside the log so that a start need not read it: 16 bytes a change,
 * added to as the log grows. The file is only a help: entries that are missing, damaged or of another past are read from the log itself.
 *
 * Runs show the past to which the file belongs. Each start writes a new random text into the database before anything is stored, and notes
 * here the first change of its run. A database that was put back bears the text of an earlier run, and entries of later runs here do not
 * belong to it.
 */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { newSeed, type Seed } from './hash';
import type { KeptEntries, KnownEntry } from './known-changes';

const MAGIC = 0x6b_77_70_31;
/** magic, seed */
const HEAD = 12;
/** magic, checksum of the rest, entries, bytes of text, run */
const BLOCK = 16 + 16;
const ENTRY = 16;
/** Its seeds are nobody's business. */
const OWN = 0o600;
/** Entries of a block. */
const MOST = 8192;

/** The file beside a log. It begins with a dot, and does not end as a database does: no backup takes it. */
export const knownPathOf = (path: string): string =>
  join(dirname(path), `.known-${basename(path, '.sqlite')}`);

/** The text of a new run, 32 hexadecimal digits. */
export const newRun = (): string => randomBytes(16).toString('hex');

interface Block {
  /** its offset in the file, and that of the next one */
  from: number;
  end: number;
  count: number;
  run: string;
}

export class KeptKnown implements KeptEntries {
  readonly #path: string;
  readonly #blocks: readonly Block[];
  /** the end of the last block that was taken */
  #end = HEAD;
  #run = '';
  /** false: something could not be written, and entries after it are left out */
  #isSound = true;
  #writing: Promise<void> = Promise.resolve();

  private constructor(
    path: string,
    readonly seed: Seed,
    blocks: readonly Block[],
  ) {
    this.#path = path;
    this.#blocks = blocks;
  }

  /** The entries kept for the log at `path`, as far as they belong to the past of `run`; undefined: no run was ever noted. */
  static open(path: string, run: string | undefined): KeptKnown {
    const own = knownPathOf(path);
    const found = run !== undefined && existsSync(own) ? indexOf(own) : undefined;
    const last = found?.blocks.map((block) => block.run).lastIndexOf(run ?? '') ?? -1;
    // all before the last block of the run is of its past
    return new KeptKnown(own, found?.seed ?? newSeed(), found?.blocks.slice(0, last + 1) ?? []);
  }

  /** Block by block, and none of which the log has only a part. */
  *entries(last: number): Generator<KnownEntry> {
    if (this.#blocks.length === 0) return;
    const file = openSync(this.#path, 'r');
    try {
      let known = 0;
      for (const block of this.#blocks) {
        const content = known + block.count > last ? undefined : readContent(file, block);
        if (!content) return;
        yield* entriesIn(content, block.count);
        known += block.count;
        this.#end = block.end;
      }
    } finally {
      closeSync(file);
    }
  }

  /** Begins to write, under the text of this run, after the entries that were taken; the rest goes. */
  begin(run: string): void {
    this.#run = run;
    try {
      const isNew = this.#end === HEAD;
      const file = openSync(this.#path, isNew ? 'w' : 'r+', OWN);
      if (isNew) writeSync(file, headOf(this.seed));
      else ftruncateSync(file, this.#end);
      closeSync(file);
    } catch {
      this.#isSound = false;
    }
    // an empty block notes where this run began
    this.#queue([]);
  }

  /** For a run that could not be noted: changes stored in it would seem to be of the run before. */
  forget(): void {
    this.#isSound = false;
    rmSync(this.#path, { force: true });
  }

  /** Adds the next entries. Entries that cannot be written are left to the next start, with all that come after them. */
  add(entries: readonly KnownEntry[]): void {
    for (let at = 0; at < entries.length; at += MOST) this.#queue(entries.slice(at, at + MOST));
  }

  #queue(entries: readonly KnownEntry[]): void {
    const bytes = blockOf(this.#run, entries);
    this.#writing = this.#writing.then(() => this.#append(bytes));
  }

  async #append(bytes: Buffer): Promise<void> {
    if (!this.#isSound) return;
    await appendFile(this.#path, bytes).catch(() => {
      this.#isSound = false;
    });
  }

  /** Resolves when all is written that was added. */
  close(): Promise<void> {
    return this.#writing;
  }
}

function headOf([a, b]: Seed): Buffer {
  const bytes = Buffer.alloc(HEAD);
  bytes.writeUInt32LE(MAGIC, 0);
  bytes.writeUInt32LE(a, 4);
  bytes.writeUInt32LE(b, 8);
  return bytes;
}

function blockOf(run: string, entries: readonly KnownEntry[]): Buffer {
  const moved = entries.flatMap(({ moved: key }, index) => (key === undefined ? [] : [[index, key]]));
  const text = Buffer.from(moved.length === 0 ? '' : JSON.stringify(moved));
  const bytes = Buffer.alloc(BLOCK + entries.length * ENTRY + text.length);
  bytes.writeUInt32LE(MAGIC, 0);
  bytes.writeUInt32LE(entries.length, 8);
  bytes.writeUInt32LE(text.length, 12);
  bytes.write(run, 16, 'hex');
  let at = BLOCK;
  for (const { idHigh, idLow, high, low } of entries)
    for (const number of [idHigh, idLow, high, low]) at = bytes.writeUInt32LE(number, at);
  text.copy(bytes, at);
  bytes.writeUInt32LE(crc32(bytes.subarray(8)), 4);
  return bytes;
}

/** The offsets of the blocks, up to the first that is none; their contents are not read. */
function indexOf(path: string): { seed: Seed; blocks: Block[] } | undefined {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(HEAD);
    if (readSync(file, head, 0, HEAD, 0) < HEAD || head.readUInt32LE(0) !== MAGIC) return undefined;
    const blocks: Block[] = [];
    const { size } = fstatSync(file);
    const of = Buffer.alloc(BLOCK);
    for (let from = HEAD; from + BLOCK <= size;) {
      readSync(file, of, 0, BLOCK, from);
      const count = of.readUInt32LE(8);
      const end = from + BLOCK + count * ENTRY + of.readUInt32LE(12);
      if (of.readUInt32LE(0) !== MAGIC || end > size) break;
      blocks.push({ from, end, count, run: of.subarray(16).toString('hex') });
      from = end;
    }
    return { seed: [head.readUInt32LE(4), head.readUInt32LE(8)], blocks };
  } finally {
    closeSync(file);
  }
}

/** Undefined where it is damaged. */
function readContent(file: number, { from, end }: Block): Buffer | undefined {
  const bytes = Buffer.alloc(end - from);
  readSync(file, bytes, 0, bytes.length, from);
  return crc32(bytes.subarray(8)) === bytes.readUInt32LE(4) ? bytes.subarray(BLOCK) : undefined;
}

function* entriesIn(content: Buffer, count: number): Generator<KnownEntry> {
  const moved = movedIn(content, count);
  for (let index = 0; index < count; index++) {
    const at = index * ENTRY;
    const entry: KnownEntry = {
      idHigh: content.readUInt32LE(at),
      idLow: content.readUInt32LE(at + 4),
      high: content.readUInt32LE(at + 8),
      low: content.readUInt32LE(at + 12),
    };
    const key = moved.get(index);
    if (key !== undefined) entry.moved = key;
    yield entry;
  }
}

function movedIn(content: Buffer, count: number): ReadonlyMap<number, string> {
  const text = content.subarray(count * ENTRY).toString();
  return new Map(text === '' ? [] : (JSON.parse(text) as [number, string][])); // proven by the checksum
}
