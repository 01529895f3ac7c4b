/**
 * What a person typed into a form over a row that others may edit meanwhile. Only the fields that were touched are said,
 * so that what others saved in the rest stays; a touched field that others saved since is told apart.
 */
import type { CatalogueItem } from '#shared/domain/catalogue-item';
import type { AssetProperty } from '#shared/domain/hierarchy';
import type { Values } from '#shared/commands/values';
import { accepted, refused, type Issue, type Result } from '#shared/result';
import { fieldOf, readValue, typedValue, type Scalar } from './property-value';

export const itemFields = [
  'subCatalogue',
  'code',
  'manufacturer',
  'model',
  'classId',
  'categoryId',
  'typeId',
] as const;
export type ItemField = (typeof itemFields)[number];

/** A touched field: its text now, and the stored text over which it was first typed. */
export interface Edit {
  text: string;
  seen: string;
}
export type Edits = Readonly<Record<string, Edit>>;

const isItemField = (field: string): field is ItemField => (itemFields as readonly string[]).includes(field);

/** The text of a field as it is stored. */
export function storedText(item: CatalogueItem | undefined, field: string): string {
  if (!item) return '';
  return isItemField(field)
    ? (item[field] ?? '')
    : typedValue(item.properties[field.slice(fieldOf('').length)]);
}

export const textOf = (item: CatalogueItem | undefined, edits: Edits, field: string): string =>
  edits[field]?.text ?? storedText(item, field);

/** Types into a field; text as it is stored is no edit. */
export function typed(item: CatalogueItem | undefined, edits: Edits, field: string, text: string): Edits {
  const stored = storedText(item, field);
  const rest = Object.fromEntries(Object.entries(edits).filter(([name]) => name !== field));
  return text === stored ? rest : { ...rest, [field]: { text, seen: edits[field]?.seen ?? stored } };
}

/** What others saved in a field since it was touched here; undefined when nothing. */
export function savedMeanwhile(
  item: CatalogueItem | undefined,
  edits: Edits,
  field: string,
): string | undefined {
  const edit = edits[field];
  const stored = storedText(item, field);
  return edit && stored !== edit.seen && stored !== edit.text ? stored : undefined;
}

/** What the touched fields say, ready for the command; or what is wrong with each, all at once. */
export function valuesOf(
  item: CatalogueItem | undefined,
  edits: Edits,
  properties: readonly AssetProperty[],
): Result<Values> {
  const plain = itemFields.flatMap((field) => (edits[field] ? [[field, edits[field].text] as const] : []));
  const read = properties.flatMap((property) => {
    const edit = edits[fieldOf(property.key)];
    return edit ? [{ key: property.key, result: readValue(property, edit.text) }] : [];
  });
  const unreadable = read.flatMap(({ result }): Issue[] => (result.ok ? [] : result.issues));
  const issues = [...missing(item, edits), ...unreadable];
  if (issues.length > 0) return refused(...issues);
  const values: Values = Object.fromEntries(plain);
  const said = read.flatMap(({ key, result }): [string, Scalar | null][] =>
    result.ok ? [[key, result.value]] : [],
  );
  return accepted(said.length > 0 ? { ...values, properties: Object.fromEntries(said) } : values);
}

const missing = (item: CatalogueItem | undefined, edits: Edits): Issue[] =>
  itemFields
    .filter((field) => field !== 'manufacturer' && textOf(item, edits, field).trim() === '')
    .map((field) => ({ code: 'missing-field', field }));
