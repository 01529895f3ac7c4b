/** The import of a table of central data. */
import { importCentralData, type ImportedRecord } from '#shared/commands/import-central-data';
import { entityOf, type TableName } from '#shared/import/central/columns';
import { centralRowsInMemory } from '../../replica/row-reader';
import type { Replica } from '../../replica/replica';
import type { Words } from '../../words/words.svelte';
import { planInWorker } from './ask-worker';
import type { ImportJob } from './import-job';
import { importRows } from './import-rows';
import { readAround, readRecords } from './queries';
import { columnName, plainCellWords } from './table-words';

export const centralJob = (replica: Replica, words: Words, table: TableName): ImportJob<ImportedRecord> => ({
  name: table,
  reaches: words.t('tables.reach'),
  columnName: (columns, id) => columnName(words, columns, id),
  plan: async (file, said) => {
    const [bytes, records, around, now] = await Promise.all([
      file.arrayBuffer(),
      readRecords(replica.db, table),
      readAround(replica.db),
      replica.now(),
    ]);
    return planInWorker(
      { of: 'central-data', table, bytes, said, now, around, words: plainCellWords(words) },
      { records },
    );
  },
  save: async (rows, watch) => {
    const known = await centralRowsInMemory(replica.db);
    const entity = entityOf[table];
    const save = (records: readonly ImportedRecord[]) =>
      replica.commitOver(known, importCentralData, { entity, records });
    return importRows(save, rows, watch);
  },
});
