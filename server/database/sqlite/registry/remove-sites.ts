/** Sites and stores that nobody has used are taken away again. */
import { siteText } from '../../port/registry-sites';
import type { Sql } from '../sqlite-file';
import { readSite } from './read-site';

export function removeStore(sql: Sql, id: string): boolean {
  const store = sql.get<{ site_id: string }>('SELECT site_id FROM stores WHERE id = ?', id);
  if (!store || isUsed(sql, id, store.site_id)) return false;
  sql.run('DELETE FROM stores WHERE id = ?', id);
  const site = readSite(sql, store.site_id);
  if (site) sql.run('UPDATE sites SET search = ? WHERE id = ?', siteText(site), site.id);
  return true;
}

/** A device, or an Open mSupply site, that works at its site may hold records of it that nobody else has. */
const isUsed = (sql: Sql, id: string, siteId: string): boolean =>
  ['former_stores', 'file_stores'].some((table) =>
    sql.get(`SELECT 1 FROM ${table} WHERE store_id = ?`, id),
  ) || ['devices', 'v6_sites'].some((table) => sql.get(`SELECT 1 FROM ${table} WHERE site_id = ?`, siteId));

const REFERRING = ['stores', 'former_stores', 'devices', 'v6_sites', 'v6_people'];

export function removeSite(sql: Sql, id: string): boolean {
  if (!readSite(sql, id)) return false;
  if (REFERRING.some((table) => sql.get(`SELECT 1 FROM ${table} WHERE site_id = ?`, id))) return false;
  sql.run('DELETE FROM join_codes WHERE site_id = ?', id);
  sql.run('DELETE FROM sites WHERE id = ?', id);
  return true;
}
