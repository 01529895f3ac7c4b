/** The way in which rows of each kind of table are saved, and taken back. */
import { identityKey } from '#shared/same-identity';
import { causeIn } from '../id-by-content';
import { causeOf } from './ids';
import type { ImportRecord, ImportRow, JournalEntry, KeptRow, LeftRow } from './import-record';
import type { Caller, RunParts } from './import-runs';
import { KnownRows } from './known-rows';
import { saveRows, type By } from './save-rows';
import { knownSites } from './sites/known-sites';
import { saveSites } from './sites/save-sites';
import { undoSites } from './sites/undo-sites';
import { storesOfCountry } from './stores-of-country';
import { saveUsers } from './users/save-users';
import { undoUsers } from './users/undo-users';
import { undoRows } from './undo-rows';

/** Saves rows; returns the number of those that are saved now, and those that could not be. */
type SaveGroup = (rows: readonly ImportRow[]) => Promise<{ saved: number; left: LeftRow[] }>;

export async function saverOf(
  { database, sync, now, kept, country }: RunParts,
  record: ImportRecord,
  { rights, siteIds, ...by }: Caller,
): Promise<SaveGroup> {
  const write = (entries: readonly JournalEntry[]): Promise<void> => kept.addToJournal(record.id, entries);
  const journal = new Map((await kept.journal(record.id)).map((entry) => [entry.line, entry]));
  if (record.table === 'site') {
    const known = await knownSites(database.registry.sites, await country.now());
    const sites = new Map(known.map((site) => [identityKey(site.code), site]));
    const own = new Set([...journal.keys()].map((line) => causeIn(causeOf(record.id, line, 0))));
    const { id: importId, readSeq } = record;
    const saving = { ...{ database, sync, by, now, sites, write, journal }, importId, readSeq, own };
    return (rows) => saveSites(saving, rows);
  }
  if (record.table === 'user') {
    const saving = { ...{ database, sync, country, by, now, write, journal }, importId: record.id };
    return (rows) => saveUsers(saving, rows);
  }
  const stores = await storesOfCountry(database.registry.sites, await country.now(), siteIds);
  const saving = {
    ...{ database, sync, record, rights, by, now, write, journal },
    rows: new KnownRows(database.rows),
    storeIds: stores.map(({ id }) => id),
  };
  return (rows) => saveRows(saving, rows);
}

/** The entries in the order in which they are taken back. */
export async function undoerOf(
  { database, sync, now, kept }: RunParts,
  { id, table }: ImportRecord,
  by: By,
): Promise<{
  entries: readonly JournalEntry[];
  undo: (group: readonly JournalEntry[]) => Promise<KeptRow[]>;
}> {
  const entries = await kept.journal(id);
  if (table === 'site')
    return {
      // a site goes once the stores that later rows added to it are gone
      entries: entries.reverse(),
      undo: (group) => undoSites({ database, sync, by, now }, group),
    };
  if (table === 'user') return { entries, undo: (group) => undoUsers({ database, sync, by, now }, group) };
  return { entries, undo: (group) => undoRows({ database, sync, by, now, importId: id }, group) };
}
