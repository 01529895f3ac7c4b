/** The import of a table of central data. */
import type { ImportedRecord } from '#shared/commands/import-central-data';
import { centralRowsInMemory } from '../../replica/row-reader';
import type { Replica } from '../../replica/replica';
import type { Words } from '../../words/words.svelte';
import { planInWorker } from './ask-worker';
import { entityOf, type TableName } from './columns';
import type { ImportJob } from './import-job';
import { importRows } from './import-rows';
import { readAround, readRecords } from './queries';
import { columnName, plainCellWords } from './table-words';

export const centralJob = (replica: Replica, words: Words, table: TableName): ImportJob<ImportedRecord> => ({
  name: table,
  reaches: words.t('tables.reach'),
  columnName: (columns, id) => columnName(words, columns, id),
  plan: async (file) => {
    const [bytes, records, around] = await Promise.all([
      file.arrayBuffer(),
      readRecords(replica.db, table),
      readAround(replica.db),
    ]);
    return planInWorker(
      { of: 'central-data', table, bytes, around, words: plainCellWords(words) },
      { records },
    );
  },
  save: async (rows, watch) =>
    importRows(replica, await centralRowsInMemory(replica.db), entityOf[table], rows, watch),
});
