/**
 * An item pack variant is a `pack_variant` to sites of 2.0 to 2.3, and an `item_variant` with one `packaging_variant` to later ones. All
 * three have ids of their own or go to different versions: a site keeps pulled records by the id alone.
 */
import type { PackVariant } from '#shared/domain/item';
import { derivedUuid } from '#shared/derived-uuid';
import { writeInstant, writeOptionalInstant } from '../wire/dates';
import { isFrom, newest } from '../wire/site-version';
import type { Outgoing, SiteVersion } from '../door';

const NAMESPACE = '0d6e63a2-6f5e-5d0b-8c59-2f3f4f7d8a10';
/** the smallest unit that is packed */
const PACKAGING_LEVEL = 1;
/** the time of a variant whose id holds none */
const LONG_AGO = '2020-01-01T00:00:00.000Z';

export const packagingVariantId = (packVariantId: string): string =>
  derivedUuid(NAMESPACE, `packaging_variant ${packVariantId}`);

/** The time of an id that sorts by its time (UUID v7): its first 48 bits are milliseconds. */
function timeOfId(id: string): string | undefined {
  const [, high, low] = /^([0-9a-f]{8})-([0-9a-f]{4})-7/.exec(id) ?? [];
  return high === undefined || low === undefined
    ? undefined
    : new Date(Number.parseInt(high + low, 16)).toISOString();
}

export const isIdOfMSupply = (id: string): boolean => /^[0-9A-Z]{32}$/i.test(id);

/** A site has the items that the older server brought it, under that server's ids (32 letters and digits), or from here. */
export const isItemThere = (itemId: string, { isAlone }: SiteVersion, has: ReadonlySet<string>): boolean =>
  isAlone === true ? has.has(itemId) : isIdOfMSupply(itemId);

/** 2.0 knows whole packs only, and counts up to here. */
const MOST_UNITS = 2 ** 31 - 1;
const isPackThere = ({ packSize }: PackVariant, version: SiteVersion): boolean =>
  isFrom(1, version) || (Number.isInteger(packSize) && Math.abs(packSize) <= MOST_UNITS);

/** Undefined where the site knows no such pack. */
export function writePackVariant(row: PackVariant, version: SiteVersion = newest): Outgoing | undefined {
  if (isFrom(4, version) || !isPackThere(row, version)) return undefined;
  const data = {
    id: row.id,
    item_id: row.itemId,
    short_name: row.shortName,
    long_name: row.longName,
    pack_size: row.packSize,
    is_active: row.isActive && row.deletedAt === undefined,
  };
  return { tableName: 'pack_variant', recordId: row.id, data };
}

export function writeItemVariant(row: PackVariant, version: SiteVersion = newest): Outgoing | undefined {
  if (!isFrom(4, version)) return undefined;
  const data = {
    id: row.id,
    name: row.longName,
    item_link_id: row.itemId,
    cold_storage_type_id: null,
    [isFrom(17, version) ? 'manufacturer_id' : 'manufacturer_link_id']: null,
    deleted_datetime: writeOptionalInstant(row.deletedAt),
    vvm_type: null,
    created_datetime: writeInstant(timeOfId(row.id) ?? LONG_AGO),
    created_by: null,
  };
  return { tableName: 'item_variant', recordId: row.id, data };
}

export function writePackagingVariant(row: PackVariant, version: SiteVersion = newest): Outgoing | undefined {
  if (!isFrom(4, version)) return undefined;
  const id = packagingVariantId(row.id);
  const data = {
    id,
    name: row.shortName,
    item_variant_id: row.id,
    packaging_level: PACKAGING_LEVEL,
    pack_size: row.packSize,
    volume_per_unit: 0,
    deleted_datetime: writeOptionalInstant(row.deletedAt),
  };
  return { tableName: 'packaging_variant', recordId: id, data };
}
