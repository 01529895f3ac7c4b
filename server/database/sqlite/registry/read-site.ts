/** A site with its stores, read. */
import type { SiteRecord, StoreRecord } from '../../port/registry-sites';
import type { Sql } from '../sqlite-file';

export interface SiteRow {
  id: string;
  code: string;
  name: string;
  created_at: string;
  language: string | null;
}

export function readSite(sql: Sql, id: string): SiteRecord | undefined {
  const row = sql.get<SiteRow>('SELECT id, code, name, created_at, language FROM sites WHERE id = ?', id);
  return row && withStores(sql, row);
}

export function withStores(sql: Sql, { id, code, name, created_at, language }: SiteRow): SiteRecord {
  const stores = sql.all<StoreRecord>(
    'SELECT id, code, name FROM stores WHERE site_id = ? ORDER BY rowid',
    id,
  );
  return {
    ...{ id, code, name, createdAt: created_at },
    ...(language !== null && { language }),
    stores: stores.map((store) => ({ ...store })),
  };
}
