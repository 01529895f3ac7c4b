/** The database of V6 sites, in the same SQLite file as the rest. */
import type { V6Database } from '../../port/v6';
import type { FileContent, FileContents } from '../../port/v6-contents';
import { hasEntity } from '../rows/owned';
import type { RowsView } from '../rows/rows-view';
import type { SqliteFile } from '../sqlite-file';
import { sqliteBases } from './bases';
import { sqliteCentralRecords } from './central-records';
import { sqliteInbox } from './inbox';
import { sqliteRecordLog } from './log';
import { sqliteMemory } from './memory';
import { sqliteOlderMemory } from './older-memory';
import { sqlitePeople } from './people';
import { sqlitePushes } from './pushes';
import { sqliteV6Sites } from './sites';

export const sqliteV6 = (database: SqliteFile, rows: RowsView): V6Database => ({
  sites: sqliteV6Sites(database),
  inbox: sqliteInbox(database),
  bases: sqliteBases(database),
  pushes: sqlitePushes(database),
  log: sqliteRecordLog(database, rows),
  contents: sqliteContents(database, rows),
  memory: sqliteMemory(database),
  people: sqlitePeople(database),
  centralRecords: sqliteCentralRecords(database),
  olderMemory: sqliteOlderMemory(database),
});

const sqliteContents = (database: SqliteFile, rows: RowsView): FileContents => ({
  of: async (fileIds) =>
    database.read((sql) => {
      const found = sql.all<FileContent & { fileId: string }>(
        `SELECT file_id AS fileId, sha256, bytes, site_id AS siteId FROM v6_contents WHERE file_id IN (SELECT value FROM json_each(?))`,
        JSON.stringify(fileIds),
      );
      return new Map(found.map(({ fileId, ...content }) => [fileId, content]));
    }),
  put: (fileId, { sha256, bytes, siteId }) =>
    database.write((sql) =>
      sql.run('INSERT OR IGNORE INTO v6_contents VALUES (?, ?, ?, ?)', fileId, sha256, bytes, siteId),
    ),
  isAhead: async (sha256) => {
    const found = database.read((sql) =>
      sql.all<{ fileId: string }>('SELECT file_id AS fileId FROM v6_contents WHERE sha256 = ?', sha256),
    );
    return rows.read((parts) => found.some(({ fileId }) => !hasEntity(parts, 'file', fileId)));
  },
  awaited: async (siteId, fileId) =>
    database.read((sql) =>
      sql.get<{ mimeType: string }>(
        `SELECT coalesce(json_extract(data, '$.mime_type'), '') AS mimeType FROM v6_inbox
         WHERE site_id = ? AND table_name = 'sync_file_reference' AND record_id = ? ORDER BY id DESC LIMIT 1`,
        siteId,
        fileId,
      ),
    ),
});
