/** The records that V6 sites pushed, until these are integrated, in SQLite. */
import { fromCursor, toCursor } from '../../cursor';
import type { Page } from '../../port/rows';
import type { Inbox, InboxRow, KeptRecord, Outcome, Wakes } from '../../port/v6';
import type { SqliteFile } from '../sqlite-file';
import type { Sql } from '../sql';
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

const beginAll = (sql: Sql, siteIds: readonly string[]): void =>
  siteIds.forEach((siteId) => sql.run('UPDATE v6_sites SET integrating = 1 WHERE site_id = ?', siteId));

const isIntegrating = (sql: Sql, siteId: string): boolean =>
  sql.get('SELECT 1 FROM v6_sites WHERE site_id = ? AND integrating = 1', siteId) !== undefined;

const waits = (sql: Sql, siteId: string): boolean =>
  sql.get(`SELECT 1 FROM v6_inbox WHERE site_id = ? AND waiting = ${PUSHED} LIMIT 1`, siteId) !== undefined;

const UNFINISHED = `SELECT site_id AS siteId FROM v6_sites WHERE integrating = 1
  UNION SELECT site_id FROM v6_inbox WHERE waiting = ${AGAIN} ORDER BY 1`;

const LEFT = `SELECT DISTINCT site_id AS siteId FROM v6_inbox WHERE waiting = ${PUSHED} AND received_at < ? ORDER BY 1`;

const KEPT_ONE = `WHERE site_id = ? AND table_name = ? AND record_id = ? AND waiting = 0
  ORDER BY action = '${UNREADABLE}', id DESC LIMIT 1`;

/** Unless something that the site pushed waits. */
const END = `UPDATE v6_sites SET integrating = 0 WHERE site_id = ?1 AND NOT EXISTS
  (SELECT 1 FROM v6_inbox WHERE site_id = ?1 AND waiting = ${PUSHED})`;

/** Each part has an index of its own. */
const COUNT = `SELECT (SELECT count(*) FROM v6_inbox WHERE waiting = ${PUSHED})
  + (SELECT count(*) FROM v6_inbox WHERE waiting = ${AGAIN}) AS waiting,
  (SELECT count(*) FROM v6_inbox WHERE waiting = 0) AS kept`;

export function sqliteInbox(database: SqliteFile): Inbox {
  return {
    isIntegrating: async (siteId) => database.read((sql) => isIntegrating(sql, siteId)),
    integrating: async () =>
      database.read((sql) =>
        sql
          .all<{ siteId: string }>('SELECT site_id AS siteId FROM v6_sites WHERE integrating = 1')
          .map(({ siteId }) => siteId),
      ),
    unfinished: async () =>
      database.read((sql) => sql.all<{ siteId: string }>(UNFINISHED).map(({ siteId }) => siteId)),
    left: async (before) =>
      database.read((sql) => sql.all<{ siteId: string }>(LEFT, before).map(({ siteId }) => siteId)),
    begin: (siteIds) => database.write((sql) => beginAll(sql, siteIds)),
    waiting: async (siteId, ranks, limit) =>
      database.read((sql) => {
        const pushed = waiting(sql, PUSHED, siteId, ranks, limit);
        return pushed.length > 0 ? pushed : waiting(sql, AGAIN, siteId, ranks, limit);
      }),
    savePlans: (plans) =>
      database.write((sql) =>
        plans.forEach(({ id, plan }) =>
          sql.run('UPDATE v6_inbox SET plan = ? WHERE id = ?', JSON.stringify(plan), id),
        ),
      ),
    finish: (outcomes, atSite) =>
      database.write((sql) => {
        if (atSite) noteAtSite(sql, atSite);
        outcomes.forEach((outcome) => finish(sql, outcome));
        if (atSite) sql.run(END, atSite.siteId);
      }),
    explain: (siteId, { table, recordId }, { code, words }) =>
      database.write((sql) =>
        sql.run(
          `UPDATE v6_inbox SET code = ?, words = ? WHERE site_id = ? AND table_name = ? AND record_id = ? AND waiting = 0`,
          ...[code, words, siteId, table, recordId],
        ),
      ),
    count: async () =>
      database.read((sql) => sql.get<{ waiting: number; kept: number }>(COUNT) ?? { waiting: 0, kept: 0 }),
    ...pushes(database),
    ...keptRecords(database),
  };
}

/** What most cycles have nothing of is looked up before anything is written. */
const pushes = (database: SqliteFile): Pick<Inbox, 'add' | 'end' | 'wake'> => ({
  add: async (siteId, rows, at, isLast, isAgain = false) => {
    // a push of nothing writes nothing
    if (rows.length === 0 && !(isLast && database.read((sql) => waits(sql, siteId)))) return false;
    await database.write((sql) => {
      for (const { table, recordId, action, data } of rows)
        sql.run(
          `INSERT INTO v6_inbox (site_id, table_name, record_id, action, data, received_at, is_again) VALUES (?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET waiting = 1, plan = NULL, is_again = excluded.is_again`,
          ...[siteId, table, recordId, action, JSON.stringify(data), at, isAgain ? 1 : 0],
        );
      if (isLast) beginAll(sql, [siteId]);
    });
    return isLast;
  },
  end: async (siteId) => {
    if (!database.read((sql) => isIntegrating(sql, siteId) && !waits(sql, siteId))) return;
    await database.write((sql) => sql.run(END, siteId));
  },
  wake: async (which) => {
    // most of what arrives is waited for by nobody
    if ('ids' in which && database.read((sql) => sitesToWake(sql, which).length === 0)) return [];
    return database.write((sql) => wake(sql, which));
  },
});

const keptRecords = (database: SqliteFile): Pick<Inbox, 'keptOne' | 'kept'> => ({
  keptOne: async (siteId, table, recordId) =>
    database.read((sql) => {
      const row = sql.get<InboxColumns>(`${ROW} ${KEPT_ONE}`, siteId, table, recordId);
      return row && toKeptRecord(row);
    }),
  kept: async (query) => database.read((sql) => kept(sql, query)),
});

/** Tables in their order, and after them those that have none. */
function waiting(
  sql: Sql,
  which: typeof PUSHED | typeof AGAIN,
  siteId: string,
  ranks: readonly string[],
  limit: number,
): InboxRow[] {
  for (const table of ranks) {
    const rows = sql.all<InboxColumns>(
      `${ROW} WHERE site_id = ? AND table_name = ? AND waiting = ${which} ORDER BY id LIMIT ?`,
      siteId,
      table,
      limit,
    );
    if (rows.length > 0) return rows.map(toInboxRow);
  }
  return sql
    .all<InboxColumns>(`${ROW} WHERE site_id = ? AND waiting = ${which} ORDER BY id LIMIT ?`, siteId, limit)
    .map(toInboxRow);
}

/** Of a record that is kept, its latest version is, and beside it one that cannot be read; once one is integrated, none. */
function finish(sql: Sql, { row, kept: why, base, goesBack = false }: Outcome): void {
  const { id, siteId, table, recordId, action } = row;
  sql.run(
    `DELETE FROM v6_inbox WHERE site_id = ?1 AND table_name = ?2 AND record_id = ?3 AND id < ?4 AND waiting = 0
     AND (?5 <> '${UNREADABLE}' OR action = '${UNREADABLE}')`,
    ...[siteId, table, recordId, id, action],
  );
  const place = { storeId: memoryPlace(siteId), table, recordId };
  if (goesBack) putEntry(sql, place, { entity: MEMORY, id: recordId }, siteId);
  else if (action !== UNREADABLE) dropEntry(sql, place);
  if (base) putBase(sql, siteId, base);
  if (!why) return sql.run('DELETE FROM v6_inbox WHERE id = ?', id);
  sql.run(
    'UPDATE v6_inbox SET waiting = 0, plan = NULL, code = ?, words = ?, waits_for = ? WHERE id = ?',
    ...[why.code, why.words, why.waitsFor ?? null, id],
  );
}

function toWake(which: Wakes): { where: string; params: string[] } {
  const [column, values] = 'ids' in which ? ['waits_for', which.ids] : ['code', which.codes];
  const ofSite = 'siteId' in which && which.siteId !== undefined ? [which.siteId] : [];
  return {
    where: `waiting = 0 AND ${column} IN (SELECT value FROM json_each(?))${ofSite.length > 0 ? ' AND site_id = ?' : ''}`,
    params: [JSON.stringify(values), ...ofSite],
  };
}

function sitesToWake(sql: Sql, which: Wakes): string[] {
  const { where, params } = toWake(which);
  return sql
    .all<{ siteId: string }>(`SELECT DISTINCT site_id AS siteId FROM v6_inbox WHERE ${where}`, ...params)
    .map(({ siteId }) => siteId);
}

function wake(sql: Sql, which: Wakes): string[] {
  const sites = sitesToWake(sql, which);
  const { where, params } = toWake(which);
  if (sites.length > 0) sql.run(`UPDATE v6_inbox SET waiting = ${AGAIN} WHERE ${where}`, ...params);
  return sites;
}

function kept(
  sql: Sql,
  { siteId, limit, cursor }: { siteId?: string; limit: number; cursor?: string },
): Page<KeptRecord> {
  const where = 'waiting = 0 AND (?1 IS NULL OR site_id = ?1)';
  const after = Number(fromCursor(cursor)?.[0] ?? 0) || 0;
  const rows = sql.all<InboxColumns>(
    `${ROW} WHERE ${where} AND id > ?2 ORDER BY id LIMIT ?3`,
    siteId ?? null,
    after,
    limit + 1,
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const total = sql.get<{ total: number }>(
    `SELECT count(*) AS total FROM v6_inbox WHERE ${where}`,
    siteId ?? null,
  );
  return {
    items: shown.map(toKeptRecord),
    total: total?.total ?? 0,
    ...(rows.length > limit && last && { nextCursor: toCursor([String(last.id), '']) }),
  };
}
