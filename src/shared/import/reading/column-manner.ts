/** How the dates and the numbers of each column are written: settled by the whole column, or asked. */
import { textOfCell, type Cell } from '../../spreadsheet/cell';
import { dateColumn } from '../../spreadsheet/dates/date-column';
import { dateShape, type DateOrder } from '../../spreadsheet/dates/date-shape';
import { numberColumn } from '../../spreadsheet/numbers/number-column';
import { numberShape, type DecimalMark } from '../../spreadsheet/numbers/number-shape';
import type { Column } from '../column';
import { choiceOf, type Answers, type Question } from './answers';

export interface Manner {
  mark?: DecimalMark;
  order?: DateOrder;
  from1904: boolean;
}

/** A cell of a column, with what an export writes there now: the same text says nothing new. */
export interface ColumnCell {
  cell: Cell;
  line: number;
  before: Cell;
}

export interface MannerFound {
  manner: Manner;
  question?: Question;
}

const marks = ['.', ','] as const;
const orders = ['day-first', 'month-first'] as const;

export function mannerOf(
  column: Column,
  cells: readonly ColumnCell[],
  answers: Answers,
  from1904: boolean,
): MannerFound {
  const texts = cells.filter(({ cell, before }) => typeof cell === 'string' && !isSame(cell, before));
  if (column.kind === 'date') return dateManner(column, texts, answers, from1904);
  const isNumber = column.kind === 'number' || column.kind === 'integer';
  return isNumber || hasNumbers(column)
    ? numberManner(column, texts, answers, from1904)
    : { manner: { from1904 } };
}

const isSame = (cell: Cell, before: Cell): boolean => textOfCell(cell) === textOfCell(before);

const hasNumbers = ({ variants = [] }: Column): boolean =>
  variants.some(({ valueType }) => valueType === 'FLOAT' || valueType === 'INTEGER');

function dateManner(
  column: Column,
  cells: readonly ColumnCell[],
  answers: Answers,
  from1904: boolean,
): MannerFound {
  const about = { code: 'date-order', column: column.id } as const;
  const chosen = choiceOf(answers, about, orders);
  const { order, waiting } = dateColumn(
    cells.map(({ cell }) => textOfCell(cell)),
    chosen,
  );
  const first = cells.find(({ cell }) => dateShape(textOfCell(cell)).kind === 'either');
  return {
    manner: { ...(order && { order }), from1904 },
    ...((waiting > 0 || chosen) && {
      question: {
        ...about,
        choices: orders,
        ...lineOf(first),
        rows: waiting,
        ...(chosen && { answer: chosen }),
        ...previewOf(first, datePreview),
      },
    }),
  };
}

function numberManner(
  column: Column,
  cells: readonly ColumnCell[],
  answers: Answers,
  from1904: boolean,
): MannerFound {
  const about = { code: 'decimal-mark', column: column.id } as const;
  const chosen = choiceOf(answers, about, marks);
  const { mark, waiting } = numberColumn(
    cells.map(({ cell }) => textOfCell(cell)),
    chosen,
  );
  const first = cells.find(({ cell }) => numberShape(textOfCell(cell))?.kind === 'either');
  return {
    manner: { ...(mark && { mark }), from1904 },
    ...((waiting > 0 || chosen) && {
      question: {
        ...about,
        choices: marks,
        ...lineOf(first),
        rows: waiting,
        ...(chosen && { answer: chosen }),
        ...previewOf(first, numberPreview),
      },
    }),
  };
}

const lineOf = (first: ColumnCell | undefined): { line?: number } => (first ? { line: first.line } : {});

/** The text as it stands, and what it becomes by each choice. */
function previewOf(
  first: ColumnCell | undefined,
  preview: (text: string) => readonly [string, string] | undefined,
): { previews?: string[][] } {
  const text = textOfCell(first?.cell);
  const both = first && preview(text);
  return both ? { previews: both.map((one) => [text, one]) } : {};
}

function datePreview(text: string): readonly [string, string] | undefined {
  const shape = dateShape(text);
  return shape.kind === 'either' ? [shape.dayFirst, shape.monthFirst] : undefined;
}

function numberPreview(text: string): readonly [string, string] | undefined {
  const shape = numberShape(text);
  return shape?.kind === 'either' ? [String(shape.ifPoint), String(shape.ifComma)] : undefined;
}
