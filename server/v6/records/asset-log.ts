/** `asset_log` ↔ assetLog. */
import type { AssetLog } from '#shared/domain/asset-log';
import { isJsonObject, type Json, type JsonObject } from '#shared/json';
import { accepted, refused, type Result } from '#shared/result';
import { readInstant, writeInstant } from '../wire/dates';
import { isFrom, newest } from '../wire/site-version';
import { withBeside } from './beside';
import { instant, optional, orNone, readFields, status } from './fields';
import { readLogType, writeLogType } from './log-type';
import type { Outgoing, Said, SiteVersion } from '../door';

const known = {
  asset_id: { field: 'assetId', read: (value: Json) => (typeof value === 'string' ? value : '') },
  user_id: optional('userId'),
  status: status('functionalStatus'),
  comment: optional('comment'),
  reason_id: optional('reasonId'),
  log_datetime: instant('loggedAt'),
  created_datetime: instant('createdAt'),
};

export function readAssetLog(data: JsonObject): Result<Said> {
  const said = readFields(known, data, ['id', 'type']);
  if (!said.ok) return said;
  const { userId, v6Fields, ...fields } = said.value;
  const createdAt = fields['createdAt'] ?? fields['loggedAt'];
  const at = readInstant(createdAt);
  if (at === undefined) return refused({ code: 'bad-field', field: 'created_datetime' });
  const loggedAt = fields['loggedAt'] ?? at;
  const { type, asWritten } = readLogType(data['type']);
  const beside = {
    ...(isJsonObject(v6Fields) && v6Fields),
    ...(asWritten !== undefined && { type: asWritten }),
  };
  return accepted({
    fields: {
      ...fields,
      type,
      createdAt: at,
      loggedAt,
      ...(Object.keys(beside).length > 0 && { v6Fields: beside }),
    },
    at: Date.parse(at),
    ...(typeof userId === 'string' && { userId }),
  });
}

/** A site's own user is written too: a log without one cannot be stored at a site. */
export function writeAssetLog(row: AssetLog, version: SiteVersion = newest): Outgoing {
  const { status, reasonId } = statusFor(row, version);
  const data: JsonObject = {
    id: row.id,
    asset_id: row.assetId,
    user_id: row.userId,
    status,
    comment: commentOf(row),
    type: writeLogType(row.type, row.v6Fields?.['type'], version),
    reason_id: reasonId,
    log_datetime: writeInstant(row.loggedAt),
    created_datetime: writeInstant(row.createdAt),
  };
  return { tableName: 'asset_log', recordId: row.id, data: withBeside(data, row.v6Fields) };
}

/** A site can neither take a log away nor leave it out: that one was voided can only stand in its text, where people read. */
const commentOf = ({ comment, voidedAt }: AssetLog): string | null =>
  voidedAt === undefined ? orNone(comment) : `[voided ${voidedAt.slice(0, DAY)}] ${comment ?? ''}`.trimEnd();
/** the length of a day as text: 2026-11-29 */
const DAY = 10;

/** Equipment beyond repair is out of use for ever: sites before 2.4 have one word for both, and no reasons for this one. */
function statusFor(
  { functionalStatus, reasonId }: AssetLog,
  version: SiteVersion,
): { status: string | null; reasonId: string | null } {
  if (functionalStatus === 'UNSERVICEABLE' && !isFrom(4, version))
    return { status: 'DECOMMISSIONED', reasonId: null };
  return { status: orNone(functionalStatus), reasonId: orNone(reasonId) };
}
