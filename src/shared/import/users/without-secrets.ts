/**
 * Some lists of people hold passwords in plain, under whatever heading. So nothing is kept of a list of people but what a column of ours takes:
 * not to be shown, not to be mended.
 */
import { textOfCell, type Cells } from '../../spreadsheet/cell';
import type { CellIssue } from '../import-issue';
import type { Plan, Planned, PlannedRow } from '../planned';
import type { Question } from '../reading/answers';

export function withoutSecrets<Record>(planned: Planned<Record>): Planned<Record> {
  return 'plan' in planned ? { plan: withOwnColumns(planned.plan) } : planned;
}

function withOwnColumns<Record>(plan: Plan<Record>): Plan<Record> {
  const rows = plan.rows.map((row): PlannedRow<Record> => ({
    ...row,
    cells: row.cells.map((cell, at) => (plan.columns[at] === undefined ? null : cell)),
    issues: row.issues.map(withoutSurplus),
  }));
  const isSeen = seenIn([plan.heading, ...rows.map(({ cells }) => cells)]);
  const { words, ...readAs } = plan.readAs;
  return {
    ...{ ...plan, rows },
    readAs: { ...readAs, ...(words && { words: words.filter(isSeen) }) },
    questions: plan.questions.map((question) => withoutWords(question, readAs.encoding, isSeen)),
  };
}

/** A cell beyond the headings is given in the text of its issue. */
const withoutSurplus = (issue: CellIssue): CellIssue =>
  issue.code === 'more-cells' ? { ...issue, data: { text: '…' } } : issue;

/** Words show how the letters of a file were read, and could be: those of cells that are kept. */
function withoutWords(question: Question, readAs: string | undefined, isSeen: IsSeen): Question {
  const { code, choices, previews } = question;
  if (code !== 'encoding' || !previews) return question;
  const read = previews[choices.indexOf(readAs ?? '')] ?? [];
  // each list has the same words, in the same order
  return { ...question, previews: previews.map((words) => words.filter((_, at) => isSeen(read[at] ?? ''))) };
}

type IsSeen = (word: string) => boolean;

function seenIn(kept: readonly Cells[]): IsSeen {
  const seen = new Map<string, boolean>();
  return (word) => {
    const found = seen.get(word) ?? (word !== '' && kept.some((cells) => cells.some((cell) => textOfCell(cell).includes(word)))); // prettier-ignore
    seen.set(word, found);
    return found;
  };
}
