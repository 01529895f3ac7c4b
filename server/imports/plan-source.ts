/** The records of central that a plan asks for: lists, the equipment that a file names, and values that people recorded of it later. */
import { setImmediate } from 'node:timers/promises';
import type { AskSaidLater } from '#shared/import/equipment/said-later';
import type { Around, TableRecord } from '#shared/import/around';
import type { EquipmentRow, NamedStore } from '#shared/import/equipment/equipment-data';
import type { Wanted } from '#shared/import/equipment/plan-equipment';
import { entityOf, tableNames } from '#shared/import/central/columns';
import type { KnownRegion, KnownSite } from '#shared/import/sites/site-data';
import type { KnownUser } from '#shared/import/users/user-data';
import type { CatalogueItem } from '#shared/domain/catalogue-item';
import type { StatusReason } from '#shared/domain/status-reason';
import type { CountryReader } from '../country/read-country';
import type { CentralDatabase } from '../database/port/central-database';
import type { ImportTable } from './import-record';
import { saidLater } from './said-later';
import { knownSites } from './sites/known-sites';
import { knownUsers } from './users/known-users';
import { storesOfCountry } from './stores-of-country';

export interface Lists {
  around: Around;
  /** of a table of central data */
  records: readonly TableRecord[];
  /** of equipment */
  catalogue: readonly CatalogueItem[];
  reasons: readonly StatusReason[];
  stores: readonly NamedStore[];
  /** of a list of facilities */
  sites: readonly KnownSite[];
  regions: readonly KnownRegion[];
  /** of a list of people */
  users: readonly KnownUser[];
}

export interface PlanSource {
  lists: () => Promise<Lists>;
  equipment: (wanted: Wanted) => Promise<readonly EquipmentRow[]>;
  saidLater: AskSaidLater;
}

export interface SourceParts {
  database: Pick<CentralDatabase, 'rows' | 'registry' | 'transaction'>;
  country: Pick<CountryReader, 'now'>;
}

interface Reach {
  table: ImportTable;
  /** the person who imports */
  userId: string;
  /** the sites that the person who imports may change; undefined: all */
  siteIds: readonly string[] | undefined;
  /** changes that imports wrote: a later import may write them again */
  imported: () => Promise<ReadonlySet<string>>;
}

export function sourceOf(parts: SourceParts, { table, userId, siteIds, imported }: Reach): PlanSource {
  const { database, country } = parts;
  const { rows, registry } = database;
  let known: Promise<NamedStore[]> | undefined;
  const stores = (): Promise<NamedStore[]> =>
    (known ??= country.now().then((now) => storesOfCountry(registry.sites, now, siteIds)));
  return {
    lists: async () => {
      const around = await aroundOf(rows);
      const none = { records: [], catalogue: [], reasons: [], stores: [], sites: [], regions: [], users: [] };
      if (table === 'site') {
        const now = await country.now();
        return { ...none, around, sites: await knownSites(registry.sites, now), regions: now.regions };
      }
      if (table === 'user') {
        const { regions } = await country.now();
        return { ...none, around, regions, users: await knownUsers(registry.staff, userId) };
      }
      if (table !== 'equipment') {
        const name = tableNames.find((one) => entityOf[one] === table) ?? 'items';
        return { ...none, around, records: await rows.all(entityOf[name]) };
      }
      const [catalogue, reasons] = await Promise.all([rows.all('catalogueItem'), rows.all('statusReason')]);
      return { ...none, around, catalogue, reasons, stores: await stores() };
    },
    equipment: async (wanted) => {
      const found = await equipmentOf(rows, wanted);
      if (siteIds === undefined) return found;
      const own = new Set((await stores()).map(({ id }) => id));
      return found.filter(({ storeId }) => own.has(storeId));
    },
    saidLater: async (asked, from) => saidLater(database, asked, { from, imported: await imported() }),
  };
}

async function aroundOf(rows: CentralDatabase['rows']): Promise<Around> {
  const [classes, categories, types, properties, items] = await Promise.all([
    rows.all('assetClass'),
    rows.all('assetCategory'),
    rows.all('assetType'),
    rows.all('assetProperty'),
    rows.all('item'),
  ]);
  return { classes, categories, types, properties, items };
}

/** Nothing else is served while a page is read. */
const PAGE = 40;
/** Stores that are asked about at once: a list of a country names thousands. */
const STORES = 40;

/** Removed ones too: a list of before may name them. */
export async function equipmentOf(
  rows: CentralDatabase['rows'],
  { ids, storeIds }: Wanted,
): Promise<EquipmentRow[]> {
  const found = new Map<string, EquipmentRow>();
  for (let from = 0; from < storeIds.length; from += STORES) {
    const some = storeIds.slice(from, from + STORES);
    let cursor: string | undefined;
    do {
      const page = await rows.assets({
        storeIds: some,
        limit: PAGE,
        includeDeleted: true,
        ...(cursor !== undefined && { cursor }),
      });
      for (const asset of page.items) found.set(asset.id, asset);
      cursor = page.nextCursor;
      await setImmediate();
    } while (cursor !== undefined);
  }
  for (const id of ids.filter((one) => !found.has(one))) {
    const asset = await rows.asset(id);
    if (asset) found.set(id, asset);
    await setImmediate();
  }
  return [...found.values()];
}
