/** The way in which a file was read, and the questions that it leaves open, in the reader's language. */
import type { Question, QuestionCode } from '#shared/import/reading/answers';
import type { Words } from '../../words/words.svelte';
import type { Fault } from './import-job';

const separatorKeys = {
  ',': 'tables.separator-comma',
  ';': 'tables.separator-semicolon',
  '\t': 'tables.separator-tab',
  '|': 'tables.separator-bar',
} as const;
const separators = new Map<string, (typeof separatorKeys)[keyof typeof separatorKeys]>(
  Object.entries(separatorKeys),
);

export function separatorName(words: Words, separator: string): string {
  const key = separators.get(separator);
  return key === undefined ? separator : words.t(key);
}

/** Names that people know from the lists of other programs; they are the same in every language. */
const technical: Readonly<Record<string, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16 BE',
  ibm850: 'DOS 850',
  macintosh: 'Mac Roman',
};

export function encodingName(words: Words, encoding: string): string {
  const page = /^windows-(125\d)$/.exec(encoding)?.[1];
  if (page === undefined) return technical[encoding] ?? encoding;
  return `${lettersOf(words, page)} (Windows-${page})`;
}

const letterKeys = {
  '1250': 'tables.letters-1250',
  '1251': 'tables.letters-1251',
  '1252': 'tables.letters-1252',
  '1253': 'tables.letters-1253',
  '1254': 'tables.letters-1254',
  '1255': 'tables.letters-1255',
  '1256': 'tables.letters-1256',
  '1257': 'tables.letters-1257',
  '1258': 'tables.letters-1258',
} as const;
const letters = new Map<string, (typeof letterKeys)[keyof typeof letterKeys]>(Object.entries(letterKeys));

function lettersOf(words: Words, page: string): string {
  const key = letters.get(page);
  return key === undefined ? '' : words.t(key);
}

type Asked = Exclude<QuestionCode, 'separator' | 'heading-line' | 'clearing'>;

const isAsked = (code: QuestionCode): code is Asked =>
  code !== 'separator' && code !== 'heading-line' && code !== 'clearing';

export function questionInWords(
  words: Words,
  { code, column = '', value = '' }: Question,
  nameOf: (column: string) => string,
): string {
  return isAsked(code)
    ? words.t(`tables.question-${code}`, { column: column === '' ? '' : nameOf(column), value })
    : value;
}

/** A choice, with its effect on a text of the file. */
export function choiceInWords(
  words: Words,
  { code, previews }: Question,
  choice: string,
  at: number,
): string {
  const shown = previews?.[at] ?? [];
  if (code === 'encoding')
    return words.t('tables.choice-encoding', {
      words: shown.join(' '),
      encoding: encodingName(words, choice),
    });
  const name = choiceName(words, code, choice);
  const [written, read] = shown;
  return written === undefined || read === undefined
    ? name
    : words.t('tables.choice-preview', { choice: name, written, read });
}

function choiceName(words: Words, code: QuestionCode, choice: string): string {
  if (choice === 'leave-out') return words.t('tables.choice-leave-out');
  if (choice === 'known-status') return words.t('tables.choice-known-status');
  return code === 'decimal-mark' || code === 'date-order' ? markName(words, choice) : choice;
}

/** The order of day and month, or the mark before decimals. */
export function markName(words: Words, mark: string): string {
  if (mark === 'day-first' || mark === 'month-first') return words.t(`tables.choice-${mark}`);
  return words.t(mark === ',' ? 'tables.choice-comma' : 'tables.choice-point');
}

export const faultInWords = (words: Words, { code, line }: Fault): string =>
  words.t(`tables.fault-${code}`, { line: line ?? 0 });
