/** The import of equipment. */
import { importAsset, type ImportedAsset } from '#shared/commands/import-asset';
import type { StoreName } from '../../../replica/records';
import type { Replica } from '../../../replica/replica';
import type { Words } from '../../../words/words.svelte';
import { planInWorker } from '../ask-worker';
import { breathe, type ImportJob, type ImportOutcome } from '../import-job';
import { plainCellWords } from '../table-words';
import { assetColumnName } from './asset-columns';
import { readAssetData } from './asset-data';

/** Rows between two of which the page draws. */
const PIECE = 20;

export const assetJob = (
  replica: Replica,
  words: Words,
  stores: () => readonly StoreName[],
): ImportJob<ImportedAsset> => ({
  name: 'equipment',
  list: { href: '/assets', label: words.t('equipment.toList') },
  columnName: (columns, id) => {
    const column = columns.find((one) => one.id === id);
    return column ? assetColumnName(words, column) : id;
  },
  plan: async (file) => {
    const [bytes, { assets, catalogue, ...data }, now] = await Promise.all([
      file.arrayBuffer(),
      readAssetData(replica.db, stores()),
      replica.now(),
    ]);
    const context = { now, mode: 'site' as const, storeIds: stores().map(({ id }) => id), rights: [] };
    return planInWorker(
      { of: 'assets', bytes, data, context, words: plainCellWords(words) },
      { assets, catalogue },
    );
  },
  /** Row by row, so that one that is refused after all keeps no other out. */
  save: async (rows, { progress, isStopped }) => {
    const outcome: ImportOutcome<ImportedAsset> = { saved: 0, failed: [], stopped: false };
    for (const [at, row] of rows.entries()) {
      if (isStopped()) return { ...outcome, stopped: true };
      const result = await replica.commit(importAsset, row.record);
      if (result.ok) outcome.saved += 1;
      else outcome.failed.push({ row, issues: result.issues });
      if ((at + 1) % PIECE !== 0 && at + 1 < rows.length) continue;
      progress(at + 1);
      await breathe();
    }
    return outcome;
  },
});
