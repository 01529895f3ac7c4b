/** Sites and their stores in SQLite. */
import { accepted, refused, type Result } from '#shared/result';
import {
  siteText,
  wordsOf,
  type FormerStore,
  type SiteBook,
  type SitePage,
  type SiteQuery,
  type SiteRecord,
  type StoreRecord,
} from '../../port/registry-sites';
import type { SqliteFile, Sql } from '../sqlite-file';
import { StoreTexts, type StoreNames } from '../../store-texts';
import { readSite, withStores, type SiteRow } from './read-site';
import { removeSite, removeStore } from './remove-sites';

export function sqliteSites(database: SqliteFile): SiteBook {
  // no other process writes this file: it is enough to count what is written here
  let renamings = 0;
  const renaming = <T>(work: (sql: Sql) => T): Promise<T> =>
    database.write(work).finally(() => (renamings += 1));
  const texts = new StoreTexts({
    version: () => Promise.resolve(String(renamings)),
    after: async (id, limit) => database.read((sql) => storesAfter(sql, id, limit)),
  });
  return {
    add: (site) => renaming((sql) => addSite(sql, site)),
    edit: (id, change) => renaming((sql) => editSite(sql, id, change)),
    speak: (ids, language) =>
      database.write((sql) =>
        sql.run(
          'UPDATE sites SET language = ? WHERE id IN (SELECT value FROM json_each(?))',
          language,
          JSON.stringify(ids),
        ),
      ),
    removeStore: (id) => renaming((sql) => removeStore(sql, id)),
    remove: (id) => renaming((sql) => removeSite(sql, id)),
    get: async (id) => database.read((sql) => readSite(sql, id)),
    page: async (query) => database.read((sql) => pageOfSites(sql, query)),
    storesNamed: (words) => texts.naming(words),
    storesOfSites: async (siteIds) => database.read((sql) => storesOfSites(sql, siteIds)),
    sitesOfStores: async (storeIds) => database.read((sql) => sitesOfStores(sql, storeIds)),
    moveStore: (move) => renaming((sql) => moveStore(sql, move)),
    formerStores: async (siteId) =>
      database.read((sql) =>
        sql.all<FormerStore>(
          'SELECT store_id AS storeId, left_at AS leftAt FROM former_stores WHERE site_id = ?',
          siteId,
        ),
      ),
  };
}

function addSite(sql: Sql, site: SiteRecord): Result<SiteRecord> {
  const isTaken = sql.get('SELECT 1 FROM sites WHERE code = ?', site.code);
  if (isTaken) return refused({ code: 'already-exists', field: 'code' });
  const clash = firstClash(sql, site.id, site.stores);
  if (clash) return refused({ code: 'already-exists', field: clash });
  sql.run(
    'INSERT INTO sites (id, code, name, search, created_at) VALUES (?, ?, ?, ?, ?)',
    ...[site.id, site.code, site.name, siteText(site), site.createdAt],
  );
  insertStores(sql, site.id, site.stores);
  return accepted(site);
}

function editSite(
  sql: Sql,
  id: string,
  change: { name?: string; addStores?: readonly StoreRecord[] },
): Result<SiteRecord> | undefined {
  const stores = change.addStores ?? [];
  const site = readSite(sql, id);
  if (!site) return undefined;
  const clash = firstClash(sql, id, stores);
  if (clash) return refused({ code: 'already-exists', field: clash });
  const edited = { ...site, name: change.name ?? site.name, stores: [...site.stores, ...stores] };
  sql.run('UPDATE sites SET name = ?, search = ? WHERE id = ?', edited.name, siteText(edited), id);
  insertStores(sql, id, stores);
  return accepted(edited);
}

/** The first of these stores whose id is taken anywhere, or whose code is taken at its site. */
function firstClash(sql: Sql, siteId: string, stores: readonly StoreRecord[]): string | undefined {
  for (const [index, store] of stores.entries()) {
    const before = stores.slice(0, index);
    if (before.some(({ id }) => id === store.id) || sql.get('SELECT 1 FROM stores WHERE id = ?', store.id))
      return `stores.${index}.id`;
    const here = 'SELECT 1 FROM stores WHERE site_id = ? AND code = ?';
    if (before.some(({ code }) => code === store.code) || sql.get(here, siteId, store.code))
      return `stores.${index}.code`;
  }
  return undefined;
}

function insertStores(sql: Sql, siteId: string, stores: readonly StoreRecord[]): void {
  for (const { id, code, name } of stores) {
    sql.run('INSERT INTO stores (id, code, name, site_id) VALUES (?, ?, ?, ?)', id, code, name, siteId);
  }
}

/** By a device of ours, or as an Open mSupply site. */
const HEARD = `max(coalesce((SELECT max(last_contact) FROM devices WHERE site_id = s.id), ''),
  coalesce((SELECT last_contact FROM v6_sites WHERE site_id = s.id), ''))`;

function pageOfSites(sql: Sql, { limit, q, siteIds, sort, after, withoutTotal }: SiteQuery): SitePage {
  const words = [...wordsOf(q), ...(siteIds ? [JSON.stringify(siteIds)] : [])];
  const ofSites = siteIds ? ['s.id IN (SELECT value FROM json_each(?))'] : [];
  const matches = ['1', ...wordsOf(q).map(() => 'instr(s.search, ?) > 0'), ...ofSites].join(' AND ');
  const counted = withoutTotal
    ? undefined
    : sql.get<{ total: number }>(`SELECT count(*) AS total FROM sites s WHERE ${matches}`, ...words);
  const position = after ?? { lastContact: '', code: '' };
  const [key, from] =
    sort === 'code'
      ? ['s.code', [position.code]]
      : [`${HEARD}, s.code`, [position.lastContact, position.code]];
  const rows = sql.all<SiteRow & { heard: string }>(
    `SELECT s.id, s.code, s.name, s.created_at, s.language, ${HEARD} AS heard FROM sites s
     WHERE ${matches} AND (${key}) > (${from.map(() => '?').join(', ')}) ORDER BY ${key} LIMIT ?`,
    ...[...words, ...from, limit + 1],
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last ? { next: { lastContact: last.heard, code: last.code } } : {};
  return { sites: shown.map((row) => withStores(sql, row)), total: counted?.total ?? 0, ...next };
}

const storesAfter = (sql: Sql, id: string, limit: number): StoreNames[] =>
  sql.all<StoreNames>(
    `SELECT st.id, st.code, st.name, s.code AS siteCode, s.name AS siteName FROM stores st
     JOIN sites s ON s.id = st.site_id WHERE st.id > ? ORDER BY st.id LIMIT ?`,
    id,
    limit,
  );

function storesOfSites(sql: Sql, siteIds: readonly string[]): string[] {
  const found = sql.all<{ id: string }>(
    'SELECT id FROM stores WHERE site_id IN (SELECT value FROM json_each(?))',
    JSON.stringify(siteIds),
  );
  return found.map(({ id }) => id);
}

function sitesOfStores(sql: Sql, storeIds: readonly string[]): Map<string, string> {
  const found = sql.all<{ id: string; site_id: string }>(
    'SELECT id, site_id FROM stores WHERE id IN (SELECT value FROM json_each(?))',
    JSON.stringify(storeIds),
  );
  return new Map(found.map(({ id, site_id }) => [id, site_id]));
}

function moveStore(
  sql: Sql,
  { storeId, siteId, at }: { storeId: string; siteId: string; at: string },
): Result<{ store: StoreRecord; from: SiteRecord; to: SiteRecord }> {
  const store = sql.get<StoreRecord & { site_id: string }>(
    'SELECT id, code, name, site_id FROM stores WHERE id = ?',
    storeId,
  );
  if (!store) return refused({ code: 'not-found', field: 'storeId' });
  if (!readSite(sql, siteId)) return refused({ code: 'not-found', field: 'siteId' });
  if (store.site_id === siteId) return refused({ code: 'nothing-changed' });
  sql.run('UPDATE stores SET site_id = ? WHERE id = ?', siteId, storeId);
  sql.run('INSERT OR REPLACE INTO former_stores VALUES (?, ?, ?)', store.site_id, storeId, at);
  sql.run('DELETE FROM former_stores WHERE site_id = ? AND store_id = ?', siteId, storeId);
  const [from, to] = [readSite(sql, store.site_id), readSite(sql, siteId)];
  if (!from || !to) return refused({ code: 'not-found', field: 'siteId' });
  for (const site of [from, to]) sql.run('UPDATE sites SET search = ? WHERE id = ?', siteText(site), site.id);
  return accepted({ store: { id: store.id, code: store.code, name: store.name }, from, to });
}
