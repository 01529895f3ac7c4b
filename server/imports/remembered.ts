/** The answers that a programme gave for its own lists: headings and words that mean the same in the next file. */
import type { Answers } from '#shared/import/reading/answers';
import { LEAVE_OUT } from '#shared/import/reading/answers';
import type { Mapping } from '#shared/import/names/match-headings';

/** Answers by name, and columns by heading. */
export interface SaidOfFile {
  answers: Answers;
  mapping: Mapping;
}

/** Answers about words; those about one file (its sheet, its encoding, its day) are asked again. */
const ofWords = /^(?:facility|model|value|store|catalogue-item|reason):/;
/** More than a country has facilities and models; the oldest are forgotten. */
const MOST = 20_000;

export function remembering(known: SaidOfFile, said: SaidOfFile): SaidOfFile {
  const answers = Object.entries(said.answers).filter(
    ([name, answer]) => ofWords.test(name) && answer !== LEAVE_OUT,
  );
  return {
    answers: latest(known.answers, Object.fromEntries(answers)),
    mapping: latest(known.mapping, said.mapping),
  };
}

/** An answer for this very file counts before one for others. */
export const withRemembered = (known: SaidOfFile, said: SaidOfFile): SaidOfFile => ({
  answers: { ...known.answers, ...said.answers },
  mapping: { ...known.mapping, ...said.mapping },
});

const latest = (known: Answers, said: Answers): Answers => {
  const others = Object.entries(known).filter(([name]) => !Object.hasOwn(said, name));
  return Object.fromEntries([...others, ...Object.entries(said)].slice(-MOST));
};
