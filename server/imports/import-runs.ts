/**
 * Saves the changes that an import proposes, stops, goes on, and takes all of it back: one import at a time, in the background, group by
 * group.
 */
import { setImmediate } from 'node:timers/promises';
import type { CentralDatabase } from '../database/port/central-database';
import type { CountryReader } from '../country/read-country';
import type { SyncServer } from '../sync/sync-server';
import type { ImportRecord, ImportRow, ImportState } from './import-record';
import type { ImportStore } from './import-store';
import { faultInEnglish } from './issue-words';
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

/** A request that the state of the import does not allow. */
export class NotNow extends Error {
  constructor(readonly state: ImportState) {
    super(`an import that is ${state} cannot do this`);
  }
}

export interface RunParts {
  database: Pick<CentralDatabase, 'rows' | 'registry' | 'following' | 'transaction' | 'changes' | 'others'>;
  sync: Pick<SyncServer, 'act' | 'author'>;
  country: Pick<CountryReader, 'now'>;
  kept: ImportStore;
  now: () => number;
  onError: (error: unknown) => void;
}

interface Running {
  record: ImportRecord;
  isStopped: boolean;
  ended: Promise<void>;
}

/** Of several processes on one folder the one that works on an import says so as often; the others leave it alone for twice as long. */
const BEAT_MS = 15_000;

export class ImportRuns {
  /** the imports that this process works on, with their progress */
  readonly #running = new Map<string, Running>();
  #queue: Promise<unknown> = Promise.resolve();
  #isDraining = false;
  #again: NodeJS.Timeout | undefined;

  constructor(private readonly parts: RunParts) {}

  /** The progress of an import that is being saved or undone; undefined for any other. */
  get(id: string): ImportRecord | undefined {
    return this.#running.get(id)?.record;
  }

  /** Ends when the import is saved, stopped or undone, or was never begun; never rejects. */
  async ended(id: string): Promise<void> {
    await this.#running.get(id)?.ended;
  }

  /** Begins to save, or goes on after a stop. Rejects with NotNow. */
  commit(record: ImportRecord, by: Caller): ImportRecord {
    if (record.state !== 'ready' && record.state !== 'stopped') throw new NotNow(record.state);
    const runBy = runnerOf(by);
    const begun = {
      ...withoutError(record),
      state: 'importing',
      done: 0,
      saved: 0,
      left: [],
      runBy,
    } as const;
    return this.#begin(begun, (now) => this.#save(now, by));
  }

  /** Rows that are saved stay; `commit` goes on. */
  stop(record: ImportRecord): void {
    const running = this.#running.get(record.id);
    if (!running || record.state !== 'importing') throw new NotNow(record.state);
    running.isStopped = true;
  }

  /** Takes back all that was saved and nobody edited since. Rejects with NotNow. */
  undo(record: ImportRecord, by: By): ImportRecord {
    if (record.state !== 'imported' && record.state !== 'stopped') throw new NotNow(record.state);
    if (this.#running.has(record.id)) throw new NotNow(record.state);
    const runBy = runnerOf(by);
    const begun = { ...record, done: 0, kept: [], isUndoing: true, runBy };
    return this.#begin(begun, (now) => this.#undo(now, by));
  }

  /** Goes on with every import that a stop of the server cut off, in the name of whoever began it, with the rights that they have now. */
  async resume(): Promise<void> {
    const { kept, database, now } = this.parts;
    let isElsewhere = false;
    for (const id of (await kept.ids()).sort()) {
      const record = await kept.get(id);
      if (!record?.runBy || this.#running.has(id) || this.#isDraining) continue;
      if (record.state !== 'importing' && record.isUndoing !== true) continue;
      if (database.others && (await kept.beatOf(id)) > now() - 2 * BEAT_MS) isElsewhere = true;
      else await this.#goOn(record, record.runBy);
    }
    if (isElsewhere && !this.#isDraining)
      this.#again = setTimeout(() => void this.resume().catch(this.parts.onError), BEAT_MS).unref();
  }

  async #goOn(record: ImportRecord, by: NonNullable<ImportRecord['runBy']>): Promise<void> {
    const user = await this.parts.database.registry.staff.get(by.userId);
    const isAllowed = user !== undefined && user.disabledAt === undefined;
    if (!isAllowed) {
      await this.parts.kept.put({ ...withoutUndoing(record), state: 'stopped' });
      return;
    }
    const { deviceId, userId, siteIds } = by;
    if (record.isUndoing)
      this.#begin({ ...record, done: 0, kept: [] }, (now) => this.#undo(now, { deviceId, userId }));
    else {
      const caller = { deviceId, userId, siteIds, rights: user.permissions };
      this.#begin({ ...record, done: 0, saved: 0, left: [] }, (now) => this.#save(now, caller));
    }
  }

  /** A server that drains stops its work between two groups; the next start goes on. */
  async drain(): Promise<void> {
    this.#isDraining = true;
    clearTimeout(this.#again);
    await this.#queue;
  }

  #begin(record: ImportRecord, work: (record: ImportRecord) => Promise<ImportRecord>): ImportRecord {
    const ended = this.#queue.then(() => this.#run(record, work));
    this.#running.set(record.id, { record, isStopped: false, ended });
    this.#queue = ended;
    return record;
  }

  async #run(record: ImportRecord, work: (record: ImportRecord) => Promise<ImportRecord>): Promise<void> {
    const { kept, onError } = this.parts;
    try {
      await kept.put(record);
      await kept.beat(record.id);
      await kept.put(await work(record));
    } catch (error) {
      onError(error);
      const told = { code: 'not-saved', message: faultInEnglish('not-saved') };
      const last = this.get(record.id) ?? record;
      await kept.put({ ...withoutUndoing(last), state: 'stopped', error: told }).catch(onError);
    } finally {
      this.#running.delete(record.id);
    }
  }

  #progress(record: ImportRecord): ImportRecord {
    const running = this.#running.get(record.id);
    if (running) running.record = record;
    return record;
  }

  readonly #isStopped = ({ id }: ImportRecord): boolean => this.#running.get(id)?.isStopped === true;

  /** Rows that an earlier try saved are read again, and write nothing a second time. */
  async #save(begun: ImportRecord, by: Caller): Promise<ImportRecord> {
    const { kept } = this.parts;
    let record = begun;
    const save = await saverOf(this.parts, record, by);
    let at: number | undefined = 0;
    while (at !== undefined) {
      if (this.#isStopped(record)) return { ...record, state: 'stopped' };
      if (this.#isDraining) return record;
      await this.parts.database.following.reached(undefined, ROWS_PATIENCE);
      const page = await kept.rows(record.id, at, GROUP);
      const { saved, left } = await save(page.items.filter(isToBeSaved));
      await kept.beat(record.id);
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
    const { database, kept } = this.parts;
    const { entries, undo } = await undoerOf(this.parts, begun, by);
    let record = this.#progress({ ...begun, total: entries.length });
    for (let from = 0; from < entries.length; from += UNDO_GROUP) {
      if (this.#isStopped(record)) return { ...withoutUndoing(begun), state: 'stopped' };
      if (this.#isDraining) return record;
      await database.following.reached(undefined, ROWS_PATIENCE);
      const group = entries.slice(from, from + UNDO_GROUP);
      const stays = await undo(group);
      await kept.beat(begun.id);
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

const runnerOf = ({
  deviceId,
  userId,
  ...rest
}: By & Partial<Caller>): NonNullable<ImportRecord['runBy']> => ({
  ...{ deviceId, userId },
  ...(rest.siteIds && { siteIds: rest.siteIds }),
});

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
