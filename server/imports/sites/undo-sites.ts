/** Takes back a list of facilities: what nobody has used since goes, a fact goes back where the import still has the last word. */
import { setImmediate } from 'node:timers/promises';
import type { Json, JsonObject } from '#shared/json';
import { writeCountry } from '../../country/write-country';
import type { CentralDatabase } from '../../database/port/central-database';
import type { SyncServer } from '../../sync/sync-server';
import type { JournalEntry, KeptRow, MadeOfSite } from '../import-record';
import type { By } from '../save-rows';

export interface UndoingSites {
  database: Pick<CentralDatabase, 'registry' | 'transaction' | 'changes' | 'rows'>;
  sync: Pick<SyncServer, 'author'>;
  by: By;
  now: () => number;
}

/** Returns what stays. The last rows come first: a site goes once the stores that later rows added to it are gone. */
export async function undoSites(undoing: UndoingSites, entries: readonly JournalEntry[]): Promise<KeptRow[]> {
  const kept: KeptRow[] = [];
  for (const { line, made } of entries) {
    if (made) kept.push(...(await undoSite(undoing, line, made)));
    await setImmediate();
  }
  return kept;
}

async function undoSite(undoing: UndoingSites, line: number, made: MadeOfSite): Promise<KeptRow[]> {
  const { registry, changes, rows } = undoing.database;
  const { siteId, storeId, isSite = false } = made;
  const site = await registry.sites.get(siteId);
  if (!site) return [];
  const keep = (entity: string, entityId: string, fields: readonly string[] = []): KeptRow => ({
    ...{ line, entity, entityId, fields },
  });
  const stays: KeptRow[] = [];
  if (storeId !== undefined && site.stores.some(({ id }) => id === storeId)) {
    const isUsed = (await changes.documentsOfStores([storeId])).length > 0;
    if (isUsed || !(await registry.sites.removeStore(storeId))) stays.push(keep('site', siteId));
  }
  if (!isSite) return [...stays, ...(await factsBack(undoing, line, made, site.name))];
  if (stays.length > 0 || !(await registry.sites.remove(siteId))) return [keep('site', siteId)];
  if (await rows.row('facility', siteId)) {
    const deletedAt = new Date(undoing.now()).toISOString();
    await writeCountry(undoing, { entity: 'facility', id: siteId, patch: { deletedAt }, by: undoing.by });
  }
  return [];
}

async function factsBack(
  undoing: UndoingSites,
  line: number,
  { siteId, before, after }: MadeOfSite,
  name: string,
): Promise<KeptRow[]> {
  const stands = new Map<string, unknown>(
    Object.entries((await undoing.database.rows.row('facility', siteId)) ?? {}),
  );
  stands.set('name', name);
  const isOurs = (field: string): boolean => stands.get(field) === after[field];
  const isBack = (field: string): boolean => (stands.get(field) ?? null) === (before[field] ?? null);
  const fields = Object.keys(before).filter((field) => !isBack(field));
  const back = fields.filter(isOurs);
  const former = before['name'];
  if (back.includes('name') && typeof former === 'string')
    await undoing.database.registry.sites.edit(siteId, { name: former });
  const patch: JsonObject = Object.fromEntries(
    back.filter((field) => field !== 'name').map((field): [string, Json] => [field, before[field] ?? null]),
  );
  if (Object.keys(patch).length > 0)
    await writeCountry(undoing, { entity: 'facility', id: siteId, patch, by: undoing.by });
  const others = fields.filter((field) => !isOurs(field));
  return others.length > 0 ? [{ line, entity: 'site', entityId: siteId, fields: others }] : [];
}
