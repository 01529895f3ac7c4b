/** Texts longer than a form takes: flagged, never refused. */
import * as z from 'zod/mini';
import type { Issue } from '../../result';
import { fieldSchema, type EntityName } from '../entities';

/** True when all that a schema has against a value is that a text in it is too long. */
export function isOnlyTooLong(schema: z.ZodMiniType, value: unknown): boolean {
  const parsed = z.safeParse(schema, value);
  return (
    !parsed.success &&
    parsed.error.issues.every((issue) => issue.code === 'too_big' && issue.origin === 'string')
  );
}

/**
 * The shortest limit of all forms. A text within it is not checked, nor is what holds nothing: most values of most rows are so, and the
 * check takes longer than all else.
 */
export const SHORTEST_MOST = 200;

const mayBeTooLong = (value: unknown): boolean =>
  typeof value === 'string'
    ? value.length > SHORTEST_MOST
    : typeof value === 'object' && value !== null && Object.keys(value).length > 0;

/** Issues for the texts of a row that are too long. */
export function tooLongFields(entity: EntityName, row: object): Issue[] {
  const issues: Issue[] = [];
  for (const [field, value] of Object.entries(row)) {
    const schema = mayBeTooLong(value) ? fieldSchema(entity, field) : undefined;
    if (schema && isOnlyTooLong(schema, value)) issues.push({ code: 'too-long', field });
  }
  return issues;
}
