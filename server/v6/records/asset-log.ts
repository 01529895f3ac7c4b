/** `asset_log` ↔ assetLog. */
import type { AssetLog } from '#shared/domain/asset-log';
import { isSiteUser } from '#shared/domain/site-user';
import type { JsonObject } from '#shared/json';
import { accepted, refused, type Result } from '#shared/result';
import { readInstant, writeInstant } from '../wire/dates';
import { instant, optional, orNone, readFields, required, status } from './fields';
import type { Outgoing, Said } from './record';

const known = {
  asset_id: required('assetId'),
  user_id: optional('userId'),
  status: status('functionalStatus'),
  comment: optional('comment'),
  type: required('type'),
  reason_id: optional('reasonId'),
  log_datetime: instant('loggedAt'),
  created_datetime: instant('createdAt'),
};

export function readAssetLog(data: JsonObject): Result<Said> {
  const said = readFields(known, data, ['id']);
  if (!said.ok) return said;
  const { userId, ...fields } = said.value;
  const createdAt = fields['createdAt'] ?? fields['loggedAt'];
  const at = readInstant(createdAt);
  if (at === undefined) return refused({ code: 'bad-field', field: 'created_datetime' });
  const loggedAt = fields['loggedAt'] ?? at;
  const type = fields['type'] ?? 'STATUS_UPDATE';
  return accepted({
    fields: { ...fields, type, createdAt: at, loggedAt },
    at: Date.parse(at),
    ...(typeof userId === 'string' && { userId }),
  });
}

export function writeAssetLog(row: AssetLog): Outgoing {
  const data: JsonObject = {
    id: row.id,
    asset_id: row.assetId,
    user_id: isSiteUser(row.userId) ? null : orNone(row.userId),
    status: orNone(row.functionalStatus),
    comment: orNone(row.comment),
    type: row.type,
    reason_id: orNone(row.reasonId),
    log_datetime: writeInstant(row.loggedAt),
    created_datetime: writeInstant(row.createdAt),
    ...row.v6Fields,
  };
  return { tableName: 'asset_log', recordId: row.id, isDeleted: false, data };
}
