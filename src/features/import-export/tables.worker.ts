/** Reads a file and plans its changes, or writes one, away from the page. */
import type { CommandContext } from '#shared/commands/command';
import type { CatalogueItem } from '#shared/domain/catalogue-item';
import { functionalStatuses } from '#shared/domain/functional-status';
import type { Around, TableRecord } from '#shared/import/around';
import type { TableName } from '#shared/import/central/columns';
import { planCentral } from '#shared/import/central/plan-central';
import type { EquipmentData, EquipmentRow } from '#shared/import/equipment/equipment-data';
import { planEquipment } from '#shared/import/equipment/plan-equipment';
import type { Plan, Planned, PlannedRow } from '#shared/import/planned';
import { cellWriter, type CellWords } from '#shared/import/write-rows';
import type { Cells } from '#shared/spreadsheet/cell';
import type { Fault, Said } from './import-job';
import { piecesOf } from './pieces';

/** The words that stand in cells, as they travel to a worker. */
export interface PlainCellWords {
  yes: string;
  no: string;
  statuses: readonly string[];
}

/** Long lists come before the question, in pieces. */
export interface Lists {
  records: readonly TableRecord[];
  assets: readonly EquipmentRow[];
  catalogue: readonly CatalogueItem[];
  cells: readonly Cells[];
}

interface Asked {
  bytes: ArrayBuffer;
  said: Said;
  /** central's time, milliseconds */
  now: number;
  words: PlainCellWords;
}

export interface CentralQuestion extends Asked {
  of: 'central-data';
  table: TableName;
  around: Around;
}

export interface AssetQuestion extends Asked {
  of: 'assets';
  data: Omit<EquipmentData, 'assets' | 'catalogue'>;
  context: Omit<CommandContext, 'newId'>;
}

export interface FileQuestion {
  of: 'file';
  ending: 'csv' | 'xlsx';
  /** the name of the sheet in a workbook */
  sheet: string;
  /** the separator of a text file that has to match another one */
  separator?: string;
  encoding?: string;
}

export type Question = CentralQuestion | AssetQuestion | FileQuestion;
type Piece = { [List in keyof Lists]: { list: List; rows: Lists[List] } }[keyof Lists];
type Message = Piece | { question: Question };

/** Rows come first, in pieces; then the rest, which ends the answer. */
export type Answer =
  { rows: PlannedRow<unknown>[] } | { plan?: Omit<Plan<unknown>, 'rows'>; fault?: Fault } | { file: Blob };

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

function planOf(question: CentralQuestion | AssetQuestion): Promise<Planned<unknown>> {
  const { said, now } = question;
  const request = { bytes: new Uint8Array(question.bytes), ...said, now };
  const words = cellWords(question.words);
  const { records, assets, catalogue } = heard;
  if (question.of === 'assets')
    return planEquipment(request, {
      data: { ...question.data, assets, catalogue },
      context: question.context,
      words,
    });
  const { table, around } = question;
  return planCentral(request, { table, records, around, write: cellWriter(around, words) });
}

const cellWords = ({ yes, no, statuses }: PlainCellWords): CellWords => ({
  yes,
  no,
  status: (status) => statuses[functionalStatuses.indexOf(status)] ?? status,
});

async function fileOf({ ending, sheet, separator, encoding }: FileQuestion): Promise<Blob> {
  if (ending === 'xlsx') return (await import('../../spreadsheet/write-xlsx')).writeXlsx(heard.cells, sheet);
  const { writeCsv } = await import('../../spreadsheet/write-csv');
  return new Blob([writeCsv(heard.cells, { separator, encoding })], { type: 'text/csv' });
}

const tell = (answer: Answer): void => postMessage(answer);

async function answer(question: Question): Promise<void> {
  if (question.of === 'file') return tell({ file: await fileOf(question) });
  const planned = await planOf(question);
  if ('fault' in planned) return tell(planned);
  const { rows, ...rest } = planned.plan;
  for (const piece of piecesOf(rows)) tell({ rows: piece });
  tell({ plan: rest });
}

addEventListener('message', ({ data }: MessageEvent<Message>) => {
  if ('list' in data) hear(data);
  else
    answer(data.question).catch((error: unknown) => {
      tell({ fault: { code: 'unreadable' } });
      reportError(error);
    });
});
