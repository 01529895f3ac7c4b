/**
 * The order of records in PostgreSQL. Made from the sequence of changes, by whichever process comes first, one at a time. Cursors are given
 * under the lock 'v6': they become visible in their order, and none is passed before it was there.
 */
import { storeOf } from '#shared/change/documents';
import type { Change } from '#shared/change/change';
import { refKey, refOf, type EntityRef } from '#shared/change/entity-ref';
import type { ChangeReader } from '../../port/changes';
import type { AtSite, LogEntry, LogQuery, RecordLog, RecordPlace } from '../../port/v6';
import { memoryPlace } from '../../port/v6-memory';
import { hadElsewhere, newestIn, renew } from './places';
import { note, pgPulls } from './pulls';
import { reachedBy } from './reached';
import type { PgPool } from '../pool';
import type { PgSql } from '../sql';

/** The rows of this process. */
export interface KnownRows {
  /** the position of the rows in the log */
  seq(): number;
  reached(seq: number, ms: number): Promise<void>;
  has(entity: string, id: string): boolean;
  /** rows of other assets that a merge writes again */
  mergedWith(change: Change): EntityRef[];
  /** records that waited for these changes */
  waitedFor(changes: readonly Change[], isNew: (ref: EntityRef) => boolean): EntityRef[];
}

/** Changes taken in by one transaction. */
const STEP = 2000;
const SEEN = 'v6_seen_seq';
/** The longest wait for the rows, milliseconds. */
const ROWS_MS = 30_000;

/** Central data lie in no store. */
const CENTRAL = '';

type RecordsOf = (ref: EntityRef) => { table: string; recordId: string }[];

export function pgRecordLog(
  pool: PgPool,
  changes: Pick<ChangeReader, 'after' | 'lastSeq'>,
  rows: KnownRows,
): RecordLog {
  const write = <T>(work: (sql: PgSql) => Promise<T>): Promise<T> => pool.write('v6', work);
  return {
    served: (siteId) => pool.read((sql) => servedTo(sql, siteId)),
    serve: async (siteId, storeIds, cursor) => {
      const served = await pool.read((sql) => servedTo(sql, siteId));
      if (same(served, storeIds)) return false;
      await write((sql) => serve(sql, siteId, storeIds, cursor));
      return true;
    },
    catchUp: async (recordsOf) => {
      const last = await changes.lastSeq();
      if (last <= (await pool.read(seenSeq))) return [];
      // an entity without a row is no record: the rows must have reached the changes that are taken in
      await rows.reached(last, ROWS_MS);
      return write((sql) => takeIn(sql, changes, rows, recordsOf));
    },
    page: (query) => pool.read((sql) => page(sql, query)),
    ...pgPulls(pool),
    cursors: (places) =>
      pool.read(async (sql) => {
        const found: (number | undefined)[] = [];
        for (const place of places) found.push((await entryAt(sql, place))?.cursor);
        return found;
      }),
    again: (places) =>
      write(async (sql) => {
        for (const place of places) await move(sql, place);
      }),
  };
}

export async function noteAtSite(sql: PgSql, { siteId, had, again }: AtSite): Promise<void> {
  for (const { cursor, recordId, table, storeId } of had)
    await sql.run(
      `UPDATE v6_log SET had_by = ? WHERE cursor = ? AND record_id = ? AND table_name = ? AND store_id = ?`,
      ...[siteId, cursor, recordId, table, storeId],
    );
  for (const place of again) await move(sql, place);
}

async function servedTo(sql: PgSql, siteId: string): Promise<string[] | undefined> {
  const row = await sql.get<{ served: string }>(
    'SELECT served FROM v6_sites WHERE site_id = ? AND served IS NOT NULL',
    siteId,
  );
  return row && (JSON.parse(row.served) as string[]); // written by `serve`
}

const same = (served: readonly string[] | undefined, storeIds: readonly string[]): boolean =>
  served?.join('\n') === storeIds.join('\n');

async function serve(sql: PgSql, siteId: string, storeIds: readonly string[], cursor: number): Promise<void> {
  const before = cursor === 0 ? undefined : await servedTo(sql, siteId);
  for (const storeId of storeIds) if (before && !before.includes(storeId)) await renew(sql, storeId);
  await sql.run('UPDATE v6_sites SET served = ? WHERE site_id = ?', JSON.stringify(storeIds), siteId);
}

const seenSeq = async (sql: PgSql): Promise<number> =>
  Number((await sql.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', SEEN))?.value ?? 0);

async function takeIn(
  sql: PgSql,
  changes: Pick<ChangeReader, 'after'>,
  rows: KnownRows,
  recordsOf: RecordsOf,
): Promise<EntityRef[]> {
  const seen = (await changes.after(await seenSeq(sql), STEP)).filter(({ seq }) => seq <= rows.seq());
  const last = seen.at(-1);
  if (!last) return [];
  const come: Change[] = [];
  const fresh = new Set<string>();
  const reached: { change: Change; storeIds: string[] }[] = [];
  for (const { change, document } of seen) {
    const ref = refOf(change);
    // only edits have arrived: its creation brings it here
    if (!rows.has(ref.entity, ref.id)) continue;
    come.push(change);
    const storeId = storeOf(document) ?? CENTRAL;
    if (!(await hasEntry(sql, recordsOf(ref)))) fresh.add(refKey(ref));
    else reached.push({ change, storeIds: await reachedBy(sql, ref, storeId, recordsOf(ref)) });
    for (const one of [ref, ...rows.mergedWith(change)])
      for (const { table, recordId } of recordsOf(one)) await put(sql, { storeId, table, recordId }, one);
  }
  const taken = new Set(come.map((change) => refKey(refOf(change))));
  const waited = rows.waitedFor(come, (one) => fresh.has(refKey(one)));
  // one that came with them was sent to nobody yet
  for (const record of waited.filter((ref) => !taken.has(refKey(ref))).flatMap(recordsOf))
    for (const { storeId } of await entriesOf(sql, record)) await move(sql, { storeId, ...record });
  for (const { change, storeIds } of reached.filter((one) => one.storeIds.length > 0)) {
    const logs = rows.waitedFor([change], () => true).filter((ref) => !taken.has(refKey(ref)));
    await moveIn(sql, storeIds, logs.flatMap(recordsOf));
  }
  await note(sql, SEEN, String(last.seq));
  return seen.map(({ change }) => refOf(change));
}

async function moveIn(
  sql: PgSql,
  storeIds: readonly string[],
  records: readonly Omit<RecordPlace, 'storeId'>[],
): Promise<void> {
  for (const record of records) for (const storeId of storeIds) await move(sql, { storeId, ...record });
}

/** The stores in which a record has a place. */
const entriesOf = (sql: PgSql, { table, recordId }: Omit<RecordPlace, 'storeId'>) =>
  sql.all<{ storeId: string }>(
    'SELECT store_id AS "storeId" FROM v6_log WHERE record_id = ? AND table_name = ?',
    recordId,
    table,
  );

async function hasEntry(sql: PgSql, records: readonly Omit<RecordPlace, 'storeId'>[]): Promise<boolean> {
  for (const record of records) if ((await entriesOf(sql, record)).length > 0) return true;
  return false;
}

interface Entry extends EntityRef {
  cursor: number;
  firstCursor: number;
}

const entryAt = (sql: PgSql, { recordId, table, storeId }: RecordPlace): Promise<Entry | undefined> =>
  sql.get<Entry>(
    `SELECT cursor, coalesce(first_cursor, cursor) AS "firstCursor", entity, entity_id AS id FROM v6_log
     WHERE record_id = ? AND table_name = ? AND store_id = ?`,
    recordId,
    table,
    storeId,
  );

/** A record that has news takes a new place at the end. `hadBy`: the site that has it already. */
export async function putEntry(sql: PgSql, place: RecordPlace, ref: EntityRef, hadBy = ''): Promise<void> {
  await put(sql, place, ref);
  const cursor = (await entryAt(sql, place))?.cursor;
  if (hadBy !== '' && cursor !== undefined)
    await sql.run('UPDATE v6_log SET had_by = ? WHERE cursor = ?', hadBy, cursor);
}

export async function dropEntry(sql: PgSql, place: RecordPlace): Promise<void> {
  const known = await entryAt(sql, place);
  if (known) await sql.run('DELETE FROM v6_log WHERE cursor = ?', known.cursor);
}

async function put(
  sql: PgSql,
  { storeId, table, recordId }: RecordPlace,
  { entity, id }: EntityRef,
): Promise<void> {
  const known = await entryAt(sql, { storeId, table, recordId });
  if (known) await sql.run('DELETE FROM v6_log WHERE cursor = ?', known.cursor);
  const hadBy = known ? '' : await hadElsewhere(sql, { storeId, table, recordId });
  await sql.run(
    `WITH next AS (UPDATE v6_newest SET cursor = cursor + 1 RETURNING cursor)
     INSERT INTO v6_log (cursor, store_id, table_name, record_id, entity, entity_id, first_cursor, had_by)
     SELECT next.cursor, ?, ?, ?, ?, ?, ?::bigint, ? FROM next`,
    ...[storeId, table, recordId, entity, id, known?.firstCursor ?? null, hadBy],
  );
}

async function move(sql: PgSql, place: RecordPlace): Promise<void> {
  const known = await entryAt(sql, place);
  if (known) await put(sql, place, known);
}

const PAGE = `SELECT cursor, coalesce(first_cursor, cursor) AS "firstCursor", table_name AS "table", record_id AS "recordId",
  entity, entity_id AS id FROM v6_log WHERE store_id = ? AND cursor > ? AND cursor <= ? AND had_by <> ?`;
const COUNT =
  'SELECT count(*) AS total FROM v6_log WHERE store_id = ? AND cursor > ? AND cursor <= ? AND had_by <> ?';
/** central data alone: equipment is the many, and its tables are the same in all versions */
const KNOWN = ' AND table_name <> ALL(?)';

/** Reads store by store, each from the index, then merges: records of other sites cost nothing. */
async function page(
  sql: PgSql,
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
  const newest = await newestIn(sql);
  const except = withOwn ? ' ' : siteId;
  const places = [...storeIds, memoryPlace(siteId)];
  const from = [cursor, upTo, except] as const;
  const found = await sql.all<LogEntry>(
    `${PAGE}${KNOWN} ORDER BY cursor LIMIT ?`,
    ...[CENTRAL, ...from, unknownTables, limit],
  );
  const counted = isCounted
    ? await sql.get<{ total: number }>(`${COUNT}${KNOWN}`, CENTRAL, ...from, unknownTables)
    : undefined;
  let total = counted?.total ?? 0;
  for (const place of places) {
    found.push(...(await sql.all<LogEntry>(`${PAGE} ORDER BY cursor LIMIT ?`, place, ...from, limit)));
    if (isCounted) total += (await sql.get<{ total: number }>(COUNT, place, ...from))?.total ?? 0;
  }
  const entries = found.sort((a, b) => a.cursor - b.cursor).slice(0, limit);
  return { entries, total, newest: Math.min(newest, upTo) };
}
