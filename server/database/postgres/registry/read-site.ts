/** A site with its stores, read. */
import type { SiteRecord, StoreRecord } from '../../port/registry-sites';
import type { PgSql } from '../sql';

export interface SiteRow {
  id: string;
  code: string;
  name: string;
  created_at: string;
  language: string | null;
}

export async function readSite(sql: PgSql, id: string): Promise<SiteRecord | undefined> {
  const row = await sql.get<SiteRow>(
    'SELECT id, code, name, created_at, language FROM sites WHERE id = ?',
    id,
  );
  return row && (await withStores(sql, [row]))[0];
}

export async function withStores(sql: PgSql, rows: readonly SiteRow[]): Promise<SiteRecord[]> {
  const stores = await sql.all<StoreRecord & { site_id: string }>(
    'SELECT id, code, name, site_id FROM stores WHERE site_id = ANY(?) ORDER BY position',
    rows.map(({ id }) => id),
  );
  return rows.map(({ id, code, name, created_at, language }) => ({
    ...{ id, code, name, createdAt: created_at },
    ...(language !== null && { language }),
    stores: stores.flatMap(({ site_id, ...store }) => (site_id === id ? [store] : [])),
  }));
}
