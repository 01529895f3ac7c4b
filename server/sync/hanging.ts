/** The logs and files that hang on an asset, as far as changes that count made them (rules W2, W4). */
import type { Change } from '#shared/change/change';
import { refOf, type EntityRef } from '#shared/change/entity-ref';
import type { StoredChange } from '../database/port/changes';

type Known = Pick<StoredChange, 'change'>;

/** Of an asset's changes that count, those of itself, and of logs and files that one of them made. The rest is of nothing until one does. */
export function ofTheAsset(counting: readonly Change[]): Change[] {
  const logs = new Set(
    counting.filter(({ kind }) => kind === 'assetLog.add').map(({ entityId }) => entityId),
  );
  const files = new Set(
    counting.flatMap((change) => {
      const log = logOf(change);
      const isMade = change.kind === 'file.attach' && (log === undefined || logs.has(log));
      return isMade ? [change.entityId] : [];
    }),
  );
  const made: ReadonlyMap<string, ReadonlySet<string>> = new Map([
    ['assetLog', logs],
    ['file', files],
  ]);
  return counting.filter((change) => {
    const { entity, id } = refOf(change);
    return made.get(entity)?.has(id) ?? true;
  });
}

/** The logs on which these files hang, without those that are `known`. */
export function logsAbove(files: readonly Known[], known: readonly string[]): EntityRef[] {
  const ids = new Set(files.flatMap(({ change }) => logOf(change) ?? []));
  for (const id of known) ids.delete(id);
  return [...ids].map((id) => ({ entity: 'assetLog', id }));
}

/** Undefined: it makes no file of a log. */
function logOf({ kind, patch: { ownerTable, ownerId } }: Change): string | undefined {
  const isOfLog = kind === 'file.attach' && ownerTable === 'assetLog' && typeof ownerId === 'string';
  return isOfLog ? ownerId : undefined;
}
