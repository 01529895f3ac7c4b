/**
 * A person's answers to the questions of a file: texts by name. A name is the code of a question, then the column and the value
 * in question, if any: `encoding`, `date-order:installationDate`, `catalogue-item:catalogueItemId:TL-1`.
 */
export type Answers = Readonly<Record<string, string>>;

export interface About {
  code: QuestionCode;
  column?: string;
  value?: string;
}

export const questionCodes = [
  'encoding',
  'separator',
  'sheet',
  'heading-line',
  'column',
  'decimal-mark',
  'date-order',
  'catalogue-item',
  'store',
  'comment-status',
  'reason',
  'clearing',
  'facility',
  'model',
  'value',
] as const;
export type QuestionCode = (typeof questionCodes)[number];

export interface Question extends About {
  /** the possible answers */
  choices: readonly string[];
  /** the effect of each choice on the file, in the order of the choices */
  previews?: readonly (readonly string[])[];
  /** the label of each choice where the answer itself says nothing to a person, in their order */
  labels?: readonly string[];
  /** the likeness of each choice, 0 to 1, in their order */
  scores?: readonly number[];
  /** the most likely choice; it has no effect until a person confirms it */
  guess?: string;
  /** a line of the file where it is asked first */
  line?: number;
  /** the number of rows that wait for it */
  rows?: number;
  /** absent: it is open */
  answer?: string;
}

/** The answer by which the rows that wait stay out. */
export const LEAVE_OUT = 'leave-out';

export const answerName = ({ code, column, value }: About): string =>
  [code, column, value].filter((piece) => piece !== undefined).join(':');

export const answerTo = (answers: Answers, about: About): string | undefined => answers[answerName(about)];

/** An answer that is one of those that can be given. */
export function choiceOf<Choice extends string>(
  answers: Answers,
  about: About,
  choices: readonly Choice[],
): Choice | undefined {
  const answer = answerTo(answers, about);
  return choices.find((choice) => choice === answer);
}
