/** The database of V6 sites, in PostgreSQL. */
import { isJsonObject, type Json } from '#shared/json';
import type { ChangeReader } from '../../port/changes';
import type { V6Database } from '../../port/v6';
import type { FileContent, FileContents } from '../../port/v6-contents';
import type { PgPool } from '../pool';
import { pgBases } from './bases';
import { pgCentralRecords } from './central-records';
import { pgInbox } from './inbox';
import { pgRecordLog, type KnownRows } from './log';
import { pgMemory } from './memory';
import { pgOlderMemory } from './older-memory';
import { pgPeople } from './people';
import { pgPushes } from './pushes';
import { pgV6Sites } from './sites';

export const pgV6 = (
  pool: PgPool,
  changes: Pick<ChangeReader, 'after' | 'lastSeq'>,
  rows: KnownRows,
): V6Database => ({
  sites: pgV6Sites(pool),
  inbox: pgInbox(pool),
  bases: pgBases(pool),
  pushes: pgPushes(pool),
  log: pgRecordLog(pool, changes, rows),
  contents: pgContents(pool, changes, rows),
  memory: pgMemory(pool),
  people: pgPeople(pool),
  centralRecords: pgCentralRecords(pool),
  olderMemory: pgOlderMemory(pool),
});

/** The longest wait for the rows, milliseconds. */
const ROWS_MS = 1000;

const pgContents = (pool: PgPool, changes: Pick<ChangeReader, 'lastSeq'>, rows: KnownRows): FileContents => ({
  of: async (fileIds) => {
    const found = await pool.read((sql) =>
      sql.all<FileContent & { fileId: string }>(
        `SELECT file_id AS "fileId", sha256, bytes, site_id AS "siteId" FROM v6_contents WHERE file_id = ANY(?)`,
        fileIds,
      ),
    );
    return new Map(found.map(({ fileId, ...content }) => [fileId, content]));
  },
  put: (fileId, { sha256, bytes, siteId }) =>
    pool.write('v6', (sql) =>
      sql.run(
        'INSERT INTO v6_contents VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
        fileId,
        sha256,
        bytes,
        siteId,
      ),
    ),
  isAhead: async (sha256) => {
    const found = await pool.read((sql) =>
      sql.all<{ fileId: string }>('SELECT file_id AS "fileId" FROM v6_contents WHERE sha256 = ?', sha256),
    );
    await rows.reached(await changes.lastSeq(), ROWS_MS).catch(() => undefined);
    return found.some(({ fileId }) => !rows.has('file', fileId));
  },
  awaited: async (siteId, fileId) => {
    // PostgreSQL reads no JSON with the letter 0 in it
    const found = await pool.read((sql) =>
      sql.get<{ data: string }>(
        `SELECT data FROM v6_inbox
         WHERE site_id = ? AND table_name = 'sync_file_reference' AND record_id = ? ORDER BY id DESC LIMIT 1`,
        siteId,
        fileId,
      ),
    );
    const data = found && (JSON.parse(found.data) as Json);
    const mimeType = isJsonObject(data) ? data['mime_type'] : undefined;
    return found && { mimeType: typeof mimeType === 'string' ? mimeType : '' };
  },
});
