/** The form of an asset as a scanned label fills it. Fields from the label are locked: nobody types them wrong. */
import type { Asset } from '#shared/domain/asset';
import type { CatalogueItem } from '#shared/domain/catalogue-item';
import { readLabel, type Label } from '#shared/domain/label/label';
import { newLabelledId } from '#shared/domain/label/label-keys';
import { codeKey } from '#shared/text-folding';
import type { EquipmentNames } from '../pieces/equipment-names';
import type { AssetDraft } from './asset-draft';

interface LabelDraft {
  label: Label;
  values: Partial<AssetDraft>;
  lockedFields: Asset['lockedFields'];
}

/** `now`: central's time, milliseconds. Undefined for a text that is no label. */
export function draftFromLabel(
  scanned: string | null,
  names: Pick<EquipmentNames, 'catalogue'>,
  now: number,
): LabelDraft | undefined {
  const read = scanned === null ? undefined : readLabel(scanned, now);
  if (!read?.ok) return undefined;
  const label = read.value;
  const item = itemOf(label, names.catalogue.values());
  const locked = {
    ...(label.serialNumber !== undefined && { serialNumber: label.serialNumber }),
    ...(item && { catalogueItemId: item.id }),
    ...(label.warrantyStart !== undefined && { warrantyStart: label.warrantyStart }),
    ...(label.warrantyEnd !== undefined && { warrantyEnd: label.warrantyEnd }),
  };
  const { classId, categoryId, typeId } = item ?? {};
  const make = item ? { classId, categoryId, typeId } : { model: label.modelNumber };
  return {
    label,
    values: { ...withoutGaps(make), ...locked },
    // nothing of a label that may run together: the person before the plate types it
    lockedFields: label.otherwise ? [] : lockable.filter((field) => field in locked),
  };
}

const lockable = ['serialNumber', 'catalogueItemId', 'warrantyStart', 'warrantyEnd'] as const;

const withoutGaps = (values: Partial<Record<keyof AssetDraft, string | undefined>>): Partial<AssetDraft> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

/** Any product code of a label may be the PQS code, written E003/002, E003-002 or E003002. */
function itemOf({ productCodes }: Label, items: Iterable<CatalogueItem>): CatalogueItem | undefined {
  const codes = new Set(productCodes.map(bare).filter((code) => code !== ''));
  return [...items].find(({ code, deletedAt }) => deletedAt === undefined && codes.has(bare(code)));
}

const bare = (code: string): string => code.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');

/**
 * Two devices of a store that scan one label make one asset; a label that does not name one piece makes a random id. Where the
 * label may be read in several ways, the one that has the serial number which was saved names the piece.
 */
export function labelledId(
  storeId: string,
  label: Label | undefined,
  serialNumber: string | undefined,
): { id?: string } {
  const meant = label?.otherwise
    ? [label, ...label.otherwise].find((reading) => isSame(reading.serialNumber, serialNumber))
    : label;
  const id = meant && newLabelledId(storeId, meant);
  return id === undefined ? {} : { id };
}

const isSame = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && codeKey(one) === codeKey(other);
