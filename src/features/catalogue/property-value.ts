/** A property's value: from what a person typed, and what of a property's name is its unit. */
import type { AssetProperty } from '#shared/domain/hierarchy';
import type { Json } from '#shared/json';
import { accepted, refused, type Result } from '#shared/result';

export type Scalar = string | number | boolean;
type Kind = Pick<AssetProperty, 'key' | 'valueType' | 'allowedValues'>;

/** The value that a typed text stands for; null for a blank one. Refuses with `number-not-valid`, `date-not-valid` or `value-not-allowed`. */
export function readValue(property: Kind, typed: string): Result<Scalar | null> {
  const text = typed.trim();
  const field = fieldOf(property.key);
  if (text === '') return accepted(null);
  if (property.allowedValues && !property.allowedValues.includes(text))
    return refused({ code: 'value-not-allowed', field });
  switch (property.valueType) {
    case 'BOOLEAN':
      return accepted(text === 'true');
    case 'INTEGER':
    case 'FLOAT':
      return readNumber(text, property.valueType, field);
    case 'DATE':
      return isDate(text) ? accepted(text) : refused({ code: 'date-not-valid', field });
    case 'STRING':
      return accepted(text);
  }
}

/** A comma is read as the decimal sign that it is in most of the languages here. */
function readNumber(text: string, kind: 'INTEGER' | 'FLOAT', field: string): Result<number> {
  const number = /^[-+]?(\d+([.,]\d*)?|[.,]\d+)$/.test(text) ? Number(text.replace(',', '.')) : NaN;
  if (!Number.isFinite(number)) return refused({ code: 'number-not-valid', field });
  if (kind === 'INTEGER' && !Number.isSafeInteger(number))
    return refused({ code: 'whole-number-needed', field });
  return accepted(number === 0 ? 0 : number);
}

const isDate = (text: string): boolean => {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text);
};

/** How a stored value stands in its field of a form. */
export const typedValue = (value: Json | undefined): string =>
  value === null || value === undefined || typeof value === 'object' ? '' : String(value);

/** The name of a property's field in issues, edits and conflicts. */
export const fieldOf = (key: string): string => `properties.${key}`;

/** "Hold-over time (hours)" is a name and a unit. */
export function nameAndUnit(name: string): { name: string; unit?: string } {
  const match = /^(.+?)\s*\(([^()]+)\)$/.exec(name);
  return match?.[1] && match[2] ? { name: match[1], unit: match[2] } : { name };
}
