/** Brings the rows of entities up to date with their changes, inside the transaction that stored these (rules F1 to F7, S1). */
import { currentStatus } from '#shared/domain/asset-log';
import type { EntityName } from '#shared/domain/entities';
import type { Tx } from '../database/port/central-database';
import { refKey, type EntityRef } from '#shared/change/entity-ref';
import type { FiledChange } from '../database/port/changes';
import type { PutRow } from '../database/port/rows';
import { flagEntities } from './flags';
import { LABEL_TWICE } from './label-flags';
import { foldRef, type Folded } from './folded';

/** Most entities that one commit looks at again because of what it touched. */
const DEPENDENTS = 1000;

/** Folds these entities again, sets the status of the assets concerned, and flags what is inconsistent, also in what hangs on them. */
export async function refold(tx: Tx, refs: readonly EntityRef[]): Promise<void> {
  const seen = new Set(refs.map(refKey));
  const dependents = await refoldOnce(tx, refs);
  const others = new Map(dependents.filter((ref) => !seen.has(refKey(ref))).map((ref) => [refKey(ref), ref]));
  if (others.size > 0) await refoldOnce(tx, [...others.values()]);
}

async function refoldOnce(tx: Tx, refs: readonly EntityRef[]): Promise<EntityRef[]> {
  const filed = groupByEntity(await tx.changes.changesOfEntities(refs));
  const owners = await tx.changes.storesOwning(refs);
  const folded = refs.flatMap((ref) =>
    foldRef(ref, filed.get(refKey(ref)) ?? [], owners.get(refKey(ref))?.[0]),
  );
  await tx.rows.putRows(folded.map(toPutRow));
  await putStatuses(tx, folded, filed, Date.now());
  const named = await flagEntities(tx.rows, refs, folded, filed);
  return [...named, ...(await dependentsOf(tx, folded))];
}

function groupByEntity(changes: readonly FiledChange[]): Map<string, FiledChange[]> {
  const groups = new Map<string, FiledChange[]>();
  for (const filed of changes) {
    const { kind, entityId } = filed.change;
    const key = refKey({ entity: kind.split('.', 1)[0] ?? '', id: entityId });
    const group = groups.get(key);
    if (group) group.push(filed);
    else groups.set(key, [filed]);
  }
  return groups;
}

const toPutRow = ({ entity, ref, row, storeId }: Folded): PutRow => ({
  entity,
  id: ref.id,
  row,
  ...(storeId !== undefined && { storeId }),
});

async function putStatuses(
  tx: Tx,
  folded: readonly Folded[],
  filed: ReadonlyMap<string, readonly FiledChange[]>,
  now: number,
): Promise<void> {
  const assetIds = new Set(
    folded.flatMap(({ entity, ref }) =>
      entity === 'asset' ? [ref.id] : assetsSaid(entity, filed.get(refKey(ref)) ?? []),
    ),
  );
  if (assetIds.size === 0) return;
  const logs = await tx.rows.logsOfAssets([...assetIds]);
  await tx.rows.putStatuses(new Map([...assetIds].map((id) => [id, currentStatus(logs.get(id) ?? [], now)])));
}

/** Every asset that a log was ever said of: one that it is not of any more loses its status. */
const assetsSaid = (entity: EntityName, filed: readonly FiledChange[]): string[] =>
  entity === 'assetLog'
    ? filed.flatMap(({ change: { patch } }) =>
        typeof patch['assetId'] === 'string' ? [patch['assetId']] : [],
      )
    : [];

const curableByAsset = ['unknown-asset', 'asset-number-taken'];
const hangOnCentralData = [
  'unknown-catalogue-item',
  'unknown-reason',
  'reason-not-of-status',
  'comment-missing',
  'unknown-category',
  'unknown-type',
  'unknown-item',
  'category-not-of-class',
  'type-not-of-category',
  'code-taken',
  'name-taken',
];

/** What bears a flag that may be cured by what was touched. */
async function dependentsOf(tx: Tx, folded: readonly Folded[]): Promise<EntityRef[]> {
  const stores = new Set(
    folded.flatMap(({ entity, storeId }) => (entity === 'asset' && storeId !== undefined ? [storeId] : [])),
  );
  const inStores = await Promise.all(
    [...stores].map((storeId) => tx.rows.entitiesWith(curableByAsset, storeId, DEPENDENTS)),
  );
  const isAsset = folded.some(({ entity }) => entity === 'asset');
  const labelled = isAsset ? await tx.rows.entitiesWith([LABEL_TWICE], undefined, DEPENDENTS) : [];
  const isCentral = folded.some(({ storeId }) => storeId === undefined);
  const anywhere = isCentral ? await tx.rows.entitiesWith(hangOnCentralData, undefined, DEPENDENTS) : [];
  return [...inStores.flat(), ...labelled, ...anywhere];
}
