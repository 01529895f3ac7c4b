/** Plans an import over what central has: the same reading as on a device. Of equipment only the stores that the file names are loaded. */
import { functionalStatuses } from '#shared/domain/functional-status';
import type { ImportedAsset } from '#shared/commands/import-asset';
import type { ImportedRecord } from '#shared/commands/import-central-data';
import type { Around } from '#shared/import/around';
import { planCentral } from '#shared/import/central/plan-central';
import { entityOf, tableNames } from '#shared/import/central/columns';
import type { EquipmentRow } from '#shared/import/equipment/equipment-data';
import { planEquipment, type Wanted } from '#shared/import/equipment/plan-equipment';
import { statusWords } from '#shared/import/names/cell-words';
import type { PlanRequest } from '#shared/import/plan-file';
import type { Planned } from '#shared/import/planned';
import { cellWriter, type CellWords } from '#shared/import/write-rows';
import type { CentralDatabase } from '../database/port/central-database';
import type { ImportTable } from './import-record';
import { storesOfCountry } from './stores-of-country';

const words: CellWords = {
  yes: 'Yes',
  no: 'No',
  status: (status) => statusWords[status][0] ?? functionalStatuses[0],
};

export async function planImport(
  { rows, registry }: Pick<CentralDatabase, 'rows' | 'registry'>,
  table: ImportTable,
  request: PlanRequest,
): Promise<Planned<ImportedAsset | ImportedRecord>> {
  const around = await aroundOf(rows);
  if (table !== 'equipment') {
    const name = tableNames.find((one) => entityOf[one] === table) ?? 'items';
    const records = await rows.all(entityOf[name]);
    return planCentral(request, { table: name, records, around, write: cellWriter(around, words) });
  }
  const [catalogue, reasons, stores] = await Promise.all([
    rows.all('catalogueItem'),
    rows.all('statusReason'),
    storesOfCountry(registry.sites),
  ]);
  const storeIds = stores.map(({ id }) => id);
  const context = { now: request.now, mode: 'central' as const, storeIds, rights: [] };
  const data = { assets: [], catalogue, reasons, around, stores };
  return planEquipment(request, { data, context, words, load: (wanted) => equipmentOf(rows, wanted) });
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

const PAGE = 1000;

export async function equipmentOf(
  rows: CentralDatabase['rows'],
  { ids, storeIds }: Wanted,
): Promise<EquipmentRow[]> {
  const found = new Map<string, EquipmentRow>();
  let cursor: string | undefined;
  if (storeIds.length > 0)
    do {
      const page = await rows.assets({ storeIds, limit: PAGE, ...(cursor !== undefined && { cursor }) });
      for (const asset of page.items) found.set(asset.id, asset);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
  for (const id of ids.filter((one) => !found.has(one))) {
    const asset = await rows.asset(id);
    if (asset) found.set(id, asset);
  }
  return [...found.values()];
}
