/** Matches the columns of a file, and finds those that lack to identify its rows; a person can choose the column that lacks. */
import { textOfCell, type Cells } from '../../spreadsheet/cell';
import type { Column } from '../column';
import { headingIndex, matchHeadings, type Mapping, type MatchedColumns } from '../names/match-headings';
import { answerTo, type Answers, type Question } from './answers';

interface ColumnsSaid {
  matched: MatchedColumns;
  missing: readonly string[];
  questions: readonly Question[];
}

export function missingColumns(
  heading: Cells,
  { known, keys }: { known: readonly Column[]; keys: readonly (readonly string[])[] },
  answers: Answers,
  mapping: Mapping,
): ColumnsSaid {
  const index = headingIndex(known);
  const said = keys.flat().flatMap((column) => {
    const answer = answerTo(answers, { code: 'column', column });
    return answer === undefined ? [] : [[answer, column] as const];
  });
  const matched = matchHeadings(heading, index, { ...mapping, ...Object.fromEntries(said) });
  const has = (id: string): boolean => matched.columns.some((column) => column?.id === id);
  const lacking = keys.map((list) => list.filter((id) => !has(id)));
  const missing = has('id') || lacking.some((list) => list.length === 0) ? [] : (lacking[0] ?? []);
  const choices =
    matched.unknown.length > 0 ? matched.unknown : heading.map(textOfCell).filter((text) => text !== '');
  return { matched, missing, questions: missing.map((column) => ({ code: 'column', column, choices })) };
}
