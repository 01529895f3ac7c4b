/** The fields of a form, and how a stored value and the text in a field stand for each other. */
import type { Json } from '#shared/json';
import { accepted, refused, type Result } from '#shared/result';
import type { WordKey } from '../../words/keys';
import type { Words } from '../../words/words.svelte';
import { readDecimal } from './decimal';

export interface Option {
  value: string;
  label: string;
}

export interface FieldSpec {
  name: string;
  label: WordKey;
  hint?: WordKey;
  required?: boolean;
  /** lines: a list of texts, one on each line */
  kind: 'text' | 'number' | 'choice' | 'yes-no' | 'lines';
  /** of a choice: those that can be chosen, and those that could once */
  options?: readonly Option[];
  /** of a choice that may stay open: what that means */
  noChoice?: string;
}

/** The text of a stored value. */
export function textOfValue(value: unknown): string {
  if (Array.isArray(value)) return value.join('\n');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

/** The value that a text stands for; null for a blank one. Refuses with `number-not-valid`. */
export function valueOfText({ name, kind }: FieldSpec, text: string): Result<Json> {
  const trimmed = text.trim();
  if (kind === 'yes-no') return accepted(trimmed === 'true');
  if (trimmed === '') return accepted(null);
  if (kind === 'lines') return accepted(linesOf(trimmed));
  if (kind !== 'number') return accepted(trimmed);
  const number = readDecimal(trimmed);
  return number === undefined ? refused({ code: 'number-not-valid', field: name }) : accepted(number);
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

/** A stored value as a person reads it. */
export function inWords(words: Words, spec: FieldSpec, value: unknown): string {
  const text = textOfValue(value);
  switch (spec.kind) {
    case 'yes-no':
      return words.t(text === 'true' ? 'common.yes' : 'common.no');
    case 'choice':
      return optionInWords(spec, text);
    case 'lines':
      return Array.isArray(value) ? words.list(value.map(String)) : text;
    case 'number':
      return typeof value === 'number' ? words.number(value) : text;
    case 'text':
      return text;
  }
}

function optionInWords({ options = [], noChoice = '' }: FieldSpec, value: string): string {
  const label = options.find((option) => option.value === value)?.label;
  return label ?? (value || noChoice);
}
