/**
 * The order of records in SQLite. Made from the sequence of changes by the one writer, in transactions of its own. A change that is being
 * committed while somebody reads gets a later cursor, never one that was passed already.
 */
import { storeOf } from '#shared/change/documents';
import type { Change } from '#shared/change/change';
import { refKey, refOf, type EntityRef } from '#shared/change/entity-ref';
import { lastSeq } from '../log/append';
import { changesAfter } from '../log/runs';
import { hasEntity } from '../rows/owned';
import type { RowsView } from '../rows/rows-view';
import { memoryPlace } from '../../port/v6-memory';
import { sqlitePulls } from './pulls';
import type { AtSite, LogEntry, LogQuery, RecordLog, RecordPlace } from '../../port/v6';
import { readStored } from '../stored-json';
import { mergedWith } from './merged-with';
import { newestIn, renew } from './places';
import { storesReached } from './reached';
import { waitedFor } from './waited-for';
import type { SqliteFile } from '../sqlite-file';
import type { Sql } from '../sql';

/** Changes taken in by one transaction. */
const STEP = 2000;
const SEEN = 'v6_seen_seq';
/** The longest wait for the rows, milliseconds. */
const ROWS_MS = 30_000;

/** Central data lie in no store. */
const CENTRAL = '';

type RecordsOf = (ref: EntityRef) => { table: string; recordId: string }[];

export function sqliteRecordLog(database: SqliteFile, rows: RowsView): RecordLog {
  return {
    served: async (siteId) => database.read((sql) => servedTo(sql, siteId)),
    serve: async (siteId, storeIds, cursor) => {
      const served = database.read((sql) => servedTo(sql, siteId));
      if (same(served, storeIds)) return false;
      await database.write((sql) => serve(sql, siteId, storeIds, cursor));
      return true;
    },
    catchUp: async (recordsOf) => {
      if (!database.read(hasNews)) return [];
      // an entity without a row is no record: the rows must have reached the changes that are taken in
      await rows.reached(database.read(lastSeq), ROWS_MS);
      return database.write((sql) => takeIn(sql, rows, recordsOf));
    },
    page: async (query) => database.read((sql) => page(sql, query)),
    ...sqlitePulls(database),
    cursors: async (places) => database.read((sql) => places.map((place) => entryAt(sql, place)?.cursor)),
    again: (places) => database.write((sql) => places.forEach((place) => move(sql, place))),
  };
}

export function noteAtSite(sql: Sql, { siteId, had, again }: AtSite): void {
  for (const { cursor, recordId, table, storeId } of had)
    sql.run(
      `UPDATE v6_log SET had_by = ? WHERE cursor = ? AND record_id = ? AND table_name = ? AND store_id = ?`,
      ...[siteId, cursor, recordId, table, storeId],
    );
  for (const place of again) move(sql, place);
}

const servedTo = (sql: Sql, siteId: string): string[] | undefined => {
  const row = sql.get<{ served: string }>(
    'SELECT served FROM v6_sites WHERE site_id = ? AND served IS NOT NULL',
    siteId,
  );
  return row && readStored<string[]>(row.served);
};

const same = (served: readonly string[] | undefined, storeIds: readonly string[]): boolean =>
  served?.join('\n') === storeIds.join('\n');

function serve(sql: Sql, siteId: string, storeIds: readonly string[], cursor: number): void {
  const before = cursor === 0 ? undefined : servedTo(sql, siteId);
  for (const storeId of storeIds) if (before && !before.includes(storeId)) renew(sql, storeId);
  sql.run('UPDATE v6_sites SET served = ? WHERE site_id = ?', JSON.stringify(storeIds), siteId);
}

const seenSeq = (sql: Sql): number =>
  Number(sql.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', SEEN)?.value ?? 0);

const hasNews = (sql: Sql): boolean => lastSeq(sql) > seenSeq(sql);

function takeIn(sql: Sql, rows: RowsView, recordsOf: RecordsOf): EntityRef[] {
  const seen = [...changesAfter(sql, seenSeq(sql), STEP)].filter(({ seq }) => seq <= rows.seq);
  const last = seen.at(-1);
  if (!last) return [];
  const come: Change[] = [];
  const fresh = new Set<string>();
  const reached: { change: Change; storeIds: string[] }[] = [];
  for (const { change, document } of seen) {
    const ref = refOf(change);
    // only edits have arrived: its creation brings it here
    if (!rows.now((parts) => hasEntity(parts, ref.entity, ref.id))) continue;
    come.push(change);
    const storeId = storeOf(document) ?? CENTRAL;
    if (recordsOf(ref).every((record) => entriesOf(sql, record).length === 0)) fresh.add(refKey(ref));
    else reached.push({ change, storeIds: reachedBy(sql, ref, storeId, recordsOf) });
    for (const one of [ref, ...mergedWith(rows, change)])
      for (const { table, recordId } of recordsOf(one)) put(sql, { storeId, table, recordId }, one);
  }
  const taken = new Set(come.map((change) => refKey(refOf(change))));
  const waited = waitedFor(rows, come, (one) => fresh.has(refKey(one)));
  // one that came with them was sent to nobody yet
  for (const record of waited.filter((ref) => !taken.has(refKey(ref))).flatMap(recordsOf))
    for (const { storeId } of entriesOf(sql, record)) move(sql, { storeId, ...record });
  for (const { change, storeIds } of reached.filter((one) => one.storeIds.length > 0)) {
    const logs = waitedFor(rows, [change], () => true).filter((ref) => !taken.has(refKey(ref)));
    moveIn(sql, storeIds, logs.flatMap(recordsOf));
  }
  sql.run('INSERT OR REPLACE INTO meta VALUES (?, ?)', SEEN, String(last.seq));
  return seen.map(({ change }) => refOf(change));
}

/** The stores of sites for which this is the first place of equipment that others have. */
const reachedBy = (sql: Sql, ref: EntityRef, storeId: string, recordsOf: RecordsOf): string[] =>
  ref.entity === 'asset'
    ? recordsOf(ref).flatMap((record) => storesReached(sql, { storeId, ...record }))
    : [];

function moveIn(
  sql: Sql,
  storeIds: readonly string[],
  records: readonly Omit<RecordPlace, 'storeId'>[],
): void {
  for (const record of records) for (const storeId of storeIds) move(sql, { storeId, ...record });
}

/** The stores in which a record has a place. */
const entriesOf = (sql: Sql, { table, recordId }: Omit<RecordPlace, 'storeId'>): { storeId: string }[] =>
  sql.all('SELECT store_id AS storeId FROM v6_log WHERE record_id = ? AND table_name = ?', recordId, table);

interface Entry extends EntityRef {
  cursor: number;
  firstCursor: number;
}

const entryAt = (sql: Sql, { recordId, table, storeId }: RecordPlace): Entry | undefined =>
  sql.get<Entry>(
    `SELECT cursor, coalesce(first_cursor, cursor) AS firstCursor, entity, entity_id AS id FROM v6_log
     WHERE record_id = ? AND table_name = ? AND store_id = ?`,
    recordId,
    table,
    storeId,
  );

/** A record that has news takes a new place at the end. `hadBy`: the site that has it already. */
export function putEntry(sql: Sql, place: RecordPlace, ref: EntityRef, hadBy = ''): void {
  put(sql, place, ref);
  const cursor = entryAt(sql, place)?.cursor;
  if (hadBy !== '' && cursor !== undefined)
    sql.run('UPDATE v6_log SET had_by = ? WHERE cursor = ?', hadBy, cursor);
}

export function dropEntry(sql: Sql, place: RecordPlace): void {
  const known = entryAt(sql, place);
  if (known) sql.run('DELETE FROM v6_log WHERE cursor = ?', known.cursor);
}

function put(
  sql: Sql,
  { storeId, table, recordId }: RecordPlace,
  { entity, id }: EntityRef,
  first?: number,
): void {
  const known = entryAt(sql, { storeId, table, recordId });
  if (known) sql.run('DELETE FROM v6_log WHERE cursor = ?', known.cursor);
  const hadBy = known ? '' : hadElsewhere(sql, { storeId, table, recordId });
  sql.run(
    `INSERT INTO v6_log (store_id, table_name, record_id, entity, entity_id, first_cursor, had_by) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ...[storeId, table, recordId, entity, id, first ?? known?.firstCursor ?? null, hadBy],
  );
}

/** Logs and files stay as they are when their asset moves: a site that made them, and has both stores, has them. */
function hadElsewhere(sql: Sql, { storeId, table, recordId }: RecordPlace): string {
  if (table !== 'asset_log' && table !== 'sync_file_reference') return '';
  const had = sql.get<{ hadBy: string }>(
    `SELECT had_by AS hadBy FROM v6_log JOIN v6_sites ON site_id = had_by
     WHERE record_id = ? AND table_name = ? AND had_by <> ''
     AND EXISTS (SELECT 1 FROM json_each(served) WHERE value = ?) LIMIT 1`,
    ...[recordId, table, storeId],
  );
  return had?.hadBy ?? '';
}

function move(sql: Sql, place: RecordPlace): void {
  const known = entryAt(sql, place);
  if (known) put(sql, place, known);
}

const PAGE = `SELECT cursor, coalesce(first_cursor, cursor) AS firstCursor, table_name AS "table", record_id AS recordId,
  entity, entity_id AS id FROM v6_log WHERE store_id = ? AND cursor > ? AND cursor <= ? AND had_by <> ?`;
const COUNT =
  'SELECT count(*) AS total FROM v6_log WHERE store_id = ? AND cursor > ? AND cursor <= ? AND had_by <> ?';
/** central data alone: equipment is the many, and its tables are the same in all versions */
const KNOWN = ' AND table_name NOT IN (SELECT value FROM json_each(?))';

/** Reads store by store, each from the index, then merges: records of other sites cost nothing. */
function page(
  sql: Sql,
  {
    siteId,
    storeIds,
    cursor,
    limit,
    withOwn,
    unknownTables,
    upTo = Number.MAX_SAFE_INTEGER,
    isCounted = true,
  }: LogQuery,
) {
  const except = withOwn ? ' ' : siteId;
  const unknown = JSON.stringify(unknownTables);
  const places = [...storeIds, memoryPlace(siteId)];
  const from = [cursor, upTo, except] as const;
  const central = sql.all<LogEntry>(
    `${PAGE}${KNOWN} ORDER BY cursor LIMIT ?`,
    CENTRAL,
    ...from,
    unknown,
    limit,
  );
  const entries = places
    .flatMap((place) => sql.all<LogEntry>(`${PAGE} ORDER BY cursor LIMIT ?`, place, ...from, limit))
    .concat(central)
    .sort((a, b) => a.cursor - b.cursor)
    .slice(0, limit);
  const newest = Math.min(newestIn(sql), upTo);
  if (!isCounted) return { entries, total: 0, newest };
  const totals = [
    sql.get<{ total: number }>(`${COUNT}${KNOWN}`, CENTRAL, ...from, unknown)?.total ?? 0,
    ...places.map((place) => sql.get<{ total: number }>(COUNT, place, ...from)?.total ?? 0),
  ];
  return { entries, total: totals.reduce((sum, total) => sum + total, 0), newest };
}
