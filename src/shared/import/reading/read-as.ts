/** Says how a file was read, for a person to look at and to change. */
import type { TableFile } from '../../spreadsheet/table-file';
import type { ReadAs } from '../planned';
import { choiceOf, type Answers, type Question } from './answers';
import type { Manner } from './column-manner';
import type { FoundTable } from './find-table';

export function readAs(file: TableFile, found: FoundTable, manners: ReadonlyMap<string, Manner>): ReadAs {
  const marks = [...manners].flatMap(([column, { mark, order }]) => {
    const said = mark ?? order;
    return said === undefined ? [] : [[column, said] as const];
  });
  return {
    kind: file.kind,
    sheet: found.sheet.name,
    sheets: file.sheets.map(({ name, hidden }) => ({ name, hidden })),
    headingLine: found.headingLine,
    ...(file.kind === 'text' && { encoding: file.encoding, separator: file.separator, ...guessOf(file) }),
    ...(file.kind === 'workbook' && file.from1904 && { from1904: true }),
    marks: Object.fromEntries(marks),
  };
}

function guessOf(file: TableFile & { kind: 'text' }): Pick<ReadAs, 'isGuess' | 'words'> {
  if (!file.doubt?.isPlain) return {};
  const words = file.doubt.choices.find(({ encoding }) => encoding === file.encoding)?.words ?? [];
  return { isGuess: true, words };
}

/** The question where the letters are in doubt; a plain guess is only shown. */
export function encodingQuestion(file: TableFile, answers: Answers): Question[] {
  if (file.kind !== 'text' || !file.doubt) return [];
  const choices = file.doubt.choices.map(({ encoding }) => encoding);
  const answer = choiceOf(answers, { code: 'encoding' }, choices);
  if (file.doubt.isPlain && answer === undefined) return [];
  const previews = file.doubt.choices.map(({ words }) => words);
  return [{ code: 'encoding', choices, previews, ...(answer !== undefined && { answer }) }];
}
