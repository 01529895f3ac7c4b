/** Reads a file and works out what it would change, away from the page. */
import type { CommandContext } from '#shared/commands/command';
import { functionalStatuses } from '#shared/domain/functional-status';
import { readSheet } from '../../tables/read-sheet';
import type { Around, TableRecord } from './around';
import type { AssetData } from './assets/asset-data';
import { planAssets } from './assets/plan-assets';
import type { TableName } from './columns';
import { planImport, type Plan } from './plan';
import { cellWriter, type CellWords } from './write-rows';

/** The words that stand in cells, as they travel to a worker. */
export interface PlainCellWords {
  yes: string;
  no: string;
  statuses: readonly string[];
}

interface Asked {
  bytes: ArrayBuffer;
  words: PlainCellWords;
}

export interface CentralQuestion extends Asked {
  of: 'central-data';
  table: TableName;
  records: readonly TableRecord[];
  around: Around;
}

export interface AssetQuestion extends Asked {
  of: 'assets';
  data: AssetData;
  context: Omit<CommandContext, 'newId'>;
}

export type Question = CentralQuestion | AssetQuestion;

async function answer(question: Question): Promise<Plan<unknown> | undefined> {
  const sheet = await readSheet(question.bytes);
  const words = cellWords(question.words);
  if (!sheet) return undefined;
  if (question.of === 'assets') return planAssets(sheet, question.data, question.context, words);
  const { table, records, around } = question;
  return planImport({ table, sheet, records, around, write: cellWriter(around, words) });
}

const cellWords = ({ yes, no, statuses }: PlainCellWords): CellWords => ({
  yes,
  no,
  status: (status) => statuses[functionalStatuses.indexOf(status)] ?? status,
});

addEventListener('message', ({ data }: MessageEvent<Question>) => {
  answer(data).then(
    (plan) => postMessage(plan),
    () => postMessage(undefined),
  );
});
