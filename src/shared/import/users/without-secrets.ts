/**
 * Some lists of people hold passwords in plain, under whatever heading. Rows keep nothing but what a column of ours takes: not to be shown, not
 * to be mended. The file loses the columns that are called as passwords are, since others may still be taken for one of ours.
 */
import { searchKey } from '../../text-folding';
import { textOfCell, type Cells } from '../../spreadsheet/cell';
import type { EncodingDoubt } from '../../spreadsheet/table-file';
import type { Column } from '../column';
import type { CellIssue } from '../import-issue';
import type { Plan, Planned, PlannedRow } from '../planned';
import type { Question } from '../reading/answers';

/** in the place of cells that ran together, and may hold one anywhere */
export const HIDDEN = '…';

const secret =
  /pass ?word|passwort|mot de passe|\bmdp\b|contrasena|palavra-passe|senha|\bclave\b|\bpwd\b|pass ?code|كلمه (?:ال)?(?:مرور|سر)|رقم (?:ال)?سري|\bpin\b/;
const ranTogether = new Set(['open-quote', 'rows-in-cell']);

export function withoutSecrets<Record>(planned: Planned<Record>): Planned<Record> {
  return 'plan' in planned ? { plan: blanked(planned.plan) } : planned;
}

/** The positions of columns that nobody took for one of ours, and that are called as passwords are. */
export const secretColumns = (
  heading: Cells,
  columns: readonly (Column | undefined)[],
): ReadonlySet<number> =>
  new Set(
    heading.flatMap((cell, at) =>
      columns[at] === undefined && secret.test(searchKey(textOfCell(cell))) ? [at] : [],
    ),
  );

function blanked<Record>(plan: Plan<Record>): Plan<Record> {
  const width = plan.rows.reduce((most, { cells }) => Math.max(most, cells.length), plan.columns.length);
  const passedOver = new Set(Array.from({ length: width }, (_, at) => at).filter((at) => !plan.columns[at]));
  if (passedOver.size === 0) return plan;
  const rows = plan.rows.map((row) => ({
    ...row,
    cells: blankCells(row.cells, passedOver, hasRun(row)),
    issues: row.issues.map(withoutSurplus),
  }));
  const shown = wordsOf([plan.heading, ...rows.map(({ cells }) => cells)]);
  return {
    ...plan,
    rows,
    readAs: { ...plan.readAs, ...(plan.readAs.words && { words: plan.readAs.words.filter(shown) }) },
    questions: plan.questions.map((question) => withoutWords(question, plan.readAs.encoding, shown)),
  };
}

/** A cell beyond the headings is given in the text of its issue. */
const withoutSurplus = (issue: CellIssue): CellIssue =>
  issue.code === 'more-cells' ? { ...issue, data: { text: HIDDEN } } : issue;

export const blankCells = (cells: Cells, secrets: ReadonlySet<number>, ranIntoOne: boolean): Cells =>
  cells.map((cell, at) => {
    if (ranIntoOne) return textOfCell(cell) === '' ? null : HIDDEN;
    return secrets.has(at) ? null : cell;
  });

const hasRun = <Record>({ issues }: PlannedRow<Record>): boolean =>
  issues.some(({ code }) => ranTogether.has(code));

/** True for a word of these cells. */
export function wordsOf(rows: readonly Cells[]): (word: string) => boolean {
  const text = rows.map((cells) => cells.map(textOfCell).join('\n')).join('\n');
  return (word) => text.includes(word);
}

/** Words that show what the letters are: one of a password shows more than that. */
function withoutWords(
  question: Question,
  encoding: string | undefined,
  shown: (word: string) => boolean,
): Question {
  const { code, previews, choices } = question;
  if (code !== 'encoding' || !previews) return question;
  const own = previews[choices.indexOf(encoding ?? '')] ?? [];
  return { ...question, previews: previews.map((words) => words.filter((_, at) => shown(own[at] ?? ''))) };
}

export function withoutWordsOf(
  doubt: EncodingDoubt,
  encoding: string,
  shown: (word: string) => boolean,
): EncodingDoubt {
  const own = doubt.choices.find((choice) => choice.encoding === encoding)?.words ?? [];
  const choices = doubt.choices.map((choice) => ({
    ...choice,
    words: choice.words.filter((_, at) => shown(own[at] ?? '')),
  }));
  return { ...doubt, choices };
}
