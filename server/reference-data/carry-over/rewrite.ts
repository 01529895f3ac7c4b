/**
 * The changes that write an entity again under the ids of now, where it names former ones. Pure. Each follows right after the change that
 * it replaces, so that values that people recorded later still win; made twice it is the same.
 */
import type { Change } from '#shared/change/change';
import { foldEntity, type Fold } from '#shared/change/fold';
import { compareHlc, formatHlc, parseHlc } from '#shared/change/hlc';
import type { EntityName } from '#shared/domain/entities';
import type { Json, JsonObject } from '#shared/json';
import { derivedUuid } from '#shared/derived-uuid';
import { idByContent } from '../../id-by-content';
import { bornRow } from '../born/born';
import { formerOf, renamedKeys } from '../former/former';

const NAMESPACE = '1b1c6a57-6a0f-5c4c-8a6e-1f5a0e0b7c33';
export const CENTRAL = { deviceId: 'central', userId: 'central' };

/** Born id → id of the programme's own row that stands for it, where it had one already. */
export type StandIns = ReadonlyMap<string, string>;

/** Fields that name reference data. */
const idFields: Partial<Record<EntityName, readonly string[]>> = {
  asset: ['classId', 'categoryId', 'typeId', 'catalogueItemId'],
  assetLog: ['reasonId'],
  assetCategory: ['classId'],
  assetType: ['categoryId'],
  assetProperty: ['classId', 'categoryId', 'typeId'],
  catalogueItem: ['classId', 'categoryId', 'typeId'],
};

/** True if a change names something former: only then is its entity looked at. */
export function namesFormer({ patch }: Pick<Change, 'patch'>): boolean {
  const { properties } = patch;
  const isOld = ([key, value]: [string, Json]): boolean => value !== null && renamedKeys.has(key);
  return (
    Object.values(patch).some((value) => formerOf(value) !== undefined) ||
    (typeof properties === 'object' &&
      !Array.isArray(properties) &&
      Object.entries(properties ?? {}).some(isOld))
  );
}

export function idNow(id: Json | undefined, standIns: StandIns): string | undefined {
  const former = formerOf(id);
  return former && (standIns.get(former.bornId) ?? former.bornId);
}

/** Undefined: it names nothing former. */
export function rewrite(
  entity: EntityName,
  changes: Iterable<Change>,
  standIns: StandIns,
): Change | undefined {
  const fold = foldEntity(entity, changes);
  if (!fold) return undefined;
  const patch = { ...idsOf(fold, standIns) };
  const properties = propertiesOf(fold, patch);
  const written = [...Object.keys(patch), ...Object.keys(properties).map((key) => `properties.${key}`)];
  if (written.length === 0) return undefined;
  const kind = entity === 'assetLog' ? 'assetLog.rekey' : `${entity}.edit`;
  const said = Object.keys(properties).length > 0 ? { ...patch, properties } : patch;
  return following(fold, written, { kind, entityId: fold.first.entityId, patch: said });
}

function idsOf(fold: Fold, standIns: StandIns): JsonObject {
  const patch: JsonObject = {};
  for (const field of idFields[fold.entity] ?? []) {
    const now = idNow(fold.fields.get(field)?.winner.value, standIns);
    if (now !== undefined) patch[field] = now;
  }
  return patch;
}

/** A programme's own classes may have properties of its own under the same keys. */
function hasFormerKeys({ entity, fields }: Fold, patch: JsonObject): boolean {
  if (entity !== 'asset' && entity !== 'catalogueItem') return false;
  const classId = patch['classId'] ?? fields.get('classId')?.winner.value;
  return typeof classId !== 'string' || bornRow(classId) !== undefined || formerOf(classId) !== undefined;
}

/** Former keys of properties, cleared and written again under the key of now, unless that was set later. */
function propertiesOf(fold: Fold, patch: JsonObject): JsonObject {
  if (!hasFormerKeys(fold, patch)) return {};
  const properties: JsonObject = {};
  for (const [former, now] of renamedKeys) {
    const said = fold.fields.get(`properties.${former}`)?.winner;
    if (!said || said.value === null) continue;
    const later = fold.fields.get(`properties.${now}`)?.winner;
    properties[former] = null;
    if (!later || compareHlc(later.hlc, said.hlc) < 0) properties[now] = said.value;
  }
  return properties;
}

/** A change of central's that follows the values of `fold` in the fields that it writes; `isOver`: and that writes over them. */
export function following(
  fold: Fold,
  written: readonly string[],
  parts: Pick<Change, 'kind' | 'entityId' | 'patch'>,
  isOver = true,
): Change {
  const over = written.flatMap((field) => {
    const found = fold.fields.get(field);
    return found ? [{ field, hlcs: [found.winner.hlc, ...found.open.map(({ hlc }) => hlc)] }] : [];
  });
  const writes = written.map((field) => `${field} ${fold.fields.get(field)?.winner.changeId ?? ''}`);
  const base = Object.fromEntries(isOver ? over.map(({ field, hlcs }) => [field, hlcs]) : []);
  const said = { hlc: after(over.flatMap(({ hlcs }) => hlcs)), ...CENTRAL, ...parts, base };
  // values that lost may come later: in another life of central it follows others
  const cause = derivedUuid(NAMESPACE, [parts.kind, parts.entityId, ...writes.sort()].join('\n'));
  return { id: idByContent(cause, said), n: 1, ...said };
}

function after(hlcs: readonly string[]): string {
  const greatest = parseHlc([...hlcs].sort(compareHlc).at(-1) ?? '');
  const { ms, counter } = greatest ?? { ms: 0, counter: 0 };
  const next = counter < 0xffff ? { ms, counter: counter + 1 } : { ms: ms + 1, counter: 0 };
  return formatHlc({ ...next, deviceId: CENTRAL.deviceId });
}
