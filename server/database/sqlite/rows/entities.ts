/** Entities in the rows: their row, and the state kept of them between their changes. */
import { isEntityName, type AnyRow, type EntityName, type RowOf } from '#shared/domain/entities';
import { columnsOf } from '../../row-columns';
import type { EntityRef } from '#shared/change/entity-ref';
import type { KnownEntity, PutEntity } from '../../port/rows-tx';
import type { Param, Sql } from '../sql';
import { readRow, readStored } from '../stored-json';
import type { Numbers } from './numbers';
import { statusCode } from './status-codes';
import { fromUid, toUid, type Uid } from './uid';

interface EntityRow {
  id: number;
  store: number | null;
  first: number;
  last: number;
  hlc: string;
  winners: string | null;
  json: string | null;
  hangsOn: Uid | null;
  ruledOn: number | null;
}

const FIND = `SELECT id, store, first, last, hlc, winners, json, hangs_on AS hangsOn, ruled_on AS ruledOn FROM entities WHERE uid = ? AND kind = ?`;

/** The number of an entity, and its known state. */
export interface Numbered {
  id: number;
  known: KnownEntity;
}

export function findEntity(sql: Sql, numbers: Numbers, ref: EntityRef): Numbered | undefined {
  const kind = numbers.knownKind(ref.entity);
  const found = kind === undefined ? undefined : sql.get<EntityRow>(FIND, toUid(ref.id), kind);
  if (!found) return undefined;
  const { id, store, first, last, hlc, winners, json, hangsOn, ruledOn } = found;
  const known: KnownEntity = {
    ref,
    first,
    last,
    lastHlc: hlc,
    row: json === null ? undefined : readStored<AnyRow>(json),
    storeId: store === null ? undefined : numbers.storeName(store),
    hangsOn: hangsOn === null ? undefined : fromUid(hangsOn),
    isRuledOn: ruledOn !== null,
  };
  if (winners !== null) known.winners = readStored<Record<string, number>>(winners);
  return { id, known };
}

export function rowOf<E extends EntityName>(
  sql: Sql,
  numbers: Numbers,
  entity: E,
  id: string,
): RowOf<E> | undefined {
  const kind = numbers.knownKind(entity);
  const found =
    kind === undefined
      ? undefined
      : sql.get<{ json: string | null }>(
          'SELECT json FROM entities WHERE uid = ? AND kind = ?',
          toUid(id),
          kind,
        );
  return typeof found?.json === 'string' ? readRow<E>(found.json) : undefined;
}

const INSERT = `INSERT INTO entities (id, uid, kind, store, first, last, hlc, owner, key, thumbnail, status, at, winners, json, hangs_on, ruled_on)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

const UPDATE = `UPDATE entities SET store = ?, first = ?, last = ?, hlc = ?, owner = ?, key = ?, thumbnail = ?, status = ?, at = ?,
  winners = ?, json = ?, hangs_on = ?, ruled_on = ? WHERE id = ?`;

/** Writes an entity; `id` is its number when it has one. Returns its number. */
export function putEntity(sql: Sql, numbers: Numbers, put: PutEntity, id: number | undefined): number {
  const { before, now, seqs, storeIds } = put;
  const columns = columnsFor(numbers, now);
  const own = id ?? insert(sql, numbers, now.ref, columns);
  if (id !== undefined) sql.run(UPDATE, ...columns, id);
  if (before || seqs.length > 1) putSeqs(sql, own, before, seqs);
  putPlacing(sql, own, put);
  for (const place of storeIds) if (place !== now.storeId) putPlace(sql, own, numbers.store(place));
  return own;
}

function columnsFor(
  numbers: Numbers,
  { ref, first, last, lastHlc, winners, row, storeId, hangsOn, isRuledOn }: KnownEntity,
): Param[] {
  const store = storeId === undefined ? null : numbers.store(storeId);
  const { ownerId, key, thumbnail, status, at } = isEntityName(ref.entity)
    ? columnsOf({ entity: ref.entity, row })
    : {};
  return [
    ...[store, first, last, lastHlc, uidOrNull(ownerId)],
    ...[key ?? null, thumbnail ?? null, status === undefined ? null : statusCode(status), at ?? null],
    ...[winners ? JSON.stringify(winners) : null, row ? JSON.stringify(row) : null],
    ...[uidOrNull(hangsOn), isRuledOn === true ? 1 : null],
  ];
}

const uidOrNull = (id: string | undefined): Uid | null => (id === undefined ? null : toUid(id));

function insert(sql: Sql, numbers: Numbers, ref: EntityRef, columns: readonly Param[]): number {
  const id = numbers.nextEntity();
  sql.run(INSERT, id, toUid(ref.id), numbers.kind(ref.entity), ...columns);
  return id;
}

/** The only change of an entity needs no list. */
function putSeqs(sql: Sql, id: number, before: KnownEntity | undefined, seqs: readonly number[]): void {
  for (const seq of before ? [before.first, ...seqs] : seqs)
    sql.run('INSERT OR IGNORE INTO entity_changes VALUES (?, ?)', id, seq);
}

/**
 * The first change of an entity is looked at in any case: only where others join it does a list stand beside it. What was the first until an
 * older one came is listed too, for it may say where the asset is.
 */
function putPlacing(sql: Sql, id: number, { before, now, placing }: PutEntity): void {
  const former = before && (placing.length > 0 || before.first !== now.first) ? [before.first] : [];
  const listed = [...former, ...placing];
  if (listed.every((seq) => seq === now.first)) return;
  for (const seq of listed) sql.run('INSERT OR IGNORE INTO placing VALUES (?, ?)', id, seq);
}

const putPlace = (sql: Sql, id: number, store: number): void =>
  sql.run('INSERT OR IGNORE INTO places VALUES (?, ?)', id, store);

const SEQS = 'SELECT seq FROM entity_changes WHERE entity = ? AND seq > ? ORDER BY seq';

/** Of an entity that is known, after `after`, in the order of the log. */
export function seqsOf(sql: Sql, { id, known }: Numbered, after = 0): number[] {
  const found = sql.all<{ seq: number }>(SEQS, id, after).map(({ seq }) => seq);
  return found.length > 0 || known.first <= after ? found : [known.first];
}

/** As `seqsOf`, of those that say where an asset is, and its first one. */
export const placingSeqsOf = (sql: Sql, { id, known }: Numbered): number[] => [
  known.first,
  ...sql.all<{ seq: number }>('SELECT seq FROM placing WHERE entity = ?', id).map(({ seq }) => seq),
];
