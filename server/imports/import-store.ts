/**
 * Where imports are kept: a folder for each, with its state and its rows, one a line. They are no part of the database, since none
 * of it is a record yet; rows are read from the disk a page at a time, so that an import of any size takes little memory.
 */
import { createReadStream } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ImportRecord, ImportRow, JournalEntry } from './import-record';

/** How long an import waits to be committed, milliseconds. */
const KEPT = 14 * 24 * 60 * 60 * 1000;

export interface RowPage {
  items: ImportRow[];
  /** bytes of the file of rows at which the next page begins; absent on the last */
  next?: number;
}

function readEntry(line: string): JournalEntry | undefined {
  try {
    return JSON.parse(line) as JournalEntry;
  } catch {
    return undefined;
  }
}

export class ImportStore {
  constructor(
    private readonly folder: string,
    private readonly now: () => number,
  ) {}

  /** Replaces what was kept of it. */
  async put(record: ImportRecord): Promise<void> {
    await mkdir(this.#of(record.id), { recursive: true });
    const path = join(this.#of(record.id), 'import.json');
    await writeFile(`${path}.new`, JSON.stringify(record));
    await rename(`${path}.new`, path);
  }

  async get(id: string): Promise<ImportRecord | undefined> {
    const text = await readFile(join(this.#of(id), 'import.json'), 'utf8').catch(() => undefined);
    // written by `put` alone
    return text === undefined ? undefined : (JSON.parse(text) as ImportRecord);
  }

  async putRows(id: string, rows: readonly ImportRow[]): Promise<void> {
    await mkdir(this.#of(id), { recursive: true });
    const lines = rows.map((row) => `${JSON.stringify(row)}\n`);
    await writeFile(join(this.#of(id), 'rows.jsonl'), lines);
  }

  /** Up to `limit` rows from a place in the file of rows on. */
  async rows(id: string, from: number, limit: number): Promise<RowPage> {
    const path = join(this.#of(id), 'rows.jsonl');
    const size = await stat(path).then(
      (found) => found.size,
      () => 0,
    );
    if (from >= size) return { items: [] };
    const items: ImportRow[] = [];
    let at = from;
    const lines = createInterface({ input: createReadStream(path, { start: from, encoding: 'utf8' }) });
    for await (const line of lines) {
      // written by `putRows` alone
      items.push(JSON.parse(line) as ImportRow);
      at += Buffer.byteLength(line) + 1;
      if (items.length === limit) break;
    }
    return { items, ...(at < size && { next: at }) };
  }

  /** Notes what is about to be written, before it is; on disk when it resolves. */
  async addToJournal(id: string, entries: readonly JournalEntry[]): Promise<void> {
    const lines = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
    await appendFile(join(this.#of(id), 'journal.jsonl'), lines, { flush: true });
  }

  /** What was said, one entry a row, in the order of the file; the last try of a row counts. */
  async journal(id: string): Promise<JournalEntry[]> {
    const text = await readFile(join(this.#of(id), 'journal.jsonl'), 'utf8').catch(() => '');
    const entries = new Map<number, JournalEntry>();
    for (const line of text.split('\n').slice(0, -1)) {
      // written by `addToJournal` alone; a stop may have cut a line, and then nothing of it was said
      const entry = readEntry(line);
      if (entry) entries.set(entry.line, entry);
    }
    return [...entries.values()];
  }

  /** Forgets what nobody came back for, and ends what a stopped server was reading. */
  async tidy(): Promise<void> {
    const ids = await readdir(this.folder).catch(() => []);
    for (const id of ids) {
      const record = await this.get(id);
      const isOld = !record || Date.parse(record.createdAt) < this.now() - KEPT;
      if (isOld) await rm(this.#of(id), { recursive: true, force: true });
    }
  }

  /** An id is one of ours, so it leads nowhere else. */
  #of(id: string): string {
    return join(this.folder, /^[\w-]{1,64}$/.test(id) ? id : 'none');
  }
}
