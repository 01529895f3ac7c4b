/**
 * Saves rows of a list of facilities: sites and stores in the registry, what is known of a facility in the country's document. Ids follow
 * from the import and the line, so that a row that a stop cut off makes nothing twice; the journal has each row before it is saved.
 */
import { setImmediate } from 'node:timers/promises';
import type { ImportedSite, KnownSite, SaidOfFacility } from '#shared/import/sites/site-data';
import { identityKey } from '#shared/same-identity';
import type { Json } from '#shared/json';
import { writeCountry } from '../../country/write-country';
import type { CentralDatabase } from '../../database/port/central-database';
import type { LoggedChange } from '../../database/port/changes';
import type { SiteBook } from '../../database/port/registry-sites';
import type { SyncServer } from '../../sync/sync-server';
import { causeIn, isCauseOf } from '../../id-by-content';
import { causeOf, rowIdOf } from '../ids';
import type { ImportRow, JournalEntry, LeftRow, MadeOfSite } from '../import-record';
import { sentenceInEnglish } from '../issue-words';
import type { By } from '../save-rows';
import { isChangedSince, type ReadAt } from './changed-since';

export interface SavingSites extends ReadAt {
  database: Pick<CentralDatabase, 'registry' | 'transaction' | 'rows'>;
  sync: Pick<SyncServer, 'author'>;
  importId: string;
  by: By;
  now: () => number;
  /** by folded code; grows with what is made */
  sites: Map<string, KnownSite>;
  /** the entries that earlier tries wrote down, by line: what stood before them is not what stands now */
  journal: ReadonlyMap<number, JournalEntry>;
  write: (entries: readonly JournalEntry[]) => Promise<void>;
}

export async function saveSites(
  saving: SavingSites,
  rows: readonly ImportRow[],
): Promise<{ saved: number; left: LeftRow[] }> {
  const left: LeftRow[] = [];
  let saved = 0;
  for (const row of rows) {
    const issue = await saveSite(saving, row.line, row.record as ImportedSite);
    if (issue === undefined) saved += 1;
    else left.push({ line: row.line, code: issue, message: sentenceInEnglish(issue) });
    await setImmediate();
  }
  return { saved, left };
}

/** Returns why it could not be saved; undefined: it is. */
async function saveSite(
  saving: SavingSites,
  line: number,
  record: ImportedSite,
): Promise<string | undefined> {
  const known = saving.sites.get(identityKey(record.site.code));
  const at = placeOf(saving.importId, line, known, record);
  const cause = causeOf(saving.importId, line, 0);
  const filed = known ? await filedOf(saving, at.siteId) : [];
  // facts that an earlier try saved are not saved over those that somebody gave since
  const facility = isCauseOf(
    cause,
    filed.map(({ change }) => change),
  )
    ? {}
    : record.facility;
  const before = await factsBefore(saving, at.siteId, known, { ...record, facility });
  if (known && isChangedSince(saving, record.nameThen, before, filed)) return 'changed-meanwhile';
  const made: MadeOfSite = {
    siteId: at.siteId,
    ...(known === undefined && { isSite: true }),
    ...(!at.isHere && { storeId: at.store.id }),
    ...{ before, after: afterOf(record, Object.keys(before)) },
  };
  await saving.write([{ line, said: [], made: withEarlier(made, saving.journal.get(line)?.made) }]);
  const fault =
    (await saveInRegistry(saving, { ...at, known, before }, record)) ??
    (await saveFacts(saving, at.siteId, { facility, before, cause }));
  if (fault === undefined) remember(saving, at, known, record);
  return fault;
}

/** The ids of the site and the store of a row: those that are here, or those that the row makes. */
function placeOf(
  importId: string,
  line: number,
  known: KnownSite | undefined,
  { site, store }: Pick<ImportedSite, 'site' | 'store'>,
): Pick<InRegistry, 'siteId' | 'store' | 'isHere'> {
  const wanted = identityKey(store.code || site.code);
  const here = known?.stores.find(({ code }) => identityKey(code) === wanted);
  return {
    siteId: known?.id ?? rowIdOf(importId, line, 1),
    store: { ...store, id: here?.id ?? rowIdOf(importId, line, 2) },
    isHere: here !== undefined,
  };
}

const filedOf = ({ database }: SavingSites, siteId: string): Promise<LoggedChange[]> =>
  database.transaction(({ changes }) => changes.changesOfEntities([{ entity: 'facility', id: siteId }]));

async function saveFacts(
  saving: SavingSites,
  siteId: string,
  {
    facility,
    before,
    cause,
  }: { facility: SaidOfFacility; before: Readonly<Record<string, Json>>; cause: string },
): Promise<string | undefined> {
  const patch = Object.fromEntries(Object.entries(facility).filter(([field]) => field in before));
  if (Object.keys(patch).length === 0) return undefined;
  const { by } = saving;
  saving.own.add(causeIn(cause));
  const written = await writeCountry(saving, { entity: 'facility', id: siteId, patch, cause, by });
  return written.ok ? undefined : written.issues[0].code;
}

/** The rows after it find the site and the store. */
function remember(
  { sites }: SavingSites,
  { siteId, store, isHere }: Pick<InRegistry, 'siteId' | 'store' | 'isHere'>,
  known: KnownSite | undefined,
  { site, facility }: ImportedSite,
): void {
  const stores = [...(known?.stores ?? []), ...(isHere ? [] : [store])];
  sites.set(identityKey(site.code), {
    ...{ id: siteId, code: known?.code ?? site.code, name: site.name, stores },
    facility: { ...known?.facility, ...facility },
  });
}

interface InRegistry {
  siteId: string;
  known: KnownSite | undefined;
  /** the store is there */
  isHere: boolean;
  store: { id: string; code: string; name: string };
  before: Readonly<Record<string, Json>>;
}

/** Makes the site or the store, or renames the site; returns the reason why it could not. */
async function saveInRegistry(
  { database, now }: SavingSites,
  { siteId, known, isHere, store, before }: InRegistry,
  { site }: ImportedSite,
): Promise<string | undefined> {
  const { sites } = database.registry;
  if (known) {
    const names = 'name' in before ? { name: site.name } : {};
    const addStores = isHere ? [] : [store];
    if (isHere && !('name' in before)) return undefined;
    return unlessThere(sites, await sites.edit(siteId, { ...names, addStores }), { siteId, store });
  }
  const createdAt = new Date(now()).toISOString();
  const added = await sites.add({ id: siteId, ...site, createdAt, stores: [store] });
  return unlessThere(sites, added, { siteId, store });
}

/** What an earlier try made is there already, under the same ids. */
async function unlessThere(
  sites: SiteBook,
  made: Awaited<ReturnType<SiteBook['edit']>>,
  { siteId, store }: Pick<InRegistry, 'siteId' | 'store'>,
): Promise<string | undefined> {
  if (made?.ok === true) return undefined;
  const isThere = (await sites.get(siteId))?.stores.some(({ id }) => id === store.id) === true;
  return isThere ? undefined : (made?.issues[0].code ?? 'not-found');
}

const withEarlier = (made: MadeOfSite, earlier: MadeOfSite | undefined): MadeOfSite => ({
  ...made,
  ...earlier,
  before: { ...made.before, ...earlier?.before },
  after: { ...made.after, ...earlier?.after },
});

/** The values before, in the fields that the row changes; null: none. */
async function factsBefore(
  { database: { rows, registry } }: SavingSites,
  siteId: string,
  known: KnownSite | undefined,
  { site, facility }: ImportedSite,
): Promise<Record<string, Json>> {
  // of one that is here the row is asked: somebody may have edited it since the file was read
  const now: Readonly<Record<string, unknown>> = known ? { ...(await rows.row('facility', siteId)) } : {};
  const before: Record<string, Json> = {};
  const name = known && ((await registry.sites.get(siteId))?.name ?? known.name);
  if (name !== undefined && name !== site.name) before['name'] = name;
  for (const [field, value] of Object.entries(facility)) {
    const stands = now[field];
    if (stands !== value)
      before[field] = typeof stands === 'string' || typeof stands === 'number' ? stands : null;
  }
  return before;
}

function afterOf({ site, facility }: ImportedSite, fields: readonly string[]): Record<string, Json> {
  const said: SaidOfFacility & { name: string } = { ...facility, name: site.name };
  return Object.fromEntries(
    Object.entries(said).filter((pair): pair is [string, string | number] => fields.includes(pair[0])),
  );
}
