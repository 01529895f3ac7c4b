/**
 * Saves the changes that an import proposes, stops, goes on, and takes all of it back: one import at a time, in the background, group by
 * group.
 */
import { setImmediate } from 'node:timers/promises';
import type { CentralDatabase } from '../database/port/central-database';
import type { CountryReader } from '../country/read-country';
import { within } from '../country/within';
import type { SyncServer } from '../sync/sync-server';
import { BEAT_MS, Claims } from './claims';
import { cutIsStopped, isCut, type ImportRecord, type ImportRow, type ImportState } from './import-record';
import type { ImportStore } from './import-store';
import { faultInEnglish } from './issue-words';
import { mayImport } from './may-import';
import { NotNow } from './not-now';
import type { By } from './save-rows';
import { saverOf, undoerOf } from './savers';

/** Rows that are saved, and that are undone, as one act: while it is planned nobody else is served. */
const GROUP = 10;
const UNDO_GROUP = 5;
/**
 * How long a group waits for the rows to hold what the one before said, milliseconds. What they lack is read from the log's end by
 * each question, so an import that ran ahead of them would hold the server longer with every group.
 */
const ROWS_PATIENCE = 120_000;
/** Rows that were left, or kept at an undo, are listed up to this number; all of them are counted. */
const MOST_LISTED = 1000;

export interface Caller extends By {
  rights: readonly string[];
  /** the sites that they may change; undefined: all */
  siteIds: readonly string[] | undefined;
}

export interface RunParts {
  database: Pick<CentralDatabase, 'rows' | 'registry' | 'following' | 'transaction' | 'changes' | 'others'>;
  sync: Pick<SyncServer, 'act' | 'author' | 'refreshSession'>;
  country: Pick<CountryReader, 'now'>;
  kept: ImportStore;
  now: () => number;
  onError: (error: unknown) => void;
}

interface Running {
  record: ImportRecord;
  ended: Promise<void>;
}

export class ImportRuns {
  /** the imports that this process works on, with their progress */
  readonly #running = new Map<string, Running>();
  #queue: Promise<unknown> = Promise.resolve();
  #isDraining = false;
  #again: NodeJS.Timeout | undefined;
  readonly #claims: Claims;

  constructor(private readonly parts: RunParts) {
    this.#claims = new Claims({ ...parts, others: parts.database.others });
  }

  /** The progress of an import that is being saved or undone; undefined for any other. */
  get(id: string): ImportRecord | undefined {
    return this.#running.get(id)?.record;
  }

  /** Ends when the import is saved, stopped or undone, or was never begun; never rejects. */
  async ended(id: string): Promise<void> {
    await this.#running.get(id)?.ended;
  }

  /** Another process reads it, saves it, or takes it back. */
  isElsewhere(id: string): Promise<boolean> {
    return this.#claims.isElsewhere(id);
  }

  /** Begins to save, or goes on after a stop. Rejects with NotNow. */
  commit(asked: ImportRecord, by: Caller): Promise<ImportRecord> {
    return this.#claimed(asked, ['ready', 'stopped'], (record) => {
      const begun = { ...withoutError(record), state: 'importing', done: 0, saved: 0, left: [] } as const;
      return this.#begin({ ...begun, runBy: runnerOf(by) }, (now) => this.#save(now, by));
    });
  }

  /** Rows that are saved stay; `commit` goes on. Whichever process saves it stops. Rejects with NotNow. */
  async stop({ id, state }: ImportRecord): Promise<void> {
    if (state !== 'importing') throw new NotNow(state);
    await this.parts.kept.askToStop(id);
  }

  /** Takes back all that was saved and nobody edited since. Rejects with NotNow. */
  undo(asked: ImportRecord, by: By): Promise<ImportRecord> {
    return this.#claimed(asked, ['imported', 'stopped'], (record) => {
      const begun = { ...record, done: 0, kept: [], isUndoing: true, runBy: runnerOf(by) };
      return this.#begin({ ...begun, state: cutIsStopped(record.state) }, (now) => this.#undo(now, by));
    });
  }

  async #claimed(
    asked: ImportRecord,
    from: readonly ImportState[],
    begin: (record: ImportRecord) => ImportRecord,
  ): Promise<ImportRecord> {
    return begin(await this.claim(asked, from));
  }

  /** The import as it stands now: nobody else reads it, saves it or takes it back until it is released. Rejects with NotNow. */
  async claim({ id, state }: ImportRecord, from: readonly ImportState[]): Promise<ImportRecord> {
    if (!from.includes(state)) throw new NotNow(state);
    const record = await this.#claims.take(id);
    if (!record) throw new NotNow(this.get(id)?.state ?? 'importing');
    if (from.includes(cutIsStopped(record.state))) return record;
    await this.#claims.release(id);
    throw new NotNow(record.state);
  }

  release(id: string): Promise<void> {
    return this.#claims.release(id);
  }

  /** Goes on with every import that a stop of the server cut off, in the name of whoever began it, with the rights that they have now. */
  async resume(): Promise<void> {
    const { kept, onError } = this.parts;
    let isElsewhere = false;
    for (const id of (await kept.ids()).sort()) {
      if (this.#isDraining || !isCut(await kept.get(id))) continue;
      const record = await this.#claims.take(id);
      if (!record) isElsewhere ||= await this.#claims.isElsewhere(id);
      else if (!(await this.#hasGoneOn(record).catch(onError))) await this.#claims.release(id);
    }
    if (isElsewhere && !this.#isDraining)
      this.#again = setTimeout(() => void this.resume().catch(onError), BEAT_MS).unref();
  }

  /** False: it is over, or nobody may go on with it. */
  async #hasGoneOn(record: ImportRecord): Promise<boolean> {
    const { database, country, kept } = this.parts;
    if (this.#isDraining || !isCut(record)) return false;
    const { deviceId, userId } = record.runBy;
    const user = await database.registry.staff.get(userId);
    if (!user || user.disabledAt !== undefined || !mayImport(user, record)) {
      await kept.put({ ...withoutUndoing(record), state: 'stopped' });
      return false;
    }
    const siteIds = (await within(country, database, user)).sites();
    const caller = { deviceId, userId, siteIds, rights: user.permissions };
    if (record.isUndoing)
      this.#begin({ ...record, done: 0, kept: [] }, (now) => this.#undo(now, { deviceId, userId }));
    else this.#begin({ ...record, done: 0, saved: 0, left: [] }, (now) => this.#save(now, caller));
    return true;
  }

  /** A server that drains stops its work between two groups; the next start goes on. */
  async drain(): Promise<void> {
    this.#isDraining = true;
    clearTimeout(this.#again);
    await this.#queue;
  }

  #begin(record: ImportRecord, work: (record: ImportRecord) => Promise<ImportRecord>): ImportRecord {
    const ended = this.#queue.then(() => this.#run(record, work));
    this.#running.set(record.id, { record, ended });
    this.#queue = ended;
    return record;
  }

  async #run(record: ImportRecord, work: (record: ImportRecord) => Promise<ImportRecord>): Promise<void> {
    const { kept, onError } = this.parts;
    try {
      await kept.put(record);
      await kept.put(await work(record));
    } catch (error) {
      onError(error);
      const told = { code: 'not-saved', message: faultInEnglish('not-saved') };
      const last = this.get(record.id) ?? record;
      await kept.put({ ...withoutUndoing(last), state: 'stopped', error: told }).catch(onError);
    } finally {
      this.#running.delete(record.id);
      await this.#claims.release(record.id).catch(onError);
    }
  }

  #progress(record: ImportRecord): ImportRecord {
    const running = this.#running.get(record.id);
    if (running) running.record = record;
    return record;
  }

  /** Rows that an earlier try saved are read again, and write nothing a second time. */
  async #save(begun: ImportRecord, by: Caller): Promise<ImportRecord> {
    const { kept } = this.parts;
    let record = begun;
    const save = await saverOf(this.parts, record, by);
    let at: number | undefined = 0;
    while (at !== undefined) {
      if (await kept.isAskedToStop(record.id)) return { ...record, state: 'stopped' };
      if (this.#isDraining) return record;
      await this.parts.database.following.reached(undefined, ROWS_PATIENCE);
      const page = await kept.rows(record.id, at, GROUP);
      const { saved, left } = await save(page.items.filter(isToBeSaved));
      record = this.#progress({
        ...record,
        done: record.done + page.items.length,
        saved: record.saved + saved,
        left: [...record.left, ...left].slice(0, MOST_LISTED),
      });
      at = page.next;
    }
    await kept.removeFile(record.id);
    return { ...record, state: 'imported' };
  }

  async #undo(begun: ImportRecord, by: By): Promise<ImportRecord> {
    const { database } = this.parts;
    const { entries, undo } = await undoerOf(this.parts, begun, by);
    let record = this.#progress({ ...begun, total: entries.length });
    for (let from = 0; from < entries.length; from += UNDO_GROUP) {
      if (this.#isDraining) return record;
      await database.following.reached(undefined, ROWS_PATIENCE);
      const group = entries.slice(from, from + UNDO_GROUP);
      const stays = await undo(group);
      await setImmediate();
      record = this.#progress({
        ...record,
        done: from + group.length,
        kept: [...record.kept, ...stays].slice(0, MOST_LISTED),
      });
    }
    return { ...withoutUndoing(record), state: 'undone', total: begun.total, done: begun.total };
  }
}

const runnerOf = ({ deviceId, userId }: By): By => ({ deviceId, userId });

const isToBeSaved = ({ outcome }: ImportRow): boolean => outcome === 'new' || outcome === 'changed';

function withoutUndoing(record: ImportRecord): ImportRecord {
  const rest = { ...record };
  delete rest.isUndoing;
  return rest;
}

function withoutError(record: ImportRecord): ImportRecord {
  const rest = { ...record };
  delete rest.error;
  return rest;
}
