/** The state of each asset as V6 sites have it, in SQLite. */
import { readStored } from '../stored-json';
import type { Base, BaseFields, Bases } from '../../port/v6';
import type { SqliteFile } from '../sqlite-file';
import type { Sql } from '../sql';

interface Row {
  assetId: string;
  fields: string | null;
  sent: string | null;
}

const BASE = `SELECT asset_id AS assetId, fields, sent FROM v6_bases
  WHERE site_id = ? AND asset_id IN (SELECT value FROM json_each(?))`;

const toBase = ({ assetId, fields, sent }: Row): Base => ({
  assetId,
  ...(fields !== null && { fields: readStored<BaseFields>(fields) }),
  ...(sent !== null && { sent: readStored<BaseFields>(sent) }),
});

export function sqliteBases(database: SqliteFile): Bases {
  return {
    forget: async (siteId) => {
      if (!database.read((sql) => sql.get('SELECT 1 FROM v6_bases WHERE site_id = ? LIMIT 1', siteId)))
        return;
      await database.write((sql) => sql.run('DELETE FROM v6_bases WHERE site_id = ?', siteId));
    },
    of: async (siteId, assetIds) =>
      database.read(
        (sql) =>
          new Map(
            sql.all<Row>(BASE, siteId, JSON.stringify(assetIds)).map((row) => [row.assetId, toBase(row)]),
          ),
      ),
    page: async (siteId, cursor, sent) => {
      const which = 'site_id = ? AND sent_cursor <= ?';
      const isNews = database.read((sql) =>
        sql.get(`SELECT 1 FROM v6_bases WHERE ${which} LIMIT 1`, siteId, cursor),
      );
      if (!isNews && sent.length === 0) return;
      await database.write((sql) => {
        sql.run(
          `UPDATE v6_bases SET fields = sent, sent = NULL, sent_cursor = NULL WHERE ${which}`,
          siteId,
          cursor,
        );
        for (const asset of sent) putSent(sql, siteId, asset);
      });
    },
  };
}

const putSent = (
  sql: Sql,
  siteId: string,
  { assetId, fields, cursor }: { assetId: string; fields: BaseFields; cursor: number },
): void =>
  sql.run(
    `INSERT INTO v6_bases (site_id, asset_id, said, sent, sent_cursor) VALUES (?, ?, '[]', ?, ?)
     ON CONFLICT DO UPDATE SET sent = excluded.sent, sent_cursor = excluded.sent_cursor`,
    ...[siteId, assetId, JSON.stringify(fields), cursor],
  );

/** The site sent it: anything that it was sent before no longer counts. */
export const putBase = (
  sql: Sql,
  siteId: string,
  { assetId, fields }: { assetId: string; fields: BaseFields },
): void =>
  sql.run(
    `INSERT INTO v6_bases (site_id, asset_id, fields, said) VALUES (?, ?, ?, '[]') ON CONFLICT
     DO UPDATE SET fields = excluded.fields, sent = NULL, sent_cursor = NULL`,
    ...[siteId, assetId, JSON.stringify(fields)],
  );
