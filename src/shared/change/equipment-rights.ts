/** The right of staff that a change of equipment takes (rule R9): its content decides, not the button that made it. */
import { mappingDates } from '../domain/mapping-dates';
import { may, type Right } from '../domain/rights';
import type { Change } from './change';

const byKind: Record<string, Right> = {
  'asset.move': 'move-equipment',
  'asset.remove': 'remove-equipment',
  'asset.merge': 'merge-equipment',
  'assetLog.add': 'record-status',
  'assetLog.void': 'record-status',
  'round.finish': 'record-status',
};

/** The right for one change of a store. Kinds that only a newer app knows take the right to edit. */
export function rightToChange({ kind, patch }: Pick<Change, 'kind' | 'patch'>): Right {
  const known = byKind[kind];
  if (known !== undefined) return known;
  if (kind === 'file.attach') return patch['ownerTable'] === 'assetLog' ? 'record-status' : 'edit-equipment';
  if (kind !== 'asset.edit') return 'edit-equipment';
  if ('mergedInto' in patch) return 'merge-equipment';
  // it takes a piece out of the lists, or brings it back
  if ('deletedAt' in patch) return 'remove-equipment';
  return isOfMapping(patch) ? 'record-status' : 'edit-equipment';
}

/** A temperature mapping writes its day into the properties, whoever records it. */
function isOfMapping(patch: Change['patch']): boolean {
  const { properties, ...rest } = patch;
  if (Object.keys(rest).length > 0 || typeof properties !== 'object' || properties === null) return false;
  return Object.keys(properties).every((key) => mappingDates.some((date) => date.key === key));
}

/** True where these rights allow a change, and each of its fields. */
export const mayChange = (has: readonly string[], change: Pick<Change, 'kind' | 'patch'>): boolean =>
  [rightToChange(change), ...rightsOfFields(change)].every((right) => may(has, right));

const withFields = new Set(['asset.create', 'asset.edit', 'asset.remove']);
const ofRemoval = new Set(['id', 'mergedInto', 'deletedAt', 'removedFor']);

/** The rights that the fields of an asset take, whichever kind of change brings them. To undo a merge brings the record back too. */
function rightsOfFields({ kind, patch }: Pick<Change, 'kind' | 'patch'>): Right[] {
  if (!withFields.has(kind)) return [];
  const { mergedInto, deletedAt } = patch;
  const others = Object.fromEntries(Object.entries(patch).filter(([field]) => !ofRemoval.has(field)));
  const isMerge = mergedInto !== undefined;
  const isRemoval = deletedAt !== undefined && !(isMerge && deletedAt === null);
  return [
    ...(isMerge ? (['merge-equipment'] as const) : []),
    ...(isRemoval ? (['remove-equipment'] as const) : []),
    ...(Object.keys(others).length > 0 && !isOfMapping(others) ? (['edit-equipment'] as const) : []),
  ];
}
