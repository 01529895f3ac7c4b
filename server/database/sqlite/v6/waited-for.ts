/**
 * The records that could not be sent to any site until some changes came: logs before their equipment, packs before their item, central
 * data before the place that they have; and those that were sent without something: logs before their reason, equipment before its class,
 * category, type or model. They are put to the end of the log of records then.
 */
import type { Change } from '#shared/change/change';
import { refKey, refOf, type EntityRef } from '#shared/change/entity-ref';
import type { AnyRow, EntityName } from '#shared/domain/entities';
import { usesOf } from '../../row-columns';
import { logsOf } from '../rows/rows-tx';
import { usageOf } from '../rows/usage';
import type { RowsQuery, RowsView } from '../rows/rows-view';
import { toUid } from '../rows/uid';
import { readRow } from '../stored-json';

/** The field by which a kind of central data names another kind. */
const naming: readonly [entity: EntityName, field: string, of: string][] = [
  ['packVariant', 'itemId', 'item'],
  ['assetCategory', 'classId', 'assetClass'],
  ['assetType', 'categoryId', 'assetCategory'],
  ['assetProperty', 'classId', 'assetClass'],
  ['assetProperty', 'categoryId', 'assetCategory'],
  ['assetProperty', 'typeId', 'assetType'],
  ['catalogueItem', 'classId', 'assetClass'],
  ['catalogueItem', 'categoryId', 'assetCategory'],
  ['catalogueItem', 'typeId', 'assetType'],
];
const places = ['classId', 'categoryId', 'typeId'];

/** `isNew`: true for a row that the log of records has not had before. */
export function waitedFor(
  rows: Pick<RowsView, 'now'>,
  changes: readonly Change[],
  isNew: (ref: EntityRef) => boolean,
): EntityRef[] {
  const fresh = changes.filter((change) => isNew(refOf(change)) || isOwned(change));
  const come = [...fresh, ...changes.filter(isMoved)];
  return rows.now((parts) => {
    const central = centralOf(parts, come);
    return [
      ...idsOf(fresh, 'asset').flatMap((id) =>
        logsOf(parts, id).map((log) => ({ entity: 'assetLog', id: log.id })),
      ),
      ...logsNaming(parts, idsOf([...fresh, ...changes.filter(isRestated)], 'statusReason')),
      ...central,
      ...assetsNaming(parts, [...come.map(refOf), ...central]),
    ];
  });
}

/** Equipment of which the creation may count again (rule K8): what hangs on it waited for that. */
const isOwned = ({ kind }: Change): boolean => kind === 'asset.own';

/** Central data that got another place. */
const isMoved = ({ kind, patch }: Change): boolean =>
  kind !== 'asset.edit' && places.some((field) => field in patch);

/** A reason that got another status: which sites have it depends on that. */
const isRestated = ({ kind, patch }: Change): boolean =>
  kind === 'statusReason.edit' && 'functionalStatus' in patch;

/** Reads all logs, though only for a reason that some of them name. */
function logsNaming(parts: RowsQuery, reasonIds: readonly string[]): EntityRef[] {
  const named = reasonIds.filter((id) => usageOf(parts, { entity: 'statusReason', id }).logs > 0);
  return named.flatMap((reasonId) =>
    parts.sql
      .all<{ json: string }>(
        'SELECT json FROM entities WHERE kind = ? AND instr(json, ?) > 0',
        parts.numbers.knownKind('assetLog') ?? -1,
        JSON.stringify(reasonId),
      )
      .map(({ json }) => readRow<'assetLog'>(json))
      .filter((log) => log.reasonId === reasonId)
      .map(({ id }) => ({ entity: 'assetLog', id })),
  );
}

/** Reads the equipment of stores in which some of it names one of these. */
function assetsNaming(parts: RowsQuery, refs: readonly EntityRef[]): EntityRef[] {
  const once = new Map(refs.map((ref) => [refKey(ref), ref]));
  return [...once.values()].flatMap(({ entity, id }) =>
    storesNaming(parts, entity, id).flatMap((store) =>
      parts.sql
        .all<{ json: string }>(
          'SELECT json FROM assets JOIN entities USING (id) WHERE assets.store = ? AND instr(json, ?) > 0',
          store,
          JSON.stringify(id),
        )
        .map(({ json }) => readRow<'asset'>(json))
        .filter((row) => usesOf('asset', row).some((use) => use.entity === entity && use.id === id))
        .map((row) => ({ entity: 'asset', id: row.id })),
    ),
  );
}

const storesNaming = ({ sql, numbers }: RowsQuery, entity: string, id: string): number[] =>
  named.includes(entity)
    ? sql
        .all<{ store: number }>(
          'SELECT store FROM uses WHERE uid = ? AND kind = ? AND count > 0',
          toUid(id),
          numbers.knownKind(entity) ?? -1,
        )
        .map(({ store }) => store)
    : [];

/** Central data that equipment names. */
const named = ['assetClass', 'assetCategory', 'assetType', 'catalogueItem'];

const idsOf = (changes: readonly Change[], entity: string): string[] => [
  ...new Set(changes.flatMap((change) => (refOf(change).entity === entity ? [refOf(change).id] : []))),
];

function centralOf(parts: RowsQuery, come: readonly Change[]): EntityRef[] {
  const found: EntityRef[] = [];
  for (const [entity, field, of] of naming) {
    const ids = new Set(idsOf(come, of));
    for (const { entity: kind, id } of found) if (kind === of) ids.add(id);
    if (ids.size === 0) continue;
    for (const row of allOf(parts, entity)) {
      const value = (row as unknown as Record<string, unknown>)[field];
      if (typeof value === 'string' && ids.has(value)) found.push({ entity, id: row.id });
    }
  }
  return found;
}

const allOf = ({ sql, numbers }: RowsQuery, entity: EntityName): AnyRow[] =>
  sql
    .all<{ json: string }>(
      'SELECT json FROM entities WHERE kind = ? AND store IS NULL AND json IS NOT NULL',
      numbers.knownKind(entity) ?? -1,
    )
    .map(({ json }) => readRow<typeof entity>(json));
