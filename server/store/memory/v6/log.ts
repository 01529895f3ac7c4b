/** The order of records in memory. */
import { storeOf } from '#shared/change/documents';
import { isEntityName } from '#shared/domain/entities';
import { refOf, type EntityRef } from '../../port';
import type { LogEntry, LogQuery, RecordLog, RecordPlace } from '../../v6-port';
import type { MemoryDatabase } from '../database';
import { rowTablesOf } from '../rows';
import { counted, next, placeKey, v6TablesOf, type LogRow, type V6Tables } from './tables';

const STEP = 2000;
const SEEN = 'v6_seen_seq';
const NEWEST = 'v6_newest';
/** Central data lie in no store. */
const CENTRAL = '';

type RecordsOf = (ref: EntityRef) => { table: string; recordId: string }[];

export function memoryRecordLog(memory: MemoryDatabase): RecordLog {
  const tables = v6TablesOf(memory);
  const { log } = tables;
  const rows = rowTablesOf(memory);
  const hasRow = ({ entity, id }: EntityRef): boolean => isEntityName(entity) && rows.of(entity).has(id);
  return {
    serve: (siteId, storeIds, cursor) => memory.write(() => serve(tables, siteId, storeIds, cursor)),
    catchUp: (recordsOf) => memory.write(() => takeIn(tables, recordsOf, hasRow)),
    given: (siteId) => memory.read(() => tables.sites.get(siteId)?.given ?? 0),
    give: (siteId, cursor) =>
      memory.write(() => {
        const entry = tables.sites.get(siteId);
        if (entry) tables.sites.set(siteId, { ...entry, given: Math.max(cursor, entry.given ?? 0) });
      }),
    page: (query) => memory.read(() => page(tables, query)),
    cursors: (places) => memory.read(() => places.map((place) => log.get(placeKey(place))?.cursor)),
    hadBy: (siteId, places) =>
      memory.write(() => {
        for (const place of places) {
          const row = log.get(placeKey(place));
          if (row?.cursor === place.cursor) log.set(placeKey(place), { ...row, hadBy: siteId });
        }
      }),
    again: (places) =>
      memory.write(() => {
        for (const place of places) {
          const row = log.get(placeKey(place));
          if (row) put(tables, place, row);
        }
      }),
  };
}

function serve(tables: V6Tables, siteId: string, storeIds: readonly string[], cursor: number): void {
  const entry = tables.sites.get(siteId);
  if (!entry) return;
  const before = cursor === 0 ? undefined : entry.served;
  for (const storeId of storeIds) if (before && !before.includes(storeId)) renew(tables, storeId);
  tables.sites.set(siteId, { ...entry, served: storeIds });
}

/** All records of a store to the end, in the order they have. */
function renew(tables: V6Tables, storeId: string): void {
  const rows = tables.log
    .values()
    .filter((row) => row.storeId === storeId)
    .sort((a, b) => a.cursor - b.cursor);
  for (const row of rows) {
    tables.log.delete(placeKey(row));
    put(tables, row, row);
  }
}

/** At the end; what was there before keeps the place where it came first. */
function put(tables: V6Tables, { storeId, table, recordId }: RecordPlace, { entity, id }: EntityRef): void {
  const key = placeKey({ storeId, table, recordId });
  const known = tables.log.get(key);
  const cursor = next(tables, NEWEST);
  const firstCursor = known?.firstCursor ?? cursor;
  tables.log.set(key, { storeId, table, recordId, entity, id, cursor, firstCursor, hadBy: '' });
}

function takeIn(tables: V6Tables, recordsOf: RecordsOf, hasRow: (ref: EntityRef) => boolean): EntityRef[] {
  const seen = counted(tables, SEEN);
  const news = Array.from({ length: STEP }, (_, index) => tables.changes.get(seen + 1 + index)).flatMap(
    (stored) => stored ?? [],
  );
  for (const { change, document } of news) {
    const ref = refOf(change);
    // only edits have arrived: its creation brings it here
    if (!hasRow(ref)) continue;
    for (const record of recordsOf(ref))
      put(tables, { ...record, storeId: storeOf(document) ?? CENTRAL }, ref);
  }
  if (news.length > 0) tables.meta.set(SEEN, String(seen + news.length));
  return news.map(({ change }) => refOf(change));
}

function page(tables: V6Tables, { siteId, storeIds, cursor, limit, withOwn }: LogQuery) {
  const places = [CENTRAL, ...storeIds];
  const rows = tables.log
    .values()
    .filter((row) => places.includes(row.storeId) && row.cursor > cursor)
    .filter(({ hadBy }) => withOwn || hadBy !== siteId)
    .sort((a, b) => a.cursor - b.cursor);
  return {
    entries: rows.slice(0, limit).map(toEntry),
    total: rows.length,
    newest: counted(tables, NEWEST),
  };
}

const toEntry = ({ cursor, firstCursor, table, recordId, entity, id }: LogRow): LogEntry => ({
  cursor,
  firstCursor,
  table,
  recordId,
  entity,
  id,
});
