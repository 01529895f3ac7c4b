/**
 * No two records in use are known by the same name (rules R2 and R8 in PROTOCOL.md): asked before saving and importing, flagged
 * at central.
 */
import type { Issue } from '../../result';
import type { EntityName, RowOf } from '../entities';
import { knownBy, nameKey } from '../known-by';
import type { RowReader } from './rows';

export async function nameIssues<E extends EntityName>(
  entity: E,
  row: RowOf<E>,
  rows: Pick<RowReader, 'named'>,
): Promise<Issue[]> {
  const key = isRetired(row) ? undefined : nameKey(entity, row);
  const field = knownBy(entity)?.at(-1);
  if (key === undefined || field === undefined) return [];
  const other = (await rows.named(entity, key)).find(({ id }) => id !== row.id);
  if (!other) return [];
  const said = String(new Map<string, unknown>(Object.entries(row)).get(field));
  return field === 'code' || field === 'key'
    ? [{ code: 'code-taken', field, data: { code: said, otherId: other.id } }]
    : [{ code: 'name-taken', field, data: { name: said, otherId: other.id } }];
}

/** A retired record gives its name free. */
export const isRetired = (row: object): boolean => 'deletedAt' in row && row.deletedAt !== undefined;
