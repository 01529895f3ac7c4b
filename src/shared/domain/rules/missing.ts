/** Required fields that were never given. */
import type { Issue } from '../../result';
import { fieldSchema, isOptional, type EntityName } from '../entities';

/** Issues for the required texts of a row that are blank. */
export function missingFields(entity: EntityName, row: object): Issue[] {
  const issues: Issue[] = [];
  for (const [field, value] of Object.entries(row))
    if (isBlank(value) && isRequired(entity, field)) issues.push({ code: 'missing-field', field });
  return issues;
}

const isBlank = (value: unknown): boolean => typeof value === 'string' && value.trim() === '';

function isRequired(entity: EntityName, field: string): boolean {
  const schema = fieldSchema(entity, field);
  return schema !== undefined && !isOptional(schema);
}
