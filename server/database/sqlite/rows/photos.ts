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

const HANGS = 'SELECT 1 FROM entities WHERE owner = ? LIMIT 1';
const OWNER = 'SELECT owner FROM entities WHERE uid = ? AND kind = ?';
const NOTE = `UPDATE assets SET photo = EXISTS (
    SELECT 1 FROM entities file WHERE file.kind = ?1 AND file.json ->> '$.deletedAt' IS NULL AND file.json ->> '$.mimeType' LIKE 'image/%'
      AND file.owner IN (SELECT ?2 UNION ALL SELECT log.uid FROM entities log WHERE log.owner = ?2 AND log.kind = ?3))
  WHERE id = (SELECT id FROM entities WHERE uid = ?2 AND kind = ?4)`;

/** Looks again at the asset that an entity is, or hangs on, where a photo may have come to it or gone. */
export function notePhotos(parts: Parts, { before, now }: PutEntity, bare: BareAssets): void {
  const { entity, id } = now.ref;
  if (entity === 'file') {
    for (const asset of new Set([before?.row, now.row].flatMap((row) => assetOfFile(parts, row))))
      note(parts, asset);
    return;
  }
  const { row } = now;
  if (!row || before?.row || bare.isBare(parts.sql, id) || parts.sql.get(HANGS, toUid(id)) === undefined)
    return;
  if (entity === 'asset') note(parts, toUid(id));
  if (entity === 'assetLog' && 'assetId' in row) note(parts, toUid(row.assetId));
}

function note({ sql, numbers }: Parts, asset: Uid): void {
  sql.run(NOTE, ...[numbers.kind('file'), asset, numbers.kind('assetLog'), numbers.kind('asset')]);
}

function assetOfFile({ sql, numbers }: Parts, row: AnyRow | undefined): Uid[] {
  if (!row || !('ownerTable' in row)) return [];
  const owner = toUid(row.ownerId);
  if (row.ownerTable === 'asset') return [owner];
  const log = sql.get<{ owner: Uid | null }>(OWNER, owner, numbers.kind('assetLog'));
  return log && log.owner !== null ? [log.owner] : [];
}
