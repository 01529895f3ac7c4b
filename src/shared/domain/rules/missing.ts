/** Required fields that were never given. */
import type { Issue } from '../../result';
import { fieldSchema, isOptional, type EntityName } from '../entities';

/** Issues for the required texts of a row that are blank. */
export function missingFields(entity: EntityName, row: object): Issue[] {
  return Object.entries(row)
    .filter(([field, value]) => isBlank(value) && isRequired(entity, field))
    .map(([field]) => ({ code: 'missing-field', field }));
}

const isBlank = (value: unknown): boolean => typeof value === 'string' && value.trim() === '';

function isRequired(entity: EntityName, field: string): boolean {
  const schema = fieldSchema(entity, field);
  return schema !== undefined && !isOptional(schema);
}
