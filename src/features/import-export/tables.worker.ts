/** Reads a file and works out what it would change, or writes one, away from the page. */
import type { CommandContext } from '#shared/commands/command';
import type { CatalogueItem } from '#shared/domain/catalogue-item';
import { functionalStatuses } from '#shared/domain/functional-status';
import type { AssetRow } from '../../replica/records';
import type { Cells } from '../../spreadsheet/cell';
import { readSheet } from '../../spreadsheet/read-sheet';
import { TooLarge } from '../../spreadsheet/too-large';
import type { Around, TableRecord } from './around';
import type { AssetData } from './assets/asset-data';
import { planAssets } from './assets/plan-assets';
import type { TableName } from './columns';
import type { Unreadable } from './import-job';
import { piecesOf } from './pieces';
import { planImport, type Plan, type PlannedRow } from './plan';
import { cellWriter, type CellWords } from './write-rows';

/** The words that stand in cells, as they travel to a worker. */
export interface PlainCellWords {
  yes: string;
  no: string;
  statuses: readonly string[];
}

/** What is long comes before the question, in pieces. */
export interface Lists {
  records: readonly TableRecord[];
  assets: readonly AssetRow[];
  catalogue: readonly CatalogueItem[];
  cells: readonly Cells[];
}

interface Asked {
  bytes: ArrayBuffer;
  words: PlainCellWords;
}

export interface CentralQuestion extends Asked {
  of: 'central-data';
  table: TableName;
  around: Around;
}

export interface AssetQuestion extends Asked {
  of: 'assets';
  data: Omit<AssetData, 'assets' | 'catalogue'>;
  context: Omit<CommandContext, 'newId'>;
}

export interface FileQuestion {
  of: 'file';
  ending: 'csv' | 'xlsx';
  /** what the sheet of a workbook is called */
  sheet: string;
}

export type Question = CentralQuestion | AssetQuestion | FileQuestion;
type Piece = { [List in keyof Lists]: { list: List; rows: Lists[List] } }[keyof Lists];
type Message = Piece | { question: Question };

/** Rows come first, in pieces; then the rest, which ends the answer. */
export type Answer =
  | { rows: PlannedRow<unknown>[] }
  | { plan?: Omit<Plan<unknown>, 'rows'>; fault?: Unreadable }
  | { file: Blob };

const heard: { [List in keyof Lists]: Lists[List][number][] } = {
  records: [],
  assets: [],
  catalogue: [],
  cells: [],
};

function hear(piece: Piece): void {
  if (piece.list === 'records') heard.records.push(...piece.rows);
  else if (piece.list === 'assets') heard.assets.push(...piece.rows);
  else if (piece.list === 'catalogue') heard.catalogue.push(...piece.rows);
  else heard.cells.push(...piece.rows);
}

async function planOf(question: CentralQuestion | AssetQuestion): Promise<Plan<unknown> | undefined> {
  const sheet = await readSheet(question.bytes);
  const words = cellWords(question.words);
  const { records, assets, catalogue } = heard;
  if (!sheet) return undefined;
  if (question.of === 'assets')
    return planAssets(sheet, { ...question.data, assets, catalogue }, question.context, words);
  const { table, around } = question;
  return planImport({ table, sheet, records, around, write: cellWriter(around, words) });
}

const cellWords = ({ yes, no, statuses }: PlainCellWords): CellWords => ({
  yes,
  no,
  status: (status) => statuses[functionalStatuses.indexOf(status)] ?? status,
});

async function fileOf({ ending, sheet }: FileQuestion): Promise<Blob> {
  if (ending === 'xlsx') return (await import('../../spreadsheet/write-xlsx')).writeXlsx(heard.cells, sheet);
  const { writeCsv } = await import('../../spreadsheet/write-csv');
  return new Blob([writeCsv(heard.cells)], { type: 'text/csv' });
}

const tell = (answer: Answer): void => postMessage(answer);

async function answer(question: Question): Promise<void> {
  if (question.of === 'file') return tell({ file: await fileOf(question) });
  const plan = await planOf(question);
  if (!plan) return tell({ fault: 'unreadable' });
  const { rows, ...rest } = plan;
  for (const piece of piecesOf(rows)) tell({ rows: piece });
  tell({ plan: rest });
}

addEventListener('message', ({ data }: MessageEvent<Message>) => {
  if ('list' in data) hear(data);
  else
    answer(data.question).catch((error: unknown) =>
      tell({ fault: error instanceof TooLarge ? 'too-large' : 'unreadable' }),
    );
});
