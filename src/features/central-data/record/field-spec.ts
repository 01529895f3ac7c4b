/** The fields of a form, and how a stored value and the text in a field stand for each other. */
import type { Json } from '#shared/json';
import { accepted, refused, type Result } from '#shared/result';
import type { WordKey } from '../../../words/keys';
import type { Words } from '../../../words/words.svelte';
import { readTypedNumber, writeTypedNumber } from '../../../words/typed-number';

export interface Option {
  value: string;
  label: string;
}

/** The texts in the fields of a form. */
export type TextAt = (field: string) => string;

export interface FieldSpec {
  /** a field, or `properties.<key>` */
  name: string;
  /** the words of the app, or the programme's own name for it */
  label: WordKey | { said: string };
  hint?: WordKey;
  /** the unit of a number, as it stands beside it */
  unit?: string | undefined;
  required?: boolean;
  /** lines: a list of texts, one on each line */
  kind: 'text' | 'number' | 'integer' | 'date' | 'choice' | 'yes-no' | 'lines';
  /** those that can be chosen, and those that could once: of a choice, and of other kinds where not all values are allowed */
  options?: readonly Option[];
  /** the values of this field so far, to choose from while typing */
  suggestions?: readonly string[];
  /** the meaning of no choice, where none need be made. Of a yes or no: it may stay open */
  noChoice?: string;
  /** nothing can be chosen before something else is */
  disabled?: boolean;
  /** the other fields that a choice changes: field → text */
  moves?: (text: string, at: TextAt) => Readonly<Record<string, string>>;
  /** the heading it stands under, with those beside it that name the same */
  section?: WordKey;
}

/** The fields of a form; the values of some may depend on those of others. */
export type Specs = readonly FieldSpec[] | ((at: TextAt) => readonly FieldSpec[]);

export const specsAt = (specs: Specs, at: TextAt): readonly FieldSpec[] =>
  typeof specs === 'function' ? specs(at) : specs;

export const labelOf = (words: Words, { label }: Pick<FieldSpec, 'label'>): string =>
  typeof label === 'string' ? words.t(label) : label.said;

/** The text of a stored value. */
export function textOfValue(value: unknown): string {
  if (Array.isArray(value)) return value.join('\n');
  if (typeof value === 'number') return writeTypedNumber(value);
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : '';
}

/** The value that a text stands for; null for a blank one. Refuses with `number-not-valid` or `whole-number-needed`. */
export function valueOfText({ name, kind, noChoice }: FieldSpec, text: string): Result<Json> {
  const trimmed = text.trim();
  if (kind === 'yes-no' && (noChoice === undefined || trimmed !== '')) return accepted(trimmed === 'true');
  if (trimmed === '') return accepted(null);
  if (kind === 'lines') return accepted(linesOf(trimmed));
  return kind === 'number' || kind === 'integer' ? numberOf(name, kind, trimmed) : accepted(trimmed);
}

function numberOf(field: string, kind: 'number' | 'integer', text: string): Result<number> {
  const number = readTypedNumber(text);
  if (number === undefined) return refused({ code: 'number-not-valid', field });
  return kind === 'integer' && !Number.isSafeInteger(number)
    ? refused({ code: 'whole-number-needed', field })
    : accepted(number);
}

/** Each line once, blank ones left out. */
const linesOf = (text: string): string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
];

/** A stored value as a person reads it; empty where there is none. */
export function inWords(words: Words, spec: FieldSpec, value: unknown): string {
  const text = textOfValue(value);
  switch (spec.kind) {
    case 'yes-no':
      return yesOrNo(words, spec, text);
    case 'choice':
      return optionInWords(spec, text);
    case 'lines':
      return words.list(text.split('\n').filter(Boolean));
    case 'number':
    case 'integer':
      return measured(words, value, spec.unit);
    case 'date':
      return text === '' ? '' : words.date(text);
    case 'text':
      // a picture is named, not spelled out
      return text.startsWith('data:') ? labelOf(words, spec) : text;
  }
}

function yesOrNo(words: Words, { noChoice }: FieldSpec, text: string): string {
  if (text === '' && noChoice !== undefined) return '';
  return words.t(text === 'true' ? 'common.yes' : 'common.no');
}

function measured(words: Words, value: unknown, unit: string | undefined): string {
  const number = typeof value === 'number' ? words.number(value) : textOfValue(value);
  return number === '' || unit === undefined ? number : `${number} ${unit}`;
}

function optionInWords({ options = [], noChoice = '' }: FieldSpec, value: string): string {
  const label = options.find((option) => option.value === value)?.label;
  return label ?? (value || noChoice);
}
