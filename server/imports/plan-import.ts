/** Plans an import over the records of central: the same reading as on a device, and for equipment the words of a country's own lists. */
import { functionalStatuses } from '#shared/domain/functional-status';
import type { ImportedAsset } from '#shared/commands/import-asset';
import type { ImportedRecord } from '#shared/commands/import-central-data';
import { planCentral } from '#shared/import/central/plan-central';
import { entityOf, tableNames } from '#shared/import/central/columns';
import { planEquipment } from '#shared/import/equipment/plan-equipment';
import { statusWords } from '#shared/import/names/cell-words';
import { planSites } from '#shared/import/sites/plan-sites';
import type { ImportedSite } from '#shared/import/sites/site-data';
import { planUsers } from '#shared/import/users/plan-users';
import type { ImportedUser } from '#shared/import/users/user-data';
import type { PlanRequest } from '#shared/import/plan-file';
import type { Planned } from '#shared/import/planned';
import { cellWriter, type CellWords } from '#shared/import/write-rows';
import type { ImportTable } from './import-record';
import type { PlanSource } from './plan-source';

const words: CellWords = {
  yes: 'Yes',
  no: 'No',
  status: (status) => statusWords[status][0] ?? functionalStatuses[0],
};

export async function planImport(
  source: PlanSource,
  table: ImportTable,
  request: PlanRequest,
): Promise<Planned<ImportedAsset | ImportedRecord | ImportedSite | ImportedUser>> {
  const { around, records, catalogue, reasons, stores, sites, regions, users } = await source.lists();
  if (table === 'site') return planSites(request, { sites, regions });
  if (table === 'user') return planUsers(request, { users, regions });
  if (table !== 'equipment') {
    const name = tableNames.find((one) => entityOf[one] === table) ?? 'items';
    return planCentral(request, { table: name, records, around, write: cellWriter(around, words) });
  }
  const storeIds = stores.map(({ id }) => id);
  return planEquipment(request, {
    data: { assets: [], catalogue, reasons, around, stores },
    context: { now: request.now, mode: 'central' as const, storeIds, rights: [] },
    words,
    load: source.equipment,
    ofCountry: true,
    saidLater: source.saidLater,
  });
}
