/** The former values of an asset that may be put back: those that a person could also type, and that do not stand already. */
import { equalJson, isPlainJson, type Json } from '#shared/json';
import type { AssetRow } from '../../../replica/records';

const prefix = 'properties.';
/** Fields that change in other ways: moving, locking, removing, and the times that nobody types. */
const notTyped = ['storeId', 'lockedFields', 'deletedAt', 'createdAt', 'modifiedAt', 'v6Fields'];

function standingValue(asset: AssetRow, field: string): Json {
  const known = field.startsWith(prefix) ? asset.properties : asset;
  const value = new Map<string, unknown>(Object.entries(known)).get(field.replace(prefix, ''));
  return isPlainJson(value) ? value : null;
}

export const mayPutBack = (asset: AssetRow, field: string, value: Json): boolean =>
  asset.deletedAt === undefined &&
  value !== null &&
  !notTyped.includes(field) &&
  !asset.lockedFields.some((locked) => locked === field) &&
  !equalJson(standingValue(asset, field), value);

/** The input of the command that writes this one value again. */
export const valuesToSay = (field: string, value: Json): Record<string, Json> =>
  field.startsWith(prefix) ? { properties: { [field.slice(prefix.length)]: value } } : { [field]: value };
