/** Sites and their stores in PostgreSQL. */
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
import type { PgPool } from '../pool';
import type { Param, PgSql } from '../sql';
import { StoreTexts, type StoreNames } from '../../store-texts';
import { readSite, withStores, type SiteRow } from './read-site';
import { removeSite, removeStore } from './remove-sites';

export function pgSites(pool: PgPool): SiteBook {
  const texts = new StoreTexts({
    version: () => pool.read(writersOf),
    after: (id, limit) => pool.read((sql) => storesAfter(sql, id, limit)),
  });
  return {
    add: (site) => pool.write('registry', (sql) => addSite(sql, site)),
    edit: (id, change) => pool.write('registry', (sql) => editSite(sql, id, change)),
    speak: (ids, language) =>
      pool.write('registry', (sql) =>
        sql.run('UPDATE sites SET language = ? WHERE id = ANY(?)', language, [...ids]),
      ),
    removeStore: (id) => pool.write('registry', (sql) => removeStore(sql, id)),
    remove: (id) => pool.write('registry', (sql) => removeSite(sql, id)),
    get: (id) => pool.read((sql) => readSite(sql, id)),
    page: (query) => pool.read((sql) => pageOfSites(sql, query)),
    storesNamed: (words) => texts.naming(words),
    storesOfSites: (siteIds) => pool.read((sql) => storesOfSites(sql, siteIds)),
    sitesOfStores: (storeIds) => pool.read((sql) => sitesOfStores(sql, storeIds)),
    moveStore: (move) => pool.write('registry', (sql) => moveStore(sql, move)),
    formerStores: (siteId) =>
      pool.read((sql) =>
        sql.all<FormerStore>(
          'SELECT store_id AS "storeId", left_at AS "leftAt" FROM former_stores WHERE site_id = ? ORDER BY store_id',
          siteId,
        ),
      ),
  };
}

async function addSite(sql: PgSql, site: SiteRecord): Promise<Result<SiteRecord>> {
  const isTaken = await sql.get('SELECT 1 FROM sites WHERE code = ?', site.code);
  if (isTaken) return refused({ code: 'already-exists', field: 'code' });
  const clash = await firstClash(sql, site.id, site.stores);
  if (clash !== undefined) return refused({ code: 'already-exists', field: clash });
  await sql.run(
    'INSERT INTO sites (id, code, name, search, created_at) VALUES (?, ?, ?, ?, ?)',
    ...[site.id, site.code, site.name, siteText(site), site.createdAt],
  );
  await insertStores(sql, site.id, site.stores);
  return accepted(site);
}

async function editSite(
  sql: PgSql,
  id: string,
  change: { name?: string; addStores?: readonly StoreRecord[] },
): Promise<Result<SiteRecord> | undefined> {
  const stores = change.addStores ?? [];
  const site = await readSite(sql, id);
  if (!site) return undefined;
  const clash = await firstClash(sql, id, stores);
  if (clash !== undefined) return refused({ code: 'already-exists', field: clash });
  const edited = { ...site, name: change.name ?? site.name, stores: [...site.stores, ...stores] };
  await sql.run('UPDATE sites SET name = ?, search = ? WHERE id = ?', edited.name, siteText(edited), id);
  await insertStores(sql, id, stores);
  return accepted(edited);
}

/** The first of these stores whose id is taken anywhere, or whose code is taken at its site. */
async function firstClash(
  sql: PgSql,
  siteId: string,
  stores: readonly StoreRecord[],
): Promise<string | undefined> {
  for (const [index, store] of stores.entries()) {
    const before = stores.slice(0, index);
    const isKnown = await sql.get('SELECT 1 FROM stores WHERE id = ?', store.id);
    if (before.some(({ id }) => id === store.id) || isKnown) return `stores.${index}.id`;
    const isHere = await sql.get('SELECT 1 FROM stores WHERE site_id = ? AND code = ?', siteId, store.code);
    if (before.some(({ code }) => code === store.code) || isHere) return `stores.${index}.code`;
  }
  return undefined;
}

async function insertStores(sql: PgSql, siteId: string, stores: readonly StoreRecord[]): Promise<void> {
  for (const { id, code, name } of stores)
    await sql.run('INSERT INTO stores (id, code, name, site_id) VALUES (?, ?, ?, ?)', id, code, name, siteId);
}

const HEARD = `greatest(coalesce((SELECT max(last_contact) FROM devices WHERE site_id = s.id), ''),
  coalesce((SELECT last_contact FROM v6_sites WHERE site_id = s.id), ''))`;

async function pageOfSites(
  sql: PgSql,
  { limit, q, siteIds, sort, after, withoutTotal }: SiteQuery,
): Promise<SitePage> {
  const words: Param[] = [...wordsOf(q), ...(siteIds ? [siteIds] : [])];
  const ofSites = siteIds ? ['s.id = ANY(?)'] : [];
  const matches = ['true', ...wordsOf(q).map(() => 'strpos(s.search, ?) > 0'), ...ofSites].join(' AND ');
  const counted = withoutTotal
    ? undefined
    : await sql.get<{ total: number }>(`SELECT count(*) AS total FROM sites s WHERE ${matches}`, ...words);
  const position = after ?? { lastContact: '', code: '' };
  const [key, from] =
    sort === 'code'
      ? ['s.code', [position.code]]
      : [`${HEARD}, s.code`, [position.lastContact, position.code]];
  const rows = await sql.all<SiteRow & { heard: string }>(
    `SELECT s.id, s.code, s.name, s.created_at, s.language, ${HEARD} AS heard FROM sites s
     WHERE ${matches} AND (${key}) > (${from.map(() => '?').join(', ')}) ORDER BY ${key} LIMIT ?`,
    ...[...words, ...from, limit + 1],
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last ? { next: { lastContact: last.heard, code: last.code } } : {};
  return { sites: await withStores(sql, shown), total: counted?.total ?? 0, ...next };
}

const storesAfter = (sql: PgSql, id: string, limit: number): Promise<StoreNames[]> =>
  sql.all<StoreNames>(
    `SELECT st.id, st.code, st.name, s.code AS "siteCode", s.name AS "siteName" FROM stores st
     JOIN sites s ON s.id = st.site_id WHERE st.id > ? ORDER BY st.id LIMIT ?`,
    id,
    limit,
  );

/**
 * Other processes write names too. Whoever writes a row leaves the number of his transaction in it: another row, or one that is written
 * again, makes the sum another, and one that is taken away the count.
 */
async function writersOf(sql: PgSql): Promise<string> {
  const found = await sql.get<{ version: string }>(
    `SELECT concat_ws(' ', (SELECT concat(count(*), '/', sum(xmin::text::bigint)) FROM sites),
       (SELECT concat(count(*), '/', sum(xmin::text::bigint)) FROM stores)) AS version`,
  );
  return found?.version ?? '';
}

async function storesOfSites(sql: PgSql, siteIds: readonly string[]): Promise<string[]> {
  const found = await sql.all<{ id: string }>(
    'SELECT id FROM stores WHERE site_id = ANY(?) ORDER BY position',
    siteIds,
  );
  return found.map(({ id }) => id);
}

async function sitesOfStores(sql: PgSql, storeIds: readonly string[]): Promise<Map<string, string>> {
  const found = await sql.all<{ id: string; site_id: string }>(
    'SELECT id, site_id FROM stores WHERE id = ANY(?)',
    storeIds,
  );
  return new Map(found.map(({ id, site_id }) => [id, site_id]));
}

async function moveStore(
  sql: PgSql,
  { storeId, siteId, at }: { storeId: string; siteId: string; at: string },
): Promise<Result<{ store: StoreRecord; from: SiteRecord; to: SiteRecord }>> {
  const store = await sql.get<StoreRecord & { site_id: string }>(
    'SELECT id, code, name, site_id FROM stores WHERE id = ?',
    storeId,
  );
  if (!store) return refused({ code: 'not-found', field: 'storeId' });
  if (!(await readSite(sql, siteId))) return refused({ code: 'not-found', field: 'siteId' });
  if (store.site_id === siteId) return refused({ code: 'nothing-changed' });
  await sql.run('UPDATE stores SET site_id = ? WHERE id = ?', siteId, storeId);
  await sql.run(
    `INSERT INTO former_stores VALUES (?, ?, ?) ON CONFLICT (site_id, store_id) DO UPDATE SET left_at = excluded.left_at`,
    ...[store.site_id, storeId, at],
  );
  await sql.run('DELETE FROM former_stores WHERE site_id = ? AND store_id = ?', siteId, storeId);
  const [from, to] = [await readSite(sql, store.site_id), await readSite(sql, siteId)];
  if (!from || !to) return refused({ code: 'not-found', field: 'siteId' });
  for (const site of [from, to])
    await sql.run('UPDATE sites SET search = ? WHERE id = ?', siteText(site), site.id);
  return accepted({ store: { id: store.id, code: store.code, name: store.name }, from, to });
}
