/** The import of equipment. */
import type { ImportedAsset } from '#shared/commands/import-asset';
import { importAssets } from '#shared/commands/import-assets';
import { rowsAround } from '#shared/import/equipment/equipment-data';
import type { StoreName } from '../../../replica/records';
import type { Replica } from '../../../replica/replica';
import type { Words } from '../../../words/words.svelte';
import { planInWorker } from '../ask-worker';
import type { ImportJob } from '../import-job';
import { importRows } from '../import-rows';
import { plainCellWords } from '../table-words';
import { assetColumnName } from './asset-column-name';
import { readAssetData } from './asset-data';

export const assetJob = (
  replica: Replica,
  words: Words,
  stores: () => readonly StoreName[],
): ImportJob<ImportedAsset> => ({
  name: words.t('tables.fileName-equipment'),
  list: { href: '/assets', label: words.t('equipment.toList') },
  columnName: (columns, id) => {
    const column = columns.find((one) => one.id === id);
    return column ? assetColumnName(words, column) : id;
  },
  plan: async (file, said) => {
    const [bytes, { assets, catalogue, ...data }, now] = await Promise.all([
      file.arrayBuffer(),
      readAssetData(replica.db, stores()),
      replica.now(),
    ]);
    const context = { now, mode: 'site' as const, storeIds: stores().map(({ id }) => id), rights: [] };
    return planInWorker(
      { of: 'assets', bytes, said, now, data, context, words: plainCellWords(words) },
      { assets, catalogue },
    );
  },
  /** Judged over the rows that are known as it begins; the plan has made sure that no two rows are about one piece. */
  save: async (rows, watch) => {
    const known = rowsAround(await readAssetData(replica.db, stores()));
    const save = (assets: readonly ImportedAsset[]) => replica.commitOver(known, importAssets, assets);
    return importRows(save, rows, watch);
  },
});
