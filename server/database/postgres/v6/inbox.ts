/** The records that V6 sites pushed, until these are integrated, in PostgreSQL. */
import { fromCursor, toCursor } from '../../cursor';
import type { Page } from '../../port/rows';
import type { Inbox, InboxRow, KeptRecord, Outcome, Wakes } from '../../port/v6';
import type { PgPool } from '../pool';
import type { PgSql } from '../sql';
import { MEMORY, memoryPlace, UNREADABLE } from '../../port/v6-memory';
import {
  AGAIN,
  INBOX_COLUMNS,
  PUSHED,
  toInboxRow,
  toKeptRecord,
  type InboxColumns,
} from '../../v6-inbox-rows';
import { putBase } from './bases';
import { dropEntry, noteAtSite, putEntry } from './log';

const ROW = `SELECT ${INBOX_COLUMNS} FROM v6_inbox`;

async function integrating(sql: PgSql): Promise<string[]> {
  const text = 'SELECT site_id FROM v6_sites WHERE integrating = 1 ORDER BY site_id';
  return (await sql.all<{ site_id: string }>(text)).map(({ site_id }) => site_id);
}

const UNFINISHED = `SELECT site_id FROM v6_sites WHERE integrating = 1
  UNION SELECT site_id FROM v6_inbox WHERE waiting = ${AGAIN} ORDER BY 1`;

/** Unless something that the site pushed waits. */
const END = `UPDATE v6_sites SET integrating = 0 WHERE site_id = ?1 AND NOT EXISTS
  (SELECT 1 FROM v6_inbox WHERE site_id = ?1 AND waiting = ${PUSHED})`;

/** Each part has an index of its own. */
const COUNT = `SELECT (SELECT count(*) FROM v6_inbox WHERE waiting = ${PUSHED})
  + (SELECT count(*) FROM v6_inbox WHERE waiting = ${AGAIN}) AS waiting,
  (SELECT count(*) FROM v6_inbox WHERE waiting = 0) AS kept`;

const LEFT = `SELECT DISTINCT site_id FROM v6_inbox WHERE waiting = ${PUSHED} AND received_at < ? ORDER BY 1`;

const KEPT_ONE = `WHERE site_id = ? AND table_name = ? AND record_id = ? AND waiting = 0
  ORDER BY action = '${UNREADABLE}', id DESC LIMIT 1`;

const waits = async (sql: PgSql, siteId: string): Promise<boolean> =>
  (await sql.get(`SELECT 1 FROM v6_inbox WHERE site_id = ? AND waiting = ${PUSHED} LIMIT 1`, siteId)) !==
  undefined;

const beginAll = (sql: PgSql, siteIds: readonly string[]): Promise<void> =>
  sql.run('UPDATE v6_sites SET integrating = 1 WHERE site_id = ANY(?)', siteIds);

const ADD = `INSERT INTO v6_inbox (site_id, table_name, record_id, action, data, content, received_at, is_again)
  VALUES (?1, ?2, ?3, ?4, ?5, sha256(convert_to(?5, 'UTF8')), ?6, ?7)
  ON CONFLICT (site_id, table_name, record_id, action, content) DO UPDATE SET waiting = 1, plan = NULL, is_again = excluded.is_again`;

export function pgInbox(pool: PgPool): Inbox {
  const write = <T>(work: (sql: PgSql) => Promise<T>): Promise<T> => pool.write('v6', work);
  return {
    isIntegrating: async (siteId) => (await pool.read(integrating)).includes(siteId),
    integrating: () => pool.read(integrating),
    unfinished: () =>
      pool.read(async (sql) =>
        (await sql.all<{ site_id: string }>(UNFINISHED)).map(({ site_id }) => site_id),
      ),
    left: (before) =>
      pool.read(async (sql) =>
        (await sql.all<{ site_id: string }>(LEFT, before)).map(({ site_id }) => site_id),
      ),
    begin: (siteIds) => write((sql) => beginAll(sql, siteIds)),
    waiting: (siteId, ranks, limit) =>
      pool.read(async (sql) => {
        const pushed = await waiting(sql, PUSHED, siteId, ranks, limit);
        return pushed.length > 0 ? pushed : waiting(sql, AGAIN, siteId, ranks, limit);
      }),
    savePlans: (plans) =>
      write(async (sql) => {
        for (const { id, plan } of plans)
          await sql.run('UPDATE v6_inbox SET plan = ? WHERE id = ?', JSON.stringify(plan), id);
      }),
    finish: (outcomes, atSite) =>
      write(async (sql) => {
        if (atSite) await noteAtSite(sql, atSite);
        for (const outcome of outcomes) await finish(sql, outcome);
        if (atSite) await sql.run(END, atSite.siteId);
      }),
    explain: (siteId, { table, recordId }, { code, words }) =>
      write((sql) =>
        sql.run(
          `UPDATE v6_inbox SET code = ?, words = ? WHERE site_id = ? AND table_name = ? AND record_id = ? AND waiting = 0`,
          ...[code, words, siteId, table, recordId],
        ),
      ),
    count: async () =>
      (await pool.read((sql) => sql.get<{ waiting: number; kept: number }>(COUNT))) ?? {
        waiting: 0,
        kept: 0,
      },
    ...pushes(pool),
    ...keptRecords(pool),
  };
}

/** What most cycles have nothing of is looked up before anything is written. */
const pushes = (pool: PgPool): Pick<Inbox, 'add' | 'end' | 'wake'> => ({
  add: async (siteId, rows, at, isLast, isAgain = false) => {
    // a push of nothing writes nothing
    if (rows.length === 0 && !(isLast && (await pool.read((sql) => waits(sql, siteId))))) return false;
    await pool.write('v6', async (sql) => {
      for (const { table, recordId, action, data } of rows)
        await sql.run(ADD, siteId, table, recordId, action, JSON.stringify(data), at, isAgain ? 1 : 0);
      if (isLast) await beginAll(sql, [siteId]);
    });
    return isLast;
  },
  end: async (siteId) => {
    const isOver = await pool.read(
      async (sql) => (await integrating(sql)).includes(siteId) && !(await waits(sql, siteId)),
    );
    if (!isOver) return;
    await pool.write('v6', (sql) => sql.run(END, siteId));
  },
  wake: async (which) => {
    // most of what arrives is waited for by nobody
    if ('ids' in which && !(await pool.read((sql) => isWaitedFor(sql, which.ids)))) return [];
    return pool.write('v6', (sql) => wake(sql, which));
  },
});

const keptRecords = (pool: PgPool): Pick<Inbox, 'keptOne' | 'kept'> => ({
  keptOne: (siteId, table, recordId) =>
    pool.read(async (sql) => {
      const row = await sql.get<InboxColumns>(`${ROW} ${KEPT_ONE}`, siteId, table, recordId);
      return row && toKeptRecord(row);
    }),
  kept: (query) => pool.read((sql) => kept(sql, query)),
});

/** Tables in their order, and after them those that have none. */
async function waiting(
  sql: PgSql,
  which: typeof PUSHED | typeof AGAIN,
  siteId: string,
  ranks: readonly string[],
  limit: number,
): Promise<InboxRow[]> {
  const rows = await sql.all<InboxColumns>(
    `${ROW} WHERE site_id = ?1 AND waiting = ${which} AND table_name = coalesce(
       (SELECT name FROM unnest(?2::text[]) WITH ORDINALITY AS ranked (name, rank) WHERE EXISTS
          (SELECT 1 FROM v6_inbox WHERE site_id = ?1 AND waiting = ${which} AND table_name = name) ORDER BY rank LIMIT 1), table_name)
     ORDER BY id LIMIT ?3`,
    siteId,
    ranks,
    limit,
  );
  return rows.map(toInboxRow);
}

/** Of a record that is kept, its latest version is, and beside it one that cannot be read; once one is integrated, none. */
async function finish(sql: PgSql, { row, kept: why, base, goesBack = false }: Outcome): Promise<void> {
  const { id, siteId, table, recordId, action } = row;
  await sql.run(
    `DELETE FROM v6_inbox WHERE site_id = ?1 AND table_name = ?2 AND record_id = ?3 AND id < ?4 AND waiting = 0
     AND (?5 <> '${UNREADABLE}' OR action = '${UNREADABLE}')`,
    ...[siteId, table, recordId, id, action],
  );
  const place = { storeId: memoryPlace(siteId), table, recordId };
  if (goesBack) await putEntry(sql, place, { entity: MEMORY, id: recordId }, siteId);
  else if (action !== UNREADABLE) await dropEntry(sql, place);
  if (base) await putBase(sql, siteId, base);
  if (!why) return sql.run('DELETE FROM v6_inbox WHERE id = ?', id);
  await sql.run(
    'UPDATE v6_inbox SET waiting = 0, plan = NULL, code = ?, words = ?, waits_for = ? WHERE id = ?',
    ...[why.code, why.words, why.waitsFor ?? null, id],
  );
}

const isWaitedFor = async (sql: PgSql, ids: readonly string[]): Promise<boolean> =>
  (await sql.get('SELECT 1 FROM v6_inbox WHERE waiting = 0 AND waits_for = ANY(?) LIMIT 1', ids)) !==
  undefined;

async function wake(sql: PgSql, which: Wakes): Promise<string[]> {
  const [column, values] = 'ids' in which ? ['waits_for', which.ids] : ['code', which.codes];
  const ofSite = 'siteId' in which && which.siteId !== undefined ? [which.siteId] : [];
  const woken = await sql.all<{ site_id: string }>(
    `UPDATE v6_inbox SET waiting = ${AGAIN}
     WHERE waiting = 0 AND ${column} = ANY(?)${ofSite.length > 0 ? ' AND site_id = ?' : ''} RETURNING site_id`,
    values,
    ...ofSite,
  );
  return [...new Set(woken.map(({ site_id }) => site_id))];
}

async function kept(
  sql: PgSql,
  { siteId, limit, cursor }: { siteId?: string; limit: number; cursor?: string },
): Promise<Page<KeptRecord>> {
  const where = 'waiting = 0 AND (?1::text IS NULL OR site_id = ?1)';
  const after = Number(fromCursor(cursor)?.[0] ?? 0) || 0;
  const rows = await sql.all<InboxColumns>(
    `${ROW} WHERE ${where} AND id > ?2 ORDER BY id LIMIT ?3`,
    siteId ?? null,
    after,
    limit + 1,
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const total = await sql.get<{ total: number }>(
    `SELECT count(*) AS total FROM v6_inbox WHERE ${where}`,
    siteId ?? null,
  );
  return {
    items: shown.map(toKeptRecord),
    total: total?.total ?? 0,
    ...(rows.length > limit && last && { nextCursor: toCursor([String(last.id), '']) }),
  };
}
