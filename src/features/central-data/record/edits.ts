/**
 * A person's edits in a form over a record that others may edit meanwhile. Only the touched fields are written, so that the
 * rest keeps the values that others saved. A touched field that others saved since is a conflict.
 */
import { accepted, hasIssues, refused, type Issue, type Result } from '#shared/result';
import type { Values } from '#shared/commands/values';
import { valueAt, valuesSaying } from './field-path';
import { textOfValue, valueOfText, type FieldSpec } from './field-spec';

/** A touched field: its text now, and the stored text over which it was first typed. */
export interface Edit {
  text: string;
  seen: string;
}
export type Edits = Readonly<Record<string, Edit>>;
/** The record as its form sees it: a row, or the first values of a new one. */
export type Stored = object;

function storedText(stored: Stored, field: string): string {
  return textOfValue(valueAt(stored, field));
}

export const textOf = (stored: Stored, edits: Edits, field: string): string =>
  edits[field]?.text ?? storedText(stored, field);

/** Types into a field; text as it is stored is no edit. */
export function typed(stored: Stored, edits: Edits, field: string, text: string): Edits {
  const before = storedText(stored, field);
  const rest = Object.fromEntries(Object.entries(edits).filter(([name]) => name !== field));
  return text === before ? rest : { ...rest, [field]: { text, seen: edits[field]?.seen ?? before } };
}

/** The value that others saved in a field since it was touched here; undefined when nothing. */
export function savedMeanwhile(stored: Stored, edits: Edits, field: string): string | undefined {
  const edit = edits[field];
  const now = storedText(stored, field);
  return edit && now !== edit.seen && now !== edit.text ? now : undefined;
}

/** The values of the form: of a new record all fields, of a known one those that were touched; or all the faults in it. */
export function valuesOf(
  specs: readonly FieldSpec[],
  stored: Stored,
  edits: Edits,
  isNew: boolean,
): Result<Values> {
  const said = specs.filter(({ name }) => isNew || edits[name] !== undefined);
  const read = said.map((spec) => ({ spec, result: valueOfText(spec, textOf(stored, edits, spec.name)) }));
  const issues = [
    ...specs.flatMap((spec) => missing(spec, textOf(stored, edits, spec.name))),
    ...read.flatMap(({ result }): Issue[] => (result.ok ? [] : result.issues)),
  ];
  if (hasIssues(issues)) return refused(...issues);
  return accepted(
    valuesSaying(read.flatMap(({ spec, result }) => (result.ok ? [[spec.name, result.value] as const] : []))),
  );
}

const missing = ({ name, required, kind }: FieldSpec, text: string): Issue[] =>
  required && kind !== 'yes-no' && text.trim() === '' ? [{ code: 'missing-field', field: name }] : [];
