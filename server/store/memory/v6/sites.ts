/** V6 sites in memory. */
import { accepted, refused, type Result } from '#shared/result';
import type { V6Settings, V6Site, V6Sites } from '../../v6-port';
import type { MemoryDatabase } from '../database';
import { v6TablesOf, type SiteEntry, type V6Tables } from './tables';

export function memoryV6Sites(memory: MemoryDatabase): V6Sites {
  const tables = v6TablesOf(memory);
  const { sites } = tables;
  const edit = (siteId: string, change: (entry: SiteEntry) => Partial<SiteEntry>): Promise<void> =>
    memory.write(() => {
      const entry = sites.get(siteId);
      if (entry) sites.set(siteId, { ...entry, ...change(entry) });
    });
  const get = (siteId: string) => memory.read(() => toSite(sites.get(siteId)));
  return {
    get,
    byName: (name) => memory.read(() => toSite(named(tables, name))),
    exist: () => memory.read(() => sites.size > 0),
    put: (siteId, settings) => memory.write(() => putSite(tables, siteId, settings)),
    pin: async (siteId, hardwareId) => {
      await edit(siteId, (entry) => ({ hardwareId: entry.hardwareId ?? hardwareId }));
      return (await get(siteId))?.hardwareId ?? hardwareId;
    },
    release: (siteId) =>
      edit(siteId, ({ site }) => ({ hardwareId: undefined, site: { ...site, initialisation: 'new' } })),
    note: (siteId, { at, ...contact }) =>
      edit(siteId, ({ site }) => ({ site: { ...site, ...contact, lastContact: at } })),
  };
}

const toSite = (entry: SiteEntry | undefined): V6Site | undefined =>
  entry && {
    ...entry.site,
    ...(entry.hardwareId !== undefined && { hardwareId: entry.hardwareId }),
  };

const named = ({ sites }: V6Tables, name: string): SiteEntry | undefined =>
  sites.values().find(({ site }) => site.name.toLowerCase() === name.toLowerCase());

function putSite(tables: V6Tables, siteId: string, settings: V6Settings): Result<V6Site> {
  const { sites } = tables;
  const before = sites.get(siteId);
  const { name, number, passwordHash } = { number: nextNumber(tables), ...before?.site, ...settings };
  if (name === undefined) return refused({ code: 'missing-field', field: 'name' });
  const same = named(tables, name)?.site;
  if (same && same.siteId !== siteId) return refused({ code: 'already-exists', field: 'name' });
  if (sites.values().some(({ site }) => site.siteId !== siteId && site.number === number))
    return refused({ code: 'already-exists', field: 'number' });
  const site: SiteEntry['site'] = {
    initialisation: 'new',
    ...before?.site,
    siteId,
    name,
    number,
    ...(passwordHash !== undefined && { passwordHash }),
  };
  const entry: SiteEntry = { isIntegrating: false, numbers: 0, ...before, site };
  sites.set(siteId, entry);
  return accepted(toSite(entry) ?? site);
}

const nextNumber = ({ sites }: V6Tables): number =>
  Math.max(0, ...sites.values().map(({ site }) => site.number)) + 1;
