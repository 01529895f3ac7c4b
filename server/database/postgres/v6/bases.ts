/** The state of each asset as V6 sites have it, in PostgreSQL. */
import type { Base, BaseFields, Bases } from '../../port/v6';
import type { PgPool } from '../pool';
import type { PgSql } from '../sql';

interface Row {
  assetId: string;
  fields: string | null;
  sent: string | null;
}

const BASE = `SELECT asset_id AS "assetId", fields, sent FROM v6_bases WHERE site_id = ? AND asset_id = ANY(?)`;

// written by us
const readFields = (text: string): BaseFields => JSON.parse(text) as BaseFields;

const toBase = ({ assetId, fields, sent }: Row): Base => ({
  assetId,
  ...(fields !== null && { fields: readFields(fields) }),
  ...(sent !== null && { sent: readFields(sent) }),
});

export function pgBases(pool: PgPool): Bases {
  return {
    forget: async (siteId) => {
      const any = 'SELECT 1 FROM v6_bases WHERE site_id = ? LIMIT 1';
      if (!(await pool.read((sql) => sql.get(any, siteId)))) return;
      await pool.write('v6', (sql) => sql.run('DELETE FROM v6_bases WHERE site_id = ?', siteId));
    },
    of: async (siteId, assetIds) => {
      const rows = await pool.read((sql) => sql.all<Row>(BASE, siteId, assetIds));
      return new Map(rows.map((row) => [row.assetId, toBase(row)]));
    },
    page: async (siteId, cursor, sent) => {
      const which = 'site_id = ? AND sent_cursor <= ?';
      const isNews = await pool.read((sql) =>
        sql.get(`SELECT 1 FROM v6_bases WHERE ${which} LIMIT 1`, siteId, cursor),
      );
      if (!isNews && sent.length === 0) return;
      await pool.write('v6', async (sql) => {
        await sql.run(
          `UPDATE v6_bases SET fields = sent, sent = NULL, sent_cursor = NULL WHERE ${which}`,
          siteId,
          cursor,
        );
        for (const asset of sent) await putSent(sql, siteId, asset);
      });
    },
  };
}

const putSent = (
  sql: PgSql,
  siteId: string,
  { assetId, fields, cursor }: { assetId: string; fields: BaseFields; cursor: number },
): Promise<void> =>
  sql.run(
    `INSERT INTO v6_bases (site_id, asset_id, said, sent, sent_cursor) VALUES (?, ?, '[]', ?, ?)
     ON CONFLICT (site_id, asset_id) DO UPDATE SET sent = excluded.sent, sent_cursor = excluded.sent_cursor`,
    ...[siteId, assetId, JSON.stringify(fields), cursor],
  );

/** The site pushed this itself: anything that it was sent before no longer counts. */
export const putBase = (
  sql: PgSql,
  siteId: string,
  { assetId, fields }: { assetId: string; fields: BaseFields },
): Promise<void> =>
  sql.run(
    `INSERT INTO v6_bases (site_id, asset_id, fields, said) VALUES (?, ?, ?, '[]') ON CONFLICT (site_id, asset_id)
     DO UPDATE SET fields = excluded.fields, sent = NULL, sent_cursor = NULL`,
    ...[siteId, assetId, JSON.stringify(fields)],
  );
