/** Each doubt is asked once, for all the rows that have it; a person's answer stands for them all. */
import { answerName, answerTo, LEAVE_OUT, type About, type Answers, type Question } from '../reading/answers';

/** A possible answer: its value, its label, and how alike it is (0 to 1) where that was measured. */
export interface Choice {
  answer: string;
  label?: string;
  score?: number;
}

export interface Doubt {
  about: About;
  choices: readonly Choice[];
  guess?: string | undefined;
}

/** Longer texts of a file are cut in the names of answers. */
const MOST_LETTERS = 200;

export const asValue = (texts: readonly string[]): string =>
  texts
    .filter((text) => text !== '')
    .join(' · ')
    .slice(0, MOST_LETTERS);

export class AskedValues {
  readonly #questions = new Map<string, Question>();

  constructor(private readonly answers: Answers) {}

  /** Counts one more row of the doubt, and returns its answer; undefined while there is none. */
  ask({ about, choices, guess }: Doubt, line: number): string | undefined {
    const name = answerName(about);
    const answer = answerTo(this.answers, about);
    const before = this.#questions.get(name);
    if (before) before.rows = (before.rows ?? 0) + 1;
    else this.#questions.set(name, questionOf({ about, choices, guess }, answer, line));
    return answer;
  }

  get all(): Question[] {
    return [...this.#questions.values()];
  }
}

const questionOf = (
  { about, choices, guess }: Doubt,
  answer: string | undefined,
  line: number,
): Question => ({
  ...about,
  choices: [...choices.map((choice) => choice.answer), LEAVE_OUT],
  labels: choices.map(({ label, answer: own }) => label ?? own),
  ...(choices.some(({ score }) => score !== undefined) && {
    scores: choices.map(({ score = 0 }) => Math.round(score * 100) / 100),
  }),
  ...(guess !== undefined && { guess }),
  ...{ line, rows: 1 },
  ...(answer !== undefined && { answer }),
});
