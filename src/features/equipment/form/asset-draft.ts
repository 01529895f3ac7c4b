/** The content of the form of an asset, and the part of it that is written when it is saved. */
import type { Asset } from '#shared/domain/asset';
import type { AssetProperty } from '#shared/domain/hierarchy';
import type { Issue } from '#shared/result';
import type { Json } from '#shared/json';
import { readTypedNumber, writeTypedNumber } from '../../../words/typed-number';
import { propertiesFor } from '../pieces/properties';

/** Every field as its control holds it: blank texts for unknown values. */
export interface AssetDraft {
  storeId: string;
  assetNumber: string;
  serialNumber: string;
  catalogueItemId: string;
  classId: string;
  categoryId: string;
  typeId: string;
  manufacturer: string;
  model: string;
  installationDate: string;
  replacementDate: string;
  warrantyStart: string;
  warrantyEnd: string;
  donor: string;
  storageLocation: string;
  notes: string;
  needsReplacement: boolean;
  properties: Record<string, string>;
}

export const blankAssetDraft: AssetDraft = {
  storeId: '',
  assetNumber: '',
  serialNumber: '',
  catalogueItemId: '',
  classId: '',
  categoryId: '',
  typeId: '',
  manufacturer: '',
  model: '',
  installationDate: '',
  replacementDate: '',
  warrantyStart: '',
  warrantyEnd: '',
  donor: '',
  storageLocation: '',
  notes: '',
  needsReplacement: false,
  properties: {},
};

/** The content of the form of an asset: its fields, and whether it is chosen from the catalogue. */
export interface AssetTyped {
  asset: AssetDraft;
  way: 'catalogue' | 'by-hand';
  /** filled from a label, and not for typing */
  locked: Asset['lockedFields'];
}

/** The issue of a form that has no model chosen from the catalogue. */
export const unchosenIssues = ({ asset, way }: AssetTyped): Issue[] =>
  way === 'catalogue' && asset.catalogueItemId === ''
    ? [{ code: 'missing-field', field: 'catalogueItemId' }]
    : [];

/** The fields of the form that show their own errors. */
export const draftFields: readonly string[] = Object.keys(blankAssetDraft);

export function draftOf(asset: Asset): AssetDraft {
  const { serialNumber = '', catalogueItemId = '', manufacturer = '', model = '' } = asset;
  const { installationDate = '', replacementDate = '', warrantyStart = '', warrantyEnd = '' } = asset;
  const { donor = '', storageLocation = '', notes = '' } = asset;
  const { storeId, assetNumber, classId, categoryId, typeId, needsReplacement } = asset;
  const properties = Object.entries(asset.properties).map(([key, value]) => [key, asText(value)] as const);
  return {
    ...{ storeId, assetNumber, classId, categoryId, typeId, needsReplacement },
    ...{ serialNumber, catalogueItemId, manufacturer, model, donor, storageLocation, notes },
    ...{ installationDate, replacementDate, warrantyStart, warrantyEnd },
    properties: Object.fromEntries(properties),
  };
}

const asText = (value: Json): string =>
  value === null
    ? ''
    : typeof value === 'string'
      ? value
      : typeof value === 'number'
        ? writeTypedNumber(value)
        : JSON.stringify(value);

type Parsed = { ok: true; value: Json } | { ok: false };

/** Turns the text that a person typed for a property into a value of its type; blank clears it. */
export function parseProperty(text: string, type: AssetProperty['valueType']): Parsed {
  const typed = text.trim();
  if (typed === '') return { ok: true, value: null };
  if (type === 'BOOLEAN') return { ok: true, value: typed === 'true' };
  if (type !== 'INTEGER' && type !== 'FLOAT') return { ok: true, value: typed };
  const number = readTypedNumber(typed);
  const fits = number !== undefined && (type === 'FLOAT' || Number.isInteger(number));
  return fits ? { ok: true, value: number } : { ok: false };
}

export type Values = Record<string, Json>;

/**
 * Only the fields that the person changed since the form was opened: values that another device changed meanwhile stay. Issues
 * where a property's value is none of its type.
 */
export function changedValues(
  before: AssetDraft,
  after: AssetDraft,
  properties: readonly AssetProperty[],
): { values: Values; issues: Issue[] } {
  const values: Values = {};
  const issues: Issue[] = [];
  const was = new Map<string, unknown>(Object.entries(before));
  for (const [field, value] of Object.entries(after)) {
    if (isPlain(value) && value !== was.get(field)) values[field] = value;
  }
  const changed: Values = {};
  for (const { key, valueType } of oneOfEachKey(after, properties)) {
    const text = after.properties[key] ?? '';
    if (text === (before.properties[key] ?? '')) continue;
    const parsed = parseProperty(text, valueType);
    if (parsed.ok) changed[key] = parsed.value;
    else issues.push({ code: 'number-not-valid', field: `properties.${key}` });
  }
  return { values: Object.keys(changed).length > 0 ? { ...values, properties: changed } : values, issues };
}

/** Two classes may have one key for different things: the one of this kind of equipment was filled in. */
function oneOfEachKey(draft: AssetDraft, properties: readonly AssetProperty[]): Iterable<AssetProperty> {
  const all = [...properties, ...propertiesFor(draft, properties)];
  return new Map(all.map((property) => [property.key, property])).values();
}

const isPlain = (value: unknown): value is string | boolean =>
  typeof value === 'string' || typeof value === 'boolean';

/** A draft as far as it gives the kind and the place: without blanks. */
export function asAsset(
  draft: AssetDraft,
): Pick<Asset, 'assetNumber' | 'storeId' | 'classId' | 'categoryId' | 'typeId'> &
  Partial<Pick<Asset, 'catalogueItemId' | 'manufacturer' | 'model' | 'serialNumber' | 'storageLocation'>> {
  const { assetNumber, storeId, classId, categoryId, typeId } = draft;
  const { catalogueItemId, manufacturer, model, serialNumber, storageLocation } = draft;
  return {
    ...{ assetNumber, storeId, classId, categoryId, typeId },
    ...(catalogueItemId !== '' && { catalogueItemId }),
    ...(manufacturer !== '' && { manufacturer }),
    ...(model !== '' && { model }),
    ...(serialNumber !== '' && { serialNumber }),
    ...(storageLocation !== '' && { storageLocation }),
  };
}

/** A model of the catalogue describes the piece by itself: a description by hand is let go, and the other way round. */
export function withItem(
  draft: AssetDraft,
  item: { id: string } & Pick<Asset, 'classId' | 'categoryId' | 'typeId'>,
): AssetDraft {
  const { id, classId, categoryId, typeId } = item;
  return { ...draft, catalogueItemId: id, classId, categoryId, typeId, manufacturer: '', model: '' };
}
