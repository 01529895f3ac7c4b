/** Sites and their stores in memory. */
import { accepted, refused, type Result } from '#shared/result';
import type { MemoryDatabase } from '../memory/database';
import {
  siteText,
  wordsOf,
  type SiteBook,
  type SitePage,
  type SiteQuery,
  type SiteRecord,
  type StoreRecord,
} from './site-port';
import { tables, type Tables } from './memory-tables';

export function memorySites(memory: MemoryDatabase): SiteBook {
  const all = tables(memory);
  const { sites, devices } = all;
  return {
    add: async (site) => memory.write(() => addSite(sites, site)),
    edit: async (id, change) => memory.write(() => editSite(sites, id, change)),
    get: async (id) => memory.read(() => sites.get(id)),
    page: async (query) => memory.read(() => pageOfSites({ sites, devices }, query)),
    sitesOfStores: async (storeIds) => memory.read(() => sitesOfStores(sites, storeIds)),
    moveStore: async (move) => memory.write(() => moveStore(all, move)),
    formerStores: async (siteId) =>
      memory.read(() =>
        [...all.former.entries()].flatMap(([key, leftAt]) => {
          const [site, storeId = ''] = key.split(' ');
          return site === siteId ? [{ storeId, leftAt }] : [];
        }),
      ),
  };
}

type Sites = Tables['sites'];

function addSite(sites: Sites, site: SiteRecord): Result<SiteRecord> {
  const isTaken = [...sites.values()].some((other) => other.code === site.code);
  const clash = isTaken ? 'code' : firstClash(sites, site.id, site.stores);
  if (clash) return refused({ code: 'already-exists', field: clash });
  sites.set(site.id, site);
  return accepted(site);
}

function editSite(
  sites: Sites,
  id: string,
  change: { name?: string; addStores?: readonly StoreRecord[] },
): Result<SiteRecord> | undefined {
  const site = sites.get(id);
  if (!site) return undefined;
  const clash = firstClash(sites, id, change.addStores ?? []);
  if (clash) return refused({ code: 'already-exists', field: clash });
  const edited = {
    ...site,
    name: change.name ?? site.name,
    stores: [...site.stores, ...(change.addStores ?? [])],
  };
  sites.set(id, edited);
  return accepted(edited);
}

/** The first of these stores whose id is taken anywhere, or whose code is taken at its site. */
function firstClash(sites: Sites, siteId: string, stores: readonly StoreRecord[]): string | undefined {
  const known = [...sites.values()].flatMap((site) => site.stores);
  const here = sites.get(siteId)?.stores ?? [];
  for (const [index, store] of stores.entries()) {
    const before = stores.slice(0, index);
    if ([...known, ...before].some(({ id }) => id === store.id)) return `stores.${index}.id`;
    if ([...here, ...before].some(({ code }) => code === store.code)) return `stores.${index}.code`;
  }
  return undefined;
}

function pageOfSites(
  { sites, devices }: Pick<Tables, 'sites' | 'devices'>,
  { limit, q, sort, after }: SiteQuery,
): SitePage {
  const words = wordsOf(q);
  const heardOf = ({ id }: SiteRecord): string =>
    [...devices.values()]
      .flatMap((device) => (device.siteId === id ? (device.lastContact ?? []) : []))
      .sort()
      .at(-1) ?? '';
  const keyOf = (heard: string, code: string): string => (sort === 'code' ? code : `${heard}\n${code}`);
  const matching = [...sites.values()].filter((site) => words.every((word) => siteText(site).includes(word)));
  const keyed = matching.map((site) => ({
    site,
    heard: heardOf(site),
    key: keyOf(heardOf(site), site.code),
  }));
  const rest = keyed
    .filter(({ key }) => !after || key > keyOf(after.lastContact, after.code))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const shown = rest.slice(0, limit);
  const last = shown.at(-1);
  const next = rest.length > limit && last ? { next: { lastContact: last.heard, code: last.site.code } } : {};
  return { sites: shown.map(({ site }) => site), total: matching.length, ...next };
}

function sitesOfStores(sites: Sites, storeIds: readonly string[]): Map<string, string> {
  const all = [...sites.values()].flatMap((site) =>
    site.stores.map((store): [string, string] => [store.id, site.id]),
  );
  return new Map(all.filter(([storeId]) => storeIds.includes(storeId)));
}

function moveStore(
  { sites, former }: Pick<Tables, 'sites' | 'former'>,
  { storeId, siteId, at }: { storeId: string; siteId: string; at: string },
): Result<{ store: StoreRecord; from: SiteRecord; to: SiteRecord }> {
  const before = [...sites.values()].find((site) => site.stores.some(({ id }) => id === storeId));
  const store = before?.stores.find(({ id }) => id === storeId);
  const target = sites.get(siteId);
  if (!before || !store) return refused({ code: 'not-found', field: 'storeId' });
  if (!target) return refused({ code: 'not-found', field: 'siteId' });
  if (before.id === siteId) return refused({ code: 'nothing-changed' });
  const from = { ...before, stores: before.stores.filter(({ id }) => id !== storeId) };
  const to = { ...target, stores: [...target.stores, store] };
  sites.set(from.id, from);
  sites.set(to.id, to);
  former.set(`${from.id} ${storeId}`, at);
  former.delete(`${to.id} ${storeId}`);
  return accepted({ store, from, to });
}
