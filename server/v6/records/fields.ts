/** Reading the fields of a pushed record, one by one, as values of ours. A field that is left out stays as it is; one that is blank is cleared. */
import { functionalStatuses } from '#shared/domain/functional-status';
import type { Json, JsonObject } from '#shared/json';
import { accepted, refused, type Result } from '#shared/result';
import type { Fields } from '../door';
import { isBlank, readDate, readInstant } from '../wire/dates';

/** undefined: not a value of this kind */
type ReadValue = (value: Json) => Json | undefined;

interface WireField {
  /** as the entity calls it */
  field: string;
  read: ReadValue;
  /** a blank counts for nothing: the field cannot be cleared */
  skipsBlank?: boolean;
}

const text: ReadValue = (value) =>
  typeof value === 'number' ? String(value) : typeof value === 'string' ? value : undefined;

const orNull =
  (read: ReadValue): ReadValue =>
  (value) =>
    isBlank(value) ? null : read(value);

/** A field that a row always has: blank text stands for none. */
export const required = (field: string): WireField => ({
  field,
  read: (value) => (value === null ? '' : text(value)),
});
/** The id of something that a row always has: it can be changed, not cleared. */
export const requiredId = (field: string): WireField => ({ field, read: text, skipsBlank: true });
export const optional = (field: string): WireField => ({
  field,
  read: (value) => (value === null || value === '' ? null : text(value)),
});
export const date = (field: string): WireField => ({ field, read: orNull(readDate) });
export const instant = (field: string): WireField => ({ field, read: orNull(readInstant) });
export const flag = (field: string): WireField => ({
  field,
  read: (value) =>
    value === null || value === 0
      ? false
      : value === 1
        ? true
        : typeof value === 'boolean'
          ? value
          : undefined,
});
export const wholeNumber = (field: string): WireField => ({
  field,
  read: (value) => (value === null ? 0 : Number.isSafeInteger(value) ? value : undefined),
});
export const status = (field: string): WireField => ({
  field,
  read: orNull((value) => functionalStatuses.find((known) => known === value)),
});

/**
 * The values of a record in the fields of `known`. A value that no field of ours holds goes to `v6Fields`, except the names in `besides`;
 * null there takes a name away.
 */
export function readFields(
  known: Readonly<Record<string, WireField>>,
  data: JsonObject,
  besides: readonly string[],
): Result<Fields> {
  const fields: Fields = {};
  const others: JsonObject = {};
  let saysOthers = false;
  for (const [name, value] of Object.entries(data)) {
    const wire = Object.hasOwn(known, name) ? known[name] : undefined;
    if (wire?.skipsBlank && isBlank(value)) continue;
    if (wire) {
      const read = wire.read(value);
      if (read === undefined) return refused({ code: 'bad-field', field: name });
      fields[wire.field] = read;
    } else if (!besides.includes(name)) {
      saysOthers = true;
      others[name] = value;
    }
  }
  if (saysOthers) fields['v6Fields'] = others;
  return accepted(fields);
}

/** `''` stands for none in a row, null on the wire. */
export const orNone = <T>(value: T | undefined): T | null =>
  value === undefined || value === '' ? null : value;
