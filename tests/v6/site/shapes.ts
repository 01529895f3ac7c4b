/** The records that a site reads: each field with its column, its values, and its versions. */
import { isFrom } from './versions';

export type Kind = 'text' | 'bool' | 'real' | 'whole' | 'date' | 'time' | readonly string[];

export interface Field {
  /** on the wire */
  name: string;
  column: string;
  kind: Kind;
  isOptional: boolean;
}

type Entry = [name: string, kind: Kind, column?: string];

const must = (...entries: Entry[]): Field[] => entries.map((entry) => fieldOf(entry, false));
const may = (...entries: Entry[]): Field[] => entries.map((entry) => fieldOf(entry, true));
const fieldOf = ([name, kind, column = name]: Entry, isOptional: boolean): Field => ({
  ...{ name, column, kind, isOptional },
});

const texts = (...names: string[]): Entry[] => names.map((name) => [name, 'text']);

const statuses = (version: string): readonly string[] => [
  ...['NOT_IN_USE', 'FUNCTIONING', 'FUNCTIONING_BUT_NEEDS_ATTENTION', 'NOT_FUNCTIONING', 'DECOMMISSIONED'],
  ...(isFrom(4, version) ? ['UNSERVICEABLE'] : []),
];
const valueTypes = (version: string): readonly string[] => [
  ...['STRING', 'BOOLEAN', 'INTEGER', 'FLOAT'],
  ...(isFrom(18, version) ? ['DATE'] : []),
];

/** how far the site itself is with sending a file */
const fileStatuses = ['New', 'InProgress', 'Error', 'Done', 'PermanentFailure'];

type Shape = (version: string) => Field[];

const place: Entry[] = [
  ['class_id', 'text', 'asset_class_id'],
  ['category_id', 'text', 'asset_category_id'],
  ['type_id', 'text', 'asset_catalogue_type_id'],
];

/** of assets from 2.1 on */
const fromOne: Entry[] = [
  ...texts('donor_name_id', 'properties'),
  ['warranty_start', 'date'],
  ['warranty_end', 'date'],
  ['needs_replacement', 'bool'],
];

const asset: Shape = (version) => [
  ...must(['id', 'text'], ['created_datetime', 'time'], ['modified_datetime', 'time']),
  ...may(
    ...texts('store_id', 'notes', 'asset_number', 'serial_number', 'asset_category_id', 'asset_class_id'),
    ['catalogue_item_id', 'text', 'asset_catalogue_item_id'],
    ['asset_type_id', 'text', 'asset_catalogue_type_id'],
    ['installation_date', 'date'],
    ['replacement_date', 'date'],
    ['deleted_datetime', 'time'],
    ...(isFrom(1, version) ? fromOne : []),
    ...(isFrom(16, version) ? texts('locked_fields_json') : []),
  ),
];

const assetLog: Shape = (version) => [
  ...must(...texts('id', 'asset_id', 'user_id'), ['log_datetime', 'time']),
  ...may(['status', statuses(version)], ...texts('reason_id', 'comment')),
  ...(isFrom(18, version)
    ? must(['type', ['STATUS_UPDATE', 'TEMPERATURE_MAPPING']], ['created_datetime', 'time'])
    : may(['type', 'text'])),
];

const itemVariant: Shape = (version) => [
  ...must(...texts('id', 'name', 'item_link_id')),
  ...may(
    ['cold_storage_type_id', 'text', isFrom(16, version) ? 'location_type_id' : 'cold_storage_type_id'],
    [isFrom(17, version) ? 'manufacturer_id' : 'manufacturer_link_id', 'text', 'manufacturer_link_id'],
    ['deleted_datetime', 'time'],
  ),
  ...(isFrom(8, version)
    ? [...must(['created_datetime', 'time']), ...may(...texts('vvm_type', 'created_by'))]
    : []),
];

const packVariant: Shape = (version) =>
  must(
    ...texts('id', 'item_id', 'short_name', 'long_name'),
    ['pack_size', isFrom(1, version) ? 'real' : 'whole'],
    ['is_active', 'bool'],
  );

const packs = (version: string): [string, Field[]][] =>
  isFrom(4, version)
    ? [
        ['item_variant', itemVariant(version)],
        [
          'packaging_variant',
          [
            ...must(...texts('id', 'name', 'item_variant_id'), ['packaging_level', 'whole']),
            ...may(['pack_size', 'real'], ['volume_per_unit', 'real'], ['deleted_datetime', 'time']),
          ],
        ],
      ]
    : [['pack_variant', packVariant(version)]];

/** In the order in which a site integrates them; a table that a version does not know has no shape there. */
export function shapesOf(version: string): Map<string, Field[]> {
  return new Map<string, Field[]>([
    ['asset_class', must(...texts('id', 'name'))],
    ['asset_category', must(...texts('id', 'name'), ['class_id', 'text', 'asset_class_id'])],
    ['asset_catalogue_type', must(...texts('id', 'name'), ['category_id', 'text', 'asset_category_id'])],
    [
      'asset_property',
      [
        ...must(...texts('id', 'key', 'name'), ['value_type', valueTypes(version)]),
        ...may(...texts('asset_class_id', 'asset_category_id', 'asset_type_id', 'allowed_values')),
      ],
    ],
    [
      'asset_catalogue_item',
      [
        ...must(...texts('id', 'sub_catalogue', 'code', 'model'), ...place),
        ...may(...texts('manufacturer', 'properties'), ['deleted_datetime', 'time']),
      ],
    ],
    [
      'asset_log_reason',
      [
        ...must(...texts('id', 'reason'), ['asset_log_status', statuses(version)]),
        ...may(['deleted_datetime', 'time']),
        ...(isFrom(16, version) ? must(['comments_required', 'bool']) : []),
      ],
    ],
    ...packs(version),
    ['asset', asset(version)],
    ['asset_internal_location', must(...texts('id', 'asset_id', 'location_id'))],
    ['asset_log', assetLog(version)],
    [
      'sync_file_reference',
      [
        ...must(...texts('id', 'table_name', 'record_id', 'file_name'), ['total_bytes', 'whole']),
        ...must(['created_datetime', 'time']),
        ...may(['mime_type', 'text'], ['deleted_datetime', 'time']),
        ...(isFrom(20, version) ? may(['status', fileStatuses], ['error', 'text']) : []),
      ],
    ],
  ]);
}
