/**
 * Whether an asset has a photo, of itself or of one of its logs: written beside its row, so that a list can be cut to those without. Files,
 * logs and assets arrive in any order: each looks for what was there before it.
 */
import type { AnyRow } from '#shared/domain/entities';
import type { PutEntity } from '../../port/rows-tx';
import type { Sql } from '../sql';
import type { BareAssets } from './bare';
import type { Numbers } from './numbers';
import { toUid, type Uid } from './uid';

interface Parts {
  sql: Sql;
  numbers: Numbers;
}

const IS_PHOTO = `file.json ->> '$.deletedAt' IS NULL AND file.json ->> '$.mimeType' LIKE 'image/%'`;
const HANGS = 'SELECT 1 FROM entities WHERE owner = ? LIMIT 1';
const OWNER = 'SELECT owner FROM entities WHERE uid = ? AND kind = ?';
const OF_ASSET = 'id = (SELECT id FROM entities WHERE uid = ? AND kind = ?)';
const HAS = `UPDATE assets SET photo = 1 WHERE ${OF_ASSET}`;
const ON_IT = `SELECT 1 FROM entities file WHERE file.owner = ? AND file.kind = ? AND ${IS_PHOTO} LIMIT 1`;
const NOTE = `UPDATE assets SET photo = EXISTS (
    SELECT 1 FROM entities file WHERE file.kind = ? AND ${IS_PHOTO}
      AND file.owner IN (SELECT ? UNION ALL SELECT log.uid FROM entities log WHERE log.owner = ? AND log.kind = ?))
  WHERE ${OF_ASSET}`;

/** Looks again at the asset that an entity is, or hangs on, where a photo may have come to it or gone. */
export function notePhotos(parts: Parts, { before, now }: PutEntity, bare: BareAssets): void {
  const { entity, id } = now.ref;
  if (entity === 'file') return noteFile(parts, before?.row, now.row);
  if (entity === 'assetLog') return noteLog(parts, before?.row, now.row, bare);
  if (entity === 'asset' && now.row && !before?.row && hangs(parts, id, bare)) note(parts, toUid(id));
}

/** The photos of a log are of the asset that it is of, and of none where it does not count. */
function noteLog(parts: Parts, was: AnyRow | undefined, is: AnyRow | undefined, bare: BareAssets): void {
  const [former, asset] = [assetOf(was), assetOf(is)];
  if (former === asset) return;
  if (former !== undefined) note(parts, toUid(former));
  if (is && asset !== undefined && hangs(parts, is.id, bare) && hasPhoto(parts, toUid(is.id)))
    has(parts, toUid(asset));
}

const assetOf = (row: AnyRow | undefined): string | undefined =>
  row && 'assetId' in row ? row.assetId : undefined;

const hangs = ({ sql }: Parts, id: string, bare: BareAssets): boolean =>
  !bare.isBare(sql, id) && sql.get(HANGS, toUid(id)) !== undefined;

/** Only where a photo goes does it matter what else there is. */
function noteFile(parts: Parts, was: AnyRow | undefined, is: AnyRow | undefined): void {
  for (const asset of assetOfPhoto(parts, is)) has(parts, asset);
  if (ownerOf(is) !== ownerOf(was)) for (const asset of assetOfPhoto(parts, was)) note(parts, asset);
}

const hasPhoto = ({ sql, numbers }: Parts, owner: Uid): boolean =>
  sql.get(ON_IT, owner, numbers.kind('file')) !== undefined;

const has = ({ sql, numbers }: Parts, asset: Uid): void => sql.run(HAS, asset, numbers.kind('asset'));

function note({ sql, numbers }: Parts, asset: Uid): void {
  const [file, log, kind] = (['file', 'assetLog', 'asset'] as const).map((name) => numbers.kind(name));
  sql.run(NOTE, ...[file, asset, asset, log, asset, kind].map((one) => one ?? null));
}

/** The asset or log on which a photo hangs; undefined: it is none, or is removed. */
const ownerOf = (row: AnyRow | undefined): string | undefined =>
  row && 'ownerTable' in row && row.deletedAt === undefined && row.mimeType.toLowerCase().startsWith('image/')
    ? `${row.ownerTable} ${row.ownerId}`
    : undefined;

function assetOfPhoto({ sql, numbers }: Parts, row: AnyRow | undefined): Uid[] {
  if (!row || !('ownerTable' in row) || ownerOf(row) === undefined) return [];
  const owner = toUid(row.ownerId);
  if (row.ownerTable === 'asset') return [owner];
  const log = sql.get<{ owner: Uid | null }>(OWNER, owner, numbers.kind('assetLog'));
  return log && log.owner !== null ? [log.owner] : [];
}
