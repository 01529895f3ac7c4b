/**
 * The changes that a merge, or its end, makes to other records: sites are sent the logs and files of the record as those of the one that
 * stands for it.
 */
import type { Change } from '#shared/change/change';
import type { EntityRef } from '#shared/change/entity-ref';
import { filesOf, hasEntity } from '../rows/owned';
import { logsOf } from '../rows/rows-tx';
import type { RowsView } from '../rows/rows-view';

export function mergedWith(
  rows: Pick<RowsView, 'now'>,
  { kind, entityId, patch }: Pick<Change, 'kind' | 'entityId' | 'patch'>,
): EntityRef[] {
  const into = patch['into'] ?? patch['mergedInto'];
  if (
    kind !== 'asset.merge' &&
    !(kind === 'asset.edit' && (into !== undefined || patch['deletedAt'] === null))
  )
    return [];
  return rows.now((parts) => {
    const logs = logsOf(parts, entityId).map(({ id }) => id);
    const files = filesOf(parts, [entityId, ...logs]).map(({ id }) => id);
    const other = typeof into === 'string' && hasEntity(parts, 'asset', into) ? [into] : [];
    return [
      ...other.map((id) => ({ entity: 'asset', id })),
      ...logs.map((id) => ({ entity: 'assetLog', id })),
      ...files.map((id) => ({ entity: 'file', id })),
    ];
  });
}
