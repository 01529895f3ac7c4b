/** Reads files that staff sent, works out the changes of each, and keeps that until somebody commits it (import-runs.ts). */
import { setImmediate } from 'node:timers/promises';
import type { PlanRequest } from '#shared/import/plan-file';
import type { Answers } from '#shared/import/reading/answers';
import type { Mapping } from '#shared/import/names/match-headings';
import type { StrippedFile } from '#shared/import/users/stripped-file';
import type { CentralDatabase } from '../database/port/central-database';
import { newId } from '../new-id';
import { noCounts, type ImportRecord, type ImportTable } from './import-record';
import type { ImportRuns } from './import-runs';
import type { ImportStore, RowPage } from './import-store';
import { importedChanges } from './imported-changes';
import { sourceOf, type PlanSource, type SourceParts } from './plan-source';
import { fault, readTable, type ReadRequest, type ReadState } from './read-table';
import { remembering, withRemembered, type SaidOfFile } from './remembered';

/** The person who imports, and their sites; undefined: all. */
export interface Importer {
  userId: string;
  siteIds: readonly string[] | undefined;
}

export interface ImportFile {
  table: ImportTable;
  bytes: Uint8Array;
  /** in its place, where it is another sheet of a file that is not kept as it came */
  stripped?: StrippedFile;
  fileName: string;
  answers: Answers;
  mapping: Mapping;
  /** see ImportRecord */
  ofFile?: string;
}

export interface ImportParts extends SourceParts {
  database: SourceParts['database'] & Pick<CentralDatabase, 'changes'>;
  kept: ImportStore;
  now: () => number;
  onError: (error: unknown) => void;
  /** reads in a thread of its own; absent: in this one */
  readInThread?: (source: PlanSource, request: ReadRequest) => Promise<ReadState>;
}

export class Imports {
  /** the imports that this process reads */
  readonly #reading = new Map<string, ImportRecord>();
  /** one file is read at a time, so that many of them take no more memory than one */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly parts: ImportParts,
    readonly runs: ImportRuns,
  ) {}

  /** Begins to read a file. `read` ends when that is done; it never rejects. */
  async add(file: ImportFile, by: Importer): Promise<{ record: ImportRecord; read: Promise<ImportRecord> }> {
    const { kept, now } = this.parts;
    const { table, fileName, answers, mapping, ofFile } = file;
    const record: ImportRecord = {
      ...{ id: newId(now()), table, state: 'reading', done: 0, total: 0, questions: [], settled: [] },
      ...{ headings: [], columns: [], counts: noCounts, fileName, answers, mapping, readSeq: 0 },
      ...{ userId: by.userId, createdAt: new Date(now()).toISOString(), saved: 0, left: [], kept: [] },
      ...withRemembered(await kept.remembered(table), { answers, mapping }),
      ...(ofFile !== undefined && { ofFile }),
    };
    if (file.stripped) await kept.putStripped(record.id, file.stripped);
    else await kept.putFile(record.id, file.bytes);
    await kept.put(record);
    return this.#begin(await this.runs.claim(record, ['reading']), (now) => Promise.resolve(now), by);
  }

  /**
   * Reads it again with a person's answers as they are now. Answers of staff of the whole country are remembered for the next file; staff
   * of a region decide for nobody else. Rejects with NotNow: somebody else has just said something of it, or has it saved.
   */
  async say(
    asked: ImportRecord,
    { answers, mapping }: SaidOfFile,
    by: Importer,
  ): Promise<{ record: ImportRecord; read: Promise<ImportRecord> }> {
    const { kept } = this.parts;
    const prepare = async (record: ImportRecord): Promise<ImportRecord> => {
      if (by.siteIds === undefined)
        await kept.remember(
          record.table,
          remembering(await kept.remembered(record.table), { answers, mapping }),
        );
      const said: ImportRecord = {
        ...record,
        ...{ state: 'reading', done: 0, questions: [], settled: [] },
        answers: { ...record.answers, ...answers },
        mapping: { ...record.mapping, ...mapping },
      };
      delete said.error;
      return said;
    };
    return this.#begin(await this.runs.claim(asked, toBeSaid), prepare, by);
  }

  /** The same file once more, by another of its sheets: an import of its own, with what was said of the first. */
  async addSheet(
    { id, table, fileName, answers: said, mapping, ofFile = id }: ImportRecord,
    sheet: string,
    by: Importer,
  ): Promise<{ record: ImportRecord; read: Promise<ImportRecord> }> {
    const answers: Record<string, string> = { ...said, sheet };
    delete answers['heading-line'];
    const [stripped, bytes = new Uint8Array()] = await this.#fileOf(id);
    const file = { table, bytes, fileName: `${fileName} (${sheet})`, answers, mapping, ofFile };
    return this.add({ ...file, ...(stripped && { stripped }) }, by);
  }

  /** The sheets of its file that are brought by other imports, which are neither undone nor unreadable. */
  async broughtSheets({ id, settled, questions, ofFile = id }: ImportRecord): Promise<string[]> {
    if (ofFile === id && ![...settled, ...questions].some(({ code }) => code === 'sheet')) return [];
    const others = (await this.list()).filter((one) => one.id !== id && (one.ofFile ?? one.id) === ofFile);
    return others
      .filter(({ state }) => state !== 'undone' && state !== 'unreadable')
      .flatMap((one) => sheetOf(one) ?? []);
  }

  /** One that a stopped server left half read is cut off: it has to be sent again. One that was half saved goes on when asked to. */
  async get(id: string): Promise<ImportRecord | undefined> {
    const atWork = this.#reading.get(id) ?? this.runs.get(id);
    const record = atWork ?? (await this.parts.kept.get(id));
    if (!record || atWork) return record;
    if (!isAtWork(record) || (await this.runs.isElsewhere(id))) return record;
    return record.state === 'importing'
      ? { ...record, state: 'stopped' }
      : { ...record, ...fault('cut-off') };
  }

  /** All that are kept, the newest first. */
  async list(): Promise<ImportRecord[]> {
    const records: ImportRecord[] = [];
    for (const id of (await this.parts.kept.ids()).sort().reverse()) {
      const record = await this.get(id);
      if (record) records.push(record);
      await setImmediate();
    }
    return records;
  }

  rows(id: string, from: number, limit: number, outcome?: string): Promise<RowPage> {
    return this.parts.kept.rows(id, from, limit, outcome);
  }

  /** Ends when all that was sent is read, and nothing is being saved. */
  async idle(): Promise<void> {
    await this.runs.drain();
    await this.#queue;
  }

  async #fileOf(id: string): Promise<[StrippedFile | undefined, Uint8Array | undefined]> {
    const stripped = await this.parts.kept.stripped(id);
    return [stripped, stripped ? undefined : await this.parts.kept.file(id)];
  }

  /** `claimed`: nobody else works on it until it is read. */
  async #begin(
    claimed: ImportRecord,
    prepare: (record: ImportRecord) => Promise<ImportRecord>,
    by: Importer,
  ): Promise<{ record: ImportRecord; read: Promise<ImportRecord> }> {
    const { database, kept } = this.parts;
    const { id } = claimed;
    try {
      const record = { ...(await prepare(claimed)), readSeq: await database.changes.lastSeq() };
      await kept.put(record);
      this.#reading.set(id, record);
      const read = this.#queue.then(() => this.#read(record, by));
      this.#queue = read;
      return { record, read };
    } catch (error) {
      await this.runs.release(id);
      throw error;
    }
  }

  async #read(record: ImportRecord, by: Importer): Promise<ImportRecord> {
    const { kept, onError } = this.parts;
    const read = await this.#plan(record, by).catch(async (error: unknown) => {
      onError(error);
      if (record.table === 'user') await kept.removeFile(record.id).catch(onError);
      return { ...record, ...fault('unknown-bytes') };
    });
    await kept.put(read).catch(onError);
    this.#reading.delete(record.id);
    await this.runs.release(record.id).catch(onError);
    return read;
  }

  async #plan(record: ImportRecord, { siteIds, userId }: Importer): Promise<ImportRecord> {
    const { kept, now, readInThread } = this.parts;
    const { table, answers, mapping } = record;
    const breathe: PlanRequest['breathe'] = async (done, total) => {
      this.#reading.set(record.id, { ...record, done, total });
      await setImmediate();
    };
    let imported: Promise<ReadonlySet<string>> | undefined;
    const source = sourceOf(this.parts, {
      ...{ table, siteIds, userId },
      imported: () => (imported ??= importedChanges(kept)),
    });
    const [stripped, bytes] = await this.#fileOf(record.id);
    if (!bytes && !stripped) return { ...record, ...fault('not-kept') };
    const request = {
      ...{ table, answers, mapping, breathe, now: now(), rowsPath: kept.rowsPath(record.id) },
      ...{ bytes: bytes ?? new Uint8Array(), ...kept.places(record.id) },
      ...(stripped && { stripped }),
    };
    return { ...record, ...(await (readInThread ?? readTable)(source, request)) };
  }
}

/** `reading`: of one that a stop cut off, since nobody reads it. */
const toBeSaid = ['asking', 'ready', 'unreadable', 'reading'] as const;

const isAtWork = ({ state }: ImportRecord): boolean => state === 'importing' || state === 'reading';

/** Undefined while it is asked which. */
function sheetOf({ answers, readAs }: ImportRecord): string | undefined {
  const read =
    typeof readAs === 'object' && readAs !== null && 'sheet' in readAs ? readAs['sheet'] : undefined;
  return answers['sheet'] ?? (typeof read === 'string' ? read : undefined);
}
