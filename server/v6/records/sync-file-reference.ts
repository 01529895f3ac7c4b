/** `sync_file_reference` ↔ file. The bytes travel apart (upload_file, download_file); only our record names them (sha256). */
import type { FileReference } from '#shared/domain/file-reference';
import type { Json, JsonObject } from '#shared/json';
import { accepted, refused, type Result } from '#shared/result';
import { readInstant, writeInstant, writeOptionalInstant } from '../wire/dates';
import { isFrom } from '../wire/site-version';
import { withBeside } from './beside';
import { instant, optional, readFields, required, wholeNumber } from './fields';
import type { Outgoing, Said, SiteVersion } from '../door';

const owners = { asset: 'asset', asset_log: 'assetLog' } as const;

const known = {
  table_name: {
    field: 'ownerTable',
    read: (value: Json) => (value === 'asset' || value === 'asset_log' ? owners[value] : undefined),
  },
  record_id: required('ownerId'),
  file_name: required('fileName'),
  mime_type: optional('mimeType'),
  total_bytes: wholeNumber('totalBytes'),
  created_datetime: instant('createdAt'),
  deleted_datetime: instant('deletedAt'),
};

/**
 * How far a site is with sending the bytes, which sites say from 2.20 on: its own business. Given back, it would have the site send them
 * again, and say so, without end.
 */
const OWN_PROGRESS = ['status', 'error'];

export function readFileReference(data: JsonObject): Result<Said> {
  const said = readFields(known, data, ['id', ...OWN_PROGRESS]);
  if (!said.ok) return said;
  const at = readInstant(said.value['createdAt'] ?? null);
  if (at === undefined) return refused({ code: 'bad-field', field: 'created_datetime' });
  if (said.value['ownerTable'] === undefined) return refused({ code: 'bad-field', field: 'table_name' });
  const mimeType = said.value['mimeType'] ?? 'application/octet-stream';
  return accepted({ fields: { ...said.value, mimeType, createdAt: at }, at: Date.parse(at) });
}

export function writeFileReference(row: FileReference, version?: SiteVersion): Outgoing {
  const data: JsonObject = {
    id: row.id,
    table_name: row.ownerTable === 'assetLog' ? 'asset_log' : 'asset',
    record_id: row.ownerId,
    file_name: row.fileName,
    mime_type: row.mimeType,
    total_bytes: row.totalBytes,
    created_datetime: writeInstant(row.createdAt),
    deleted_datetime: writeOptionalInstant(row.deletedAt),
  };
  const beside = Object.entries(row.v6Fields ?? {}).filter(([name]) => !OWN_PROGRESS.includes(name));
  const written = withBeside(data, Object.fromEntries(beside));
  // it goes out once its bytes are here: a site that gets its own record back need not send them again
  const isDone = version !== undefined && isFrom(20, version);
  return {
    tableName: 'sync_file_reference',
    recordId: row.id,
    data: isDone ? { ...written, status: 'Done', error: null } : written,
  };
}
