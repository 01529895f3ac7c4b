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
import { KnownRows } from './known-rows';
import { saveRows, type By, type Saving } from './save-rows';
import { storesOfCountry } from './stores-of-country';
import { undoRows } from './undo-rows';

/** Rows that are saved, and that are undone, as one act: while it is planned nobody else is served. */
const GROUP = 20;
const UNDO_GROUP = 10;
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

interface RunParts {
  database: Pick<CentralDatabase, 'rows' | 'registry'>;
  sync: Pick<SyncServer, 'act'>;
  country: Pick<CountryReader, 'now'>;
  kept: ImportStore;
  now: () => number;
  onError: (error: unknown) => void;
}

export class ImportRuns {
  /** the imports that this process works on, with their progress */
  readonly #running = new Map<string, { record: ImportRecord; isStopped: boolean; ended: Promise<void> }>();
  #queue: Promise<unknown> = Promise.resolve();

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
    const begun = { ...withoutError(record), state: 'importing', done: 0, saved: 0, left: [] } as const;
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
    return this.#begin({ ...record, done: 0, kept: [], isUndoing: true }, (now) => this.#undo(now, by));
  }

  /** A server that drains stops its work between two groups. */
  async drain(): Promise<void> {
    for (const running of this.#running.values()) running.isStopped = true;
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
    const saving = await this.#savingOf(record, by);
    let at: number | undefined = 0;
    while (at !== undefined) {
      if (this.#isStopped(record)) return { ...record, state: 'stopped' };
      const page = await kept.rows(record.id, at, GROUP);
      const { saved, left } = await saveRows(saving, page.items.filter(isToBeSaved));
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

  async #savingOf(record: ImportRecord, { rights, siteIds, ...by }: Caller): Promise<Saving> {
    const { database, sync, now, kept, country } = this.parts;
    const stores = await storesOfCountry(database.registry.sites, await country.now(), siteIds);
    return {
      ...{ database, sync, record, rights, by, now },
      rows: new KnownRows(database.rows),
      storeIds: stores.map(({ id }) => id),
      journal: new Map((await kept.journal(record.id)).map((entry) => [entry.line, entry])),
      write: (entries) => kept.addToJournal(record.id, entries),
    };
  }

  async #undo(begun: ImportRecord, by: By): Promise<ImportRecord> {
    const { database, sync, now, kept } = this.parts;
    const entries = await kept.journal(begun.id);
    const undoing = { ...{ database, sync, by, now }, importId: begun.id };
    let record = this.#progress({ ...begun, total: entries.length });
    for (let from = 0; from < entries.length; from += UNDO_GROUP) {
      if (this.#isStopped(record)) return { ...withoutUndoing(begun), state: 'stopped' };
      const group = entries.slice(from, from + UNDO_GROUP);
      const stays = await undoRows(undoing, group);
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
