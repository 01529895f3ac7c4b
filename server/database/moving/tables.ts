/** The tables that are copied as they are between SQLite and PostgreSQL, in an order in which each finds the rows it refers to. */

export interface Table {
  name: string;
  /** the same in both */
  columns: readonly string[];
  /** the columns that identify a row, and by which rows are sorted */
  key: readonly string[];
  /** rows lie in an order that lists show: its column in PostgreSQL; in SQLite it is the number of the row */
  position?: string;
  /** rows that are of one place, and stay there */
  leaves?: string;
}

/** About this database, this machine or this run. */
const OF_THIS_PLACE = [
  'probe',
  'copy_of',
  'known_run',
  'moved_to',
  'moving_from',
  'twin',
  'rebuild_asked',
  'rebuild_done',
  'stores_version',
  'last_backup',
];

export const tables: readonly Table[] = [
  {
    name: 'meta',
    columns: ['key', 'value'],
    key: ['key'],
    leaves: `key IN (${OF_THIS_PLACE.map((key) => `'${key}'`).join(', ')})`,
  },
  { name: 'client_ids', columns: ['client_id', 'device_id'], key: ['client_id'] },
  { name: 'starts', columns: ['position', 'start', 'from_seq', 'began_at'], key: ['position'] },
  { name: 'receipt_keys', columns: ['position', 'key_id', 'key', 'made_at'], key: ['position'] },
  {
    name: 'sites',
    columns: ['id', 'code', 'name', 'search', 'created_at', 'language'],
    key: ['id'],
    position: 'position',
  },
  { name: 'stores', columns: ['id', 'code', 'name', 'site_id'], key: ['id'], position: 'position' },
  {
    name: 'former_stores',
    columns: ['site_id', 'store_id', 'left_at'],
    key: ['site_id', 'store_id'],
  },
  {
    name: 'devices',
    columns: [
      ...['id', 'kind', 'site_id', 'name', 'token_hash', 'client_id', 'joined_at', 'last_contact'],
      ...['app_version', 'revoked_at'],
    ],
    key: ['id'],
    position: 'position',
  },
  {
    name: 'device_documents',
    columns: ['device_id', 'document', 'changes', 'seq', 'at'],
    key: ['device_id', 'document'],
  },
  {
    name: 'join_codes',
    columns: [
      ...['code_hash', 'site_id', 'created_by', 'created_at', 'expires_at', 'used_at', 'device_id'],
      ...['id', 'devices', 'used', 'withdrawn_at'],
    ],
    key: ['code_hash'],
  },
  {
    name: 'staff_users',
    columns: [
      ...['id', 'username', 'display_name', 'password_hash', 'permissions', 'disabled_at', 'last_sign_in'],
      ...['region_ids', 'first_password_until', 'provider_name', 'provider_issuer', 'provider_subject'],
    ],
    key: ['id'],
    position: 'position',
  },
  {
    name: 'staff_second_factors',
    columns: ['user_id', 'secret', 'confirmed_at', 'last_step', 'recovery_hashes'],
    key: ['user_id'],
  },
  {
    name: 'staff_views',
    columns: ['id', 'user_id', 'list', 'name', 'query', 'columns', 'shared'],
    key: ['id'],
  },
  {
    name: 'staff_browsers',
    columns: ['browser_hash', 'user_id', 'device_id'],
    key: ['browser_hash', 'user_id'],
  },
  {
    name: 'sessions',
    columns: [
      ...['token_hash', 'user_id', 'device_id', 'browser_hash', 'created_at', 'seen_at', 'id', 'agent'],
      'by_provider',
    ],
    key: ['token_hash'],
  },
  { name: 'audit', columns: ['id', 'at', 'user_id', 'action', 'subject', 'details'], key: ['id'] },
  { name: 'file_stores', columns: ['sha256', 'store_id'], key: ['sha256', 'store_id'] },
  {
    name: 'v6_sites',
    columns: [
      ...['site_id', 'name', 'number', 'password_hash', 'hardware_id', 'initialisation', 'last_contact'],
      ...['app_version', 'integrating', 'numbers', 'served', 'given', 'v5_up_to', 'last_push', 'last_pull'],
      ...['queue_from', 'queue_to'],
    ],
    key: ['site_id'],
  },
  {
    name: 'v6_inbox',
    columns: [
      ...['id', 'site_id', 'table_name', 'record_id', 'action', 'data', 'received_at', 'waiting', 'plan'],
      ...['code', 'words', 'waits_for', 'is_again'],
    ],
    key: ['id'],
  },
  {
    name: 'v6_bases',
    columns: ['site_id', 'asset_id', 'fields', 'said', 'sent', 'sent_cursor'],
    key: ['site_id', 'asset_id'],
  },
  {
    name: 'v6_log',
    columns: [
      ...['cursor', 'store_id', 'table_name', 'record_id', 'entity', 'entity_id', 'first_cursor', 'had_by'],
    ],
    key: ['cursor'],
  },
  { name: 'v6_contents', columns: ['file_id', 'sha256', 'bytes', 'site_id'], key: ['file_id'] },
  {
    name: 'v6_memory',
    columns: ['site_id', 'table_name', 'record_id', 'action', 'data', 'received_at'],
    key: ['site_id', 'table_name', 'record_id', 'action'],
    position: 'position',
  },
  {
    name: 'v6_people',
    columns: [
      ...['id', 'site_id', 'username', 'display_name', 'password_hash', 'rights', 'store_ids', 'disabled_at'],
    ],
    key: ['id'],
  },
  { name: 'v5_records', columns: ['cursor', 'record_id', 'table_name', 'data'], key: ['cursor'] },
  {
    name: 'v5_memory',
    columns: ['number', 'site_id', 'table_name', 'record_id', 'action', 'data'],
    key: ['number'],
  },
];

/** The columns whose numbers PostgreSQL gives: it goes on counting there. */
export const counted: readonly [table: string, column: string][] = [
  ['starts', 'position'],
  ['receipt_keys', 'position'],
  ['sites', 'position'],
  ['stores', 'position'],
  ['devices', 'position'],
  ['staff_users', 'position'],
  ['audit', 'id'],
  ['v6_inbox', 'id'],
  ['v6_memory', 'position'],
  ['v5_records', 'cursor'],
  ['v5_memory', 'number'],
];

export type Value = string | number | null | Uint8Array;

/** A database as it is copied from and compared: rows in the order of their keys. */
export interface Side {
  rows(table: Table, each: (row: Value[]) => void | Promise<void>): Promise<void>;
  /** entity, id, store and position of the entities that lie in several stores */
  placements(): Promise<Value[][]>;
  /** the greatest cursor of V6 records that was ever given */
  newestCursor(): Promise<number>;
}

/** The columns by which a table is read: its own, and the position of its rows. */
export const selected = ({ columns, position }: Table, own: 'rowid' | 'position'): string =>
  [...columns, ...(position === undefined ? [] : [own === 'rowid' ? 'rowid' : position])].join(', ');
