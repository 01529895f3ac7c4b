/** An item pack variant is a `pack_variant` to sites of 2.0 to 2.3, and an `item_variant` with one `packaging_variant` to later ones. */
import type { PackVariant } from '#shared/domain/item';
import { derivedUuid } from '#shared/derived-uuid';
import { writeOptionalInstant } from '../wire/dates';
import type { Outgoing } from './record';

const NAMESPACE = '0d6e63a2-6f5e-5d0b-8c59-2f3f4f7d8a10';
/** the smallest unit that is packed */
const PACKAGING_LEVEL = 1;

export const packagingVariantId = (packVariantId: string): string =>
  derivedUuid(NAMESPACE, `packaging_variant ${packVariantId}`);

export const writePackVariant = (row: PackVariant): Outgoing => ({
  tableName: 'pack_variant',
  recordId: row.id,
  isDeleted: false,
  data: {
    id: row.id,
    item_id: row.itemId,
    short_name: row.shortName,
    long_name: row.longName,
    pack_size: row.packSize,
    is_active: row.isActive && row.deletedAt === undefined,
  },
});

export const writeItemVariant = (row: PackVariant): Outgoing => ({
  tableName: 'item_variant',
  recordId: row.id,
  isDeleted: false,
  data: {
    id: row.id,
    name: row.longName,
    item_link_id: row.itemId,
    deleted_datetime: writeOptionalInstant(row.deletedAt),
  },
});

export const writePackagingVariant = (row: PackVariant): Outgoing => ({
  tableName: 'packaging_variant',
  recordId: packagingVariantId(row.id),
  isDeleted: false,
  data: {
    id: packagingVariantId(row.id),
    name: row.shortName,
    item_variant_id: row.id,
    packaging_level: PACKAGING_LEVEL,
    pack_size: row.packSize,
    volume_per_unit: 0,
    deleted_datetime: writeOptionalInstant(row.deletedAt),
  },
});
