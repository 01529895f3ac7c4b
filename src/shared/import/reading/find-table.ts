/**
 * Finds the table in a file: its sheet, and the line that holds the headings. That line is the one with the most known
 * headings. A hidden sheet is never taken by itself. Where two sheets look alike, a person chooses.
 */
import { textOfCell, type Cells } from '../../spreadsheet/cell';
import type { Sheet, SheetRow, TableFile } from '../../spreadsheet/table-file';
import { knownHeadings, type HeadingIndex, type Mapping } from '../names/match-headings';
import { answerTo, type Answers, type Question } from './answers';

export interface FoundTable {
  sheet: Sheet;
  heading: Cells;
  headingLine: number;
  /** the rows under the headings, blank ones left out */
  rows: readonly SheetRow[];
  questions: readonly Question[];
}

/** Lines above the headings: a title, the author's name. */
const MOST_ABOVE = 30;

interface Candidate {
  sheet: Sheet;
  line: number;
  known: number;
}

/** Undefined where the file has no row at all. */
export function findTable(
  file: TableFile,
  index: HeadingIndex,
  answers: Answers,
  mapping: Mapping,
): FoundTable | undefined {
  const named = file.sheets.find(({ name }) => name !== '' && name === answerTo(answers, { code: 'sheet' }));
  const visible = file.sheets.filter(({ hidden }) => !hidden);
  const candidates = (named ? [named] : visible).flatMap((sheet) => candidateOf(sheet, index, mapping) ?? []);
  const most = Math.max(0, ...candidates.map(({ known }) => known));
  const alike = candidates.filter(({ known }) => known >= Math.max(2, most / 2));
  const chosen = alike[0] ?? candidates.find(({ known }) => known === most);
  if (!chosen) return undefined;
  const question = sheetQuestion(file, alike, named);
  return { ...tableAt(chosen, answers), questions: question ? [question] : [] };
}

function candidateOf(sheet: Sheet, index: HeadingIndex, mapping: Mapping): Candidate | undefined {
  const filled = sheet.rows.filter(({ cells }) => isFilled(cells)).slice(0, MOST_ABOVE);
  const counted = filled.map(({ line, cells }) => ({ line, known: knownHeadings(cells, index, mapping) }));
  const best = counted.reduce<{ line: number; known: number } | undefined>(
    (most, one) => (most === undefined || one.known > most.known ? one : most),
    undefined,
  );
  return best && { sheet, ...best };
}

function sheetQuestion(
  file: TableFile,
  alike: readonly Candidate[],
  named: Sheet | undefined,
): Question | undefined {
  if (file.kind !== 'workbook' || (alike.length < 2 && !named)) return undefined;
  const choices = named ? file.sheets.map(({ name }) => name) : alike.map(({ sheet }) => sheet.name);
  return { code: 'sheet', choices, ...(named && { answer: named.name }) };
}

function tableAt({ sheet, line }: Candidate, answers: Answers): Omit<FoundTable, 'questions'> {
  const said = Number(answerTo(answers, { code: 'heading-line' }));
  const headingLine = sheet.rows.some((row) => row.line === said) ? said : line;
  const heading = sheet.rows.find((row) => row.line === headingLine)?.cells ?? [];
  const rows = sheet.rows.filter((row) => row.line > headingLine && isFilled(row.cells));
  return { sheet, heading, headingLine, rows };
}

const isFilled = (cells: Cells): boolean => cells.some((cell) => textOfCell(cell) !== '');
