/** Sites and stores that nobody has used are taken away again. */
import { siteText } from '../../port/registry-sites';
import type { PgSql } from '../sql';
import { readSite } from './read-site';

export async function removeStore(sql: PgSql, id: string): Promise<boolean> {
  const store = await sql.get<{ site_id: string }>('SELECT site_id FROM stores WHERE id = ?', id);
  if (!store || (await isUsed(sql, id, store.site_id))) return false;
  await sql.run('DELETE FROM stores WHERE id = ?', id);
  const site = await readSite(sql, store.site_id);
  if (site) await sql.run('UPDATE sites SET search = ? WHERE id = ?', siteText(site), site.id);
  return true;
}

/** A device, or an Open mSupply site, that works at its site may hold records of it that nobody else has. */
async function isUsed(sql: PgSql, id: string, siteId: string): Promise<boolean> {
  for (const table of ['former_stores', 'file_stores'])
    if (await sql.get(`SELECT 1 FROM ${table} WHERE store_id = ?`, id)) return true;
  for (const table of ['devices', 'v6_sites'])
    if (await sql.get(`SELECT 1 FROM ${table} WHERE site_id = ?`, siteId)) return true;
  return false;
}

const REFERRING = ['stores', 'former_stores', 'devices', 'v6_sites', 'v6_people'];

export async function removeSite(sql: PgSql, id: string): Promise<boolean> {
  if (!(await readSite(sql, id))) return false;
  for (const table of REFERRING)
    if (await sql.get(`SELECT 1 FROM ${table} WHERE site_id = ?`, id)) return false;
  await sql.run('DELETE FROM join_codes WHERE site_id = ?', id);
  await sql.run('DELETE FROM sites WHERE id = ?', id);
  return true;
}
