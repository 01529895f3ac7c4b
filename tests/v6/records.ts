/** Records as a site of 2.9 writes them. */
import { randomUUID } from 'node:crypto';
import type { Data } from './open-msupply-site';

export const someAsset = (id: string, fields: Data = {}): Data & { id: string } => ({
  id,
  notes: null,
  asset_number: `N-${id.slice(0, 6)}`,
  asset_category_id: null,
  asset_class_id: null,
  asset_type_id: null,
  store_id: 'hill-store',
  serial_number: 'SN 1',
  catalogue_item_id: null,
  installation_date: '2020-01-22',
  replacement_date: null,
  created_datetime: '2024-01-22T15:16:00',
  modified_datetime: '2024-01-22T15:16:00',
  deleted_datetime: null,
  properties: '{"storage_capacity":4.5,"energy":"SOLAR"}',
  donor_name_id: 'donor 1',
  warranty_start: null,
  warranty_end: null,
  needs_replacement: false,
  locked_fields_json: '{"serialNumber":true}',
  ...fields,
});

export const someLog = (assetId: string, status: string, fields: Data = {}): Data & { id: string } => ({
  id: randomUUID(),
  asset_id: assetId,
  user_id: 'user 1',
  status,
  comment: null,
  type: 'STATUS_UPDATE',
  reason_id: null,
  log_datetime: '2024-02-01T08:00:00',
  created_datetime: '2024-02-01T08:00:00',
  ...fields,
});

export const someFile = (ownerId: string, bytes: number, fields: Data = {}): Data & { id: string } => ({
  id: randomUUID(),
  table_name: 'asset',
  record_id: ownerId,
  file_name: 'plate.jpg',
  mime_type: 'image/jpeg',
  total_bytes: bytes,
  created_datetime: '2024-02-01T08:00:00',
  deleted_datetime: null,
  ...fields,
});
