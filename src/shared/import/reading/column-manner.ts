/** The notation of dates and numbers in each column: settled by the whole column, or asked. */
import { textOfCell, type Cell } from '../../spreadsheet/cell';
import { dateColumn } from '../../spreadsheet/dates/date-column';
import { dateShape, type DateOrder } from '../../spreadsheet/dates/date-shape';
import { numberColumn } from '../../spreadsheet/numbers/number-column';
import { numberShape, type DecimalMark } from '../../spreadsheet/numbers/number-shape';
import type { Column } from '../column';
import { choiceOf, LEAVE_OUT, type About, type Answers, type Question } from './answers';

export interface Manner {
  mark?: DecimalMark;
  order?: DateOrder;
  from1904: boolean;
}

/** A cell of a column, with the text that an export writes there now: the same text says nothing new. */
interface ColumnCell {
  cell: Cell;
  line: number;
  before: Cell;
}

interface MannerFound {
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
  const { order, waiting } = dateColumn(textsOf(cells), choiceOf(answers, about, orders));
  const first = cells.find(({ cell }) => dateShape(textOfCell(cell)).kind === 'either');
  const question = questionOf(answers, { about, choices: orders, waiting, first, preview: datePreview });
  return { manner: { ...(order && { order }), from1904 }, ...question };
}

function numberManner(
  column: Column,
  cells: readonly ColumnCell[],
  answers: Answers,
  from1904: boolean,
): MannerFound {
  const about = { code: 'decimal-mark', column: column.id } as const;
  const { mark, waiting } = numberColumn(textsOf(cells), choiceOf(answers, about, marks));
  const first = cells.find(({ cell }) => numberShape(textOfCell(cell))?.kind === 'either');
  const question = questionOf(answers, { about, choices: marks, waiting, first, preview: numberPreview });
  return { manner: { ...(mark && { mark }), from1904 }, ...question };
}

const textsOf = (cells: readonly ColumnCell[]): string[] => cells.map(({ cell }) => textOfCell(cell));

interface Asking {
  about: About;
  choices: readonly string[];
  waiting: number;
  /** a cell that waits */
  first: ColumnCell | undefined;
  preview: (text: string) => readonly [string, string] | undefined;
}

/** A question is asked while cells wait. It stays after an answer, so that the answer can be changed. */
function questionOf(
  answers: Answers,
  { about, choices: meanings, waiting, first, preview }: Asking,
): { question?: Question } {
  const choices = [...meanings, LEAVE_OUT];
  const answer = choiceOf(answers, about, choices);
  if (waiting === 0 && answer === undefined) return {};
  return {
    question: {
      ...{ ...about, choices, rows: waiting },
      ...lineOf(first),
      ...previewOf(first, preview),
      ...(answer !== undefined && { answer }),
    },
  };
}

const lineOf = (first: ColumnCell | undefined): { line?: number } => (first ? { line: first.line } : {});

/** The text as it stands, and its value by each choice. */
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
