/** Reads a file that staff sent, works out what it would change, and keeps that until somebody commits it (import-runs.ts). */
import { setImmediate } from 'node:timers/promises';
import { isPlainJson, type Json } from '#shared/json';
import { columnOfField } from '#shared/import/import-issue';
import { isOpen, knowsNoColumn, type Plan, type PlannedRow } from '#shared/import/planned';
import type { Answers } from '#shared/import/reading/answers';
import type { Mapping } from '#shared/import/names/match-headings';
import type { CentralDatabase } from '../database/port/central-database';
import { newId } from '../new-id';
import { noCounts, type ImportRecord, type ImportRow, type ImportTable } from './import-record';
import type { ImportRuns } from './import-runs';
import type { ImportStore, RowPage } from './import-store';
import { faultInEnglish, issueInEnglish, type FileFault } from './issue-words';
import { planImport } from './plan-import';

export interface ImportFile {
  table: ImportTable;
  bytes: Uint8Array;
  fileName: string;
  answers: Answers;
  mapping: Mapping;
  userId: string;
}

type Record = PlannedRow<ImportRow['record']>['record'];

export class Imports {
  /** what is being read by this process */
  readonly #reading = new Map<string, ImportRecord>();
  /** one file is read at a time, so that many of them take no more memory than one */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: Pick<CentralDatabase, 'rows' | 'registry' | 'changes'>,
    private readonly kept: ImportStore,
    private readonly now: () => number,
    readonly runs: ImportRuns,
  ) {}

  /** Begins to read a file. `read` ends when that is done; it never rejects. */
  async add(file: ImportFile): Promise<{ record: ImportRecord; read: Promise<ImportRecord> }> {
    const { table, fileName, answers, mapping, userId } = file;
    const record: ImportRecord = {
      ...{
        id: newId(this.now()),
        table,
        state: 'reading',
        done: 0,
        total: 0,
        questions: [],
        counts: noCounts,
      },
      ...{ userId, createdAt: new Date(this.now()).toISOString(), fileName, answers, mapping },
      ...{ readSeq: await this.database.changes.lastSeq(), saved: 0, left: [], kept: [] },
    };
    await this.kept.put(record);
    this.#reading.set(record.id, record);
    const read = this.#queue.then(() => this.#read(record, file.bytes));
    this.#queue = read;
    return { record, read };
  }

  /** One that a stopped server left half read is cut off: it has to be sent again. One that was half saved goes on when told to. */
  async get(id: string): Promise<ImportRecord | undefined> {
    const atWork = this.#reading.get(id) ?? this.runs.get(id);
    const record = atWork ?? (await this.kept.get(id));
    if (!record || atWork) return record;
    if (record.state === 'importing') return { ...record, state: 'stopped' };
    return record.state === 'reading' ? { ...record, ...fault('cut-off') } : record;
  }

  rows(id: string, from: number, limit: number): Promise<RowPage> {
    return this.kept.rows(id, from, limit);
  }

  /** Ends when all that was sent is read, and nothing is being saved. */
  async idle(): Promise<void> {
    await this.runs.drain();
    await this.#queue;
  }

  async #read(record: ImportRecord, bytes: Uint8Array): Promise<ImportRecord> {
    const read = await this.#plan(record, bytes).catch(() => ({ ...record, ...fault('unknown-bytes') }));
    await this.kept.put(read).catch(() => undefined);
    this.#reading.delete(record.id);
    return read;
  }

  async #plan(record: ImportRecord, bytes: Uint8Array): Promise<ImportRecord> {
    const { table, answers, mapping } = record;
    const breathe = async (done: number, total: number): Promise<void> => {
      this.#reading.set(record.id, { ...record, done, total });
      await setImmediate();
    };
    const planned = await planImport(this.database, table, {
      bytes,
      answers,
      mapping,
      now: this.now(),
      breathe,
    });
    if ('fault' in planned) return { ...record, ...fault(planned.fault.code, planned.fault.line) };
    const { plan } = planned;
    if (knowsNoColumn(plan)) return { ...record, ...fault('no-known-column', plan.readAs.headingLine) };
    await this.kept.putRows(record.id, plan.rows.map(toRow));
    return { ...record, ...readState(plan) };
  }
}

function fault(code: FileFault, line?: number): Pick<ImportRecord, 'state' | 'error'> {
  return {
    state: 'unreadable',
    error: { code, message: faultInEnglish(code, line), ...(line !== undefined && { line }) },
  };
}

function readState(plan: Plan<Record>): Partial<ImportRecord> {
  const questions = plan.questions.filter(isOpen);
  const counts = { ...noCounts };
  for (const { outcome } of plan.rows) counts[outcome] += 1;
  return {
    ...{ state: questions.length > 0 ? 'asking' : 'ready', questions, counts },
    ...{ done: plan.rows.length, total: plan.rows.length, unknown: plan.unknown },
    ...{ readAs: asJson(plan.readAs), clearing: asJson(plan.clearing) },
  };
}

/** What is made of plain values travels as it is; fields that are undefined are left out. */
function asJson(value: object): Json {
  const plain: unknown = JSON.parse(JSON.stringify(value));
  return isPlainJson(plain) ? plain : null;
}

const toRow = ({ line, outcome, values, issues, record }: PlannedRow<Record>): ImportRow => ({
  ...{ line, outcome, values, record },
  issues: issues.map((issue) => ({
    code: issue.code,
    ...(issue.column !== '' && { field: columnOfField(issue.column) }),
    message: issueInEnglish(issue),
  })),
});
