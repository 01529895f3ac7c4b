/**
 * The place of imports on the disk: a folder for each, with its state and its rows, one a line. They are no part of the database, since
 * none of it is a record yet. Rows are read from the disk a page at a time, so that an import of any size takes little memory.
 */
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFile, syncFolder } from '../files/folders';
import type { StrippedFile } from '#shared/import/users/stripped-file';
import type { ImportRecord, ImportRow, ImportTable, JournalEntry } from './import-record';
import { writeStripped, type FilePlaces } from './keep-stripped';
import { linesOfFile } from './lines-of-file';
import type { SaidOfFile } from './remembered';

const DAY = 24 * 60 * 60 * 1000;
/**
 * The time for which an import waits to be committed, milliseconds; and the time for which a committed one is listed, and can be undone.
 */
const KEPT = 14 * DAY;
const KEPT_RUN = 400 * DAY;

export interface RowPage {
  items: ImportRow[];
  /** bytes of the file of rows at which the next page begins; absent on the last */
  next?: number;
}

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

function readEntry(line: string): JournalEntry | undefined {
  try {
    return JSON.parse(line) as JournalEntry;
  } catch {
    return undefined;
  }
}

function readRecord(text: string): ImportRecord | undefined {
  try {
    return (JSON.parse(text) as ImportRecord | null) ?? undefined;
  } catch {
    return undefined;
  }
}

export class ImportStore {
  constructor(
    private readonly folder: string,
    private readonly now: () => number,
  ) {}

  /** Replaces the record that was kept of it. */
  async put(record: ImportRecord): Promise<void> {
    await mkdir(this.#of(record.id), { recursive: true });
    const path = join(this.#of(record.id), 'import.json');
    await writeFile(`${path}.new`, JSON.stringify(record));
    // else a power cut may leave the name without the contents
    await syncFile(`${path}.new`);
    await rename(`${path}.new`, path);
    await syncFolder(this.#of(record.id));
  }

  async get(id: string): Promise<ImportRecord | undefined> {
    const text = await readFile(join(this.#of(id), 'import.json'), 'utf8').catch(() => undefined);
    // written by `put` alone; what a power cut left of one keeps no server from starting
    return text === undefined ? undefined : readRecord(text);
  }

  /** The file itself, until it is imported: a person's answers have it read again. */
  async putFile(id: string, bytes: Uint8Array): Promise<void> {
    await mkdir(this.#of(id), { recursive: true });
    await writeFile(this.places(id).filePath, bytes);
  }

  /** Undefined: it is no longer kept. */
  async file(id: string): Promise<Uint8Array | undefined> {
    const bytes = await readFile(this.places(id).filePath).catch(() => undefined);
    return bytes && new Uint8Array(bytes);
  }

  async removeFile(id: string): Promise<void> {
    const { filePath, strippedPath } = this.places(id);
    for (const path of [filePath, strippedPath]) await rm(path, { force: true });
  }

  /** In the place of a file that names passwords: all of it but these. */
  async putStripped(id: string, stripped: StrippedFile): Promise<void> {
    await mkdir(this.#of(id), { recursive: true });
    await writeStripped(this.places(id).strippedPath, stripped);
  }

  async stripped(id: string): Promise<StrippedFile | undefined> {
    const text = await readFile(this.places(id).strippedPath, 'utf8').catch(() => undefined);
    // written by `putStripped` alone
    return text === undefined ? undefined : (JSON.parse(text) as StrippedFile);
  }

  places(id: string): FilePlaces {
    return { filePath: join(this.#of(id), 'file'), strippedPath: join(this.#of(id), 'stripped.json') };
  }

  /** A process works on it now. */
  async beat(id: string): Promise<void> {
    const path = join(this.#of(id), 'beat');
    await writeFile(`${path}.new`, String(this.now()));
    await rename(`${path}.new`, path);
  }

  /** No process works on it any more. */
  async endBeat(id: string): Promise<void> {
    await rm(join(this.#of(id), 'beat'), { force: true });
  }

  /** The last time at which a process said that it works on it, milliseconds; 0: none does. */
  async beatOf(id: string): Promise<number> {
    return Number(await readFile(join(this.#of(id), 'beat'), 'utf8').catch(() => '0'));
  }

  /** Asks the process that works on it to stop. */
  async askToStop(id: string): Promise<void> {
    await writeFile(join(this.#of(id), 'stop'), '');
  }

  async isAskedToStop(id: string): Promise<boolean> {
    return (await stat(join(this.#of(id), 'stop')).catch(() => undefined)) !== undefined;
  }

  async forgetStop(id: string): Promise<void> {
    await rm(join(this.#of(id), 'stop'), { force: true });
  }

  rowsPath(id: string): string {
    return join(this.#of(id), 'rows.jsonl');
  }

  /** The answers given for earlier files of a table. */
  async remembered(table: ImportTable): Promise<SaidOfFile> {
    const text = await readFile(this.#remembered(table), 'utf8').catch(() => undefined);
    // written by `remember` alone
    return text === undefined ? { answers: {}, mapping: {} } : (JSON.parse(text) as SaidOfFile);
  }

  async remember(table: ImportTable, said: SaidOfFile): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    await writeFile(`${this.#remembered(table)}.new`, JSON.stringify(said));
    await rename(`${this.#remembered(table)}.new`, this.#remembered(table));
  }

  #remembered = (table: ImportTable): string => join(this.folder, `remembered-${table}.json`);

  async ids(): Promise<string[]> {
    const found = await readdir(this.folder, { withFileTypes: true }).catch(() => []);
    return found.filter((one) => one.isDirectory()).map(({ name }) => name);
  }

  /** Up to `limit` rows from a place in the file of rows on; of one outcome, where one is named. */
  async rows(id: string, from: number, limit: number, outcome?: string): Promise<RowPage> {
    const path = this.rowsPath(id);
    const size = await sizeOf(path);
    const items: ImportRow[] = [];
    let at = from;
    for await (const { text, end } of linesOfFile(path, from)) {
      at = end;
      // written by `readTable` alone
      const row = JSON.parse(text) as ImportRow;
      if (outcome !== undefined && row.outcome !== outcome) continue;
      items.push(row);
      if (items.length === limit) break;
    }
    return { items, ...(at < size && { next: at }) };
  }

  /**
   * Notes changes before they are written; on disk when it resolves. What is noted begins a line of its own: a power cut may have left half
   * a line before it.
   */
  async addToJournal(id: string, entries: readonly JournalEntry[]): Promise<void> {
    const lines = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
    if (lines !== '') await appendFile(join(this.#of(id), 'journal.jsonl'), `\n${lines}`, { flush: true });
  }

  /** The stored changes, one entry a row, in the order of the file; the last try of a row counts. */
  async journal(id: string): Promise<JournalEntry[]> {
    const entries = new Map<number, JournalEntry>();
    for await (const { text } of linesOfFile(join(this.#of(id), 'journal.jsonl'))) {
      if (text === '') continue;
      // written by `addToJournal` alone; a stop may have cut a line, and then nothing of it was stored
      const entry = readEntry(text);
      if (entry) entries.set(entry.line, entry);
    }
    return [...entries.values()];
  }

  /** Forgets imports to which nobody came back, and ends those that a stopped server was reading. */
  async tidy(): Promise<void> {
    for (const id of await this.ids()) {
      const record = await this.get(id);
      const life = record && record.saved > 0 ? KEPT_RUN : KEPT;
      // the changes that an import has made may still be taken back by hand where its record was spoilt
      if (!record && existsSync(join(this.#of(id), 'journal.jsonl'))) continue;
      const isOld = !record || Date.parse(record.createdAt) < this.now() - life;
      if (isOld) await rm(this.#of(id), { recursive: true, force: true });
      // a stop cut its reading off: it may hold passwords still
      else if (record.table === 'user' && record.state === 'reading')
        await rm(this.places(id).filePath, { force: true });
    }
  }

  /** An id is one of ours, so it leads nowhere else. */
  #of(id: string): string {
    return join(this.folder, /^[\w-]{1,64}$/.test(id) ? id : 'none');
  }
}
