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
import type { SyncServer } from '../../sync/sync-server';
import { rowIdOf } from '../ids';
import type { ImportRow, JournalEntry, LeftRow, MadeOfSite } from '../import-record';
import { sentenceInEnglish } from '../issue-words';
import type { By } from '../save-rows';

export interface SavingSites {
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
  const { sites } = saving.database.registry;
  const key = identityKey(record.site.code);
  const known = saving.sites.get(key);
  const siteId = known?.id ?? rowIdOf(saving.importId, line, 1);
  const wanted = identityKey(record.store.code);
  const here = known?.stores.find(({ code }) => identityKey(code) === wanted);
  const store = { id: here?.id ?? rowIdOf(saving.importId, line, 2), ...record.store };
  const before = await factsBefore(saving, siteId, known, record);
  const made: MadeOfSite = {
    siteId,
    ...(known === undefined && { isSite: true }),
    ...(here === undefined && { storeId: store.id }),
    before,
    after: afterOf(record, Object.keys(before)),
  };
  await saving.write([{ line, said: [], made: withEarlier(made, saving.journal.get(line)?.made) }]);
  if (!known) {
    const createdAt = new Date(saving.now()).toISOString();
    const added = await sites.add({ id: siteId, ...record.site, createdAt, stores: [store] });
    // made by an earlier try, whose facts may be lacking
    if (!added.ok && !(await sites.get(siteId))) return added.issues[0].code;
  } else if (!here || 'name' in before) {
    const edited = await sites.edit(siteId, {
      ...('name' in before && { name: record.site.name }),
      ...(!here && { addStores: [store] }),
    });
    const isThere = (await sites.get(siteId))?.stores.some(({ id }) => id === store.id) === true;
    if (edited?.ok !== true && !isThere) return edited?.issues[0].code ?? 'not-found';
  }
  const facts = Object.fromEntries(Object.entries(record.facility).filter(([field]) => field in before));
  if (Object.keys(facts).length > 0) {
    const written = await writeCountry(saving, {
      entity: 'facility',
      id: siteId,
      patch: facts,
      by: saving.by,
    });
    if (!written.ok) return written.issues[0].code;
  }
  const stores = [...(known?.stores ?? []), ...(here ? [] : [store])];
  saving.sites.set(key, {
    ...{ id: siteId, code: known?.code ?? record.site.code, name: record.site.name, stores },
    facility: { ...known?.facility, ...facts },
  });
  return undefined;
}

const withEarlier = (made: MadeOfSite, earlier: MadeOfSite | undefined): MadeOfSite => ({
  ...made,
  ...earlier,
  before: { ...made.before, ...earlier?.before },
  after: { ...made.after, ...earlier?.after },
});

/** The values before, in the fields that the row changes; null: none. */
async function factsBefore(
  { database: { rows } }: SavingSites,
  siteId: string,
  known: KnownSite | undefined,
  { site, facility }: ImportedSite,
): Promise<Record<string, Json>> {
  // of one that is here the row is asked: somebody may have edited it since the file was read
  const now: Readonly<Record<string, unknown>> = known ? { ...(await rows.row('facility', siteId)) } : {};
  const before: Record<string, Json> = {};
  if (known && known.name !== site.name) before['name'] = known.name;
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
