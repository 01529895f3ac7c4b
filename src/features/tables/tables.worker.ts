/** Reads a file and works out what it would change, away from the page. */
import { functionalStatuses } from '#shared/domain/functional-status';
import type { Around, TableRecord } from './around';
import type { TableName } from './columns';
import { planImport, type Plan } from './plan';
import { readSheet } from '../../tables/read-sheet';
import { cellWriter } from './write-rows';

export interface Question {
  table: TableName;
  bytes: ArrayBuffer;
  records: readonly TableRecord[];
  around: Around;
  words: { yes: string; no: string; statuses: readonly string[] };
}

/** No plan: the file is no table. */
export type Answer = { plan: Plan } | { plan?: undefined };

async function answer({ table, bytes, records, around, words }: Question): Promise<Answer> {
  const sheet = await readSheet(bytes);
  if (!sheet) return {};
  const write = cellWriter(around, {
    ...words,
    status: (status) => words.statuses[functionalStatuses.indexOf(status)] ?? status,
  });
  return { plan: planImport({ table, sheet, records, around, write }) };
}

addEventListener('message', ({ data }: MessageEvent<Question>) => {
  answer(data).then(
    (said) => postMessage(said),
    () => postMessage({}),
  );
});
