/** One transaction of the rows in SQLite, for whoever makes them from the log. */
import type { Asset } from '#shared/domain/asset';
import type { AssetLog } from '#shared/domain/asset-log';
import type { EntityName, RowOf } from '#shared/domain/entities';
import { isRetired } from '#shared/domain/rules/known-by';
import { refKey, refOf, type EntityRef } from '#shared/change/entity-ref';
import type { KnownStatus, PutEntity, RowsTx } from '../../port/rows-tx';
import type { Sql } from '../sql';
import { readRow } from '../stored-json';
import type { AssetRows } from './asset-rows';
import { countUses } from './assets';
import type { Counters } from './counters';
import { findEntity, putEntity, seqsOf, type Numbered } from './entities';
import type { Numbers } from './numbers';
import { problemsOf, putProblems } from './problems';
import type { Remembered } from './remembered';
import { putState } from './state';
import { toUid, fromUid, type Uid } from './uid';
import { cure, takeCured, waitFor } from './waits';

type Json = { json: string };

export interface RowsParts {
  sql: Sql;
  numbers: Numbers;
  counters: Counters;
  assets: AssetRows;
  remembered: Remembered;
}

type RowsQuery = Pick<RowsParts, 'sql' | 'numbers'>;
type Find = (ref: EntityRef) => Numbered | undefined;

/** The methods answer at once, as promises: an error becomes a rejection. */
export function sqliteRowsTx(parts: RowsParts): RowsTx {
  const { sql, numbers, remembered } = parts;
  const find: Find = (ref) => remembered.of(refKey(ref), () => findEntity(sql, numbers, ref));
  return { ...ruleRows(parts, find), ...ownRows(parts, find), ...flagRows(parts, find) };
}

type RuleRows = Pick<RowsTx, 'get' | 'assetsNumbered' | 'withSerialNumber' | 'named'>;

/** What the rules ask. */
const ruleRows = (parts: RowsParts, find: Find): RuleRows => ({
  get: async <E extends EntityName>(entity: E, id: string) =>
    // a row of an entity is always the row that its fold made
    find({ entity, id })?.known.row as RowOf<E> | undefined,
  assetsNumbered: async (storeId, assetNumber) => {
    parts.assets.write();
    return assetsNumbered(parts, find, storeId, assetNumber);
  },
  withSerialNumber: async (serialNumber) => withSerialNumber(parts, serialNumber),
  named: async (entity, key) => named(parts, entity, key),
});

type OwnRows = Pick<
  RowsTx,
  'known' | 'seqsOf' | 'putEntities' | 'statusOf' | 'putStatus' | 'logsOf' | 'putCentralEdits' | 'reached'
>;

/** The entities themselves, and the states of assets. */
function ownRows(parts: RowsParts, find: Find): OwnRows {
  const { sql, assets, remembered } = parts;
  const idOf = (ref: EntityRef): number | undefined => find(ref)?.id;
  return {
    known: async (refs) =>
      new Map(
        refs.flatMap((ref) => {
          const found = find(ref);
          return found ? [[refKey(ref), found.known] as const] : [];
        }),
      ),
    seqsOf: async (ref) => {
      const found = find(ref);
      return found ? seqsOf(sql, found) : [];
    },
    putEntities: async (entities) => {
      for (const one of entities) {
        const id = put(parts, one, find);
        remembered.put(refKey(one.now.ref), { id, known: one.now });
      }
    },
    statusOf: async (assetId) => {
      const id = idOf(asAsset(assetId));
      return id === undefined ? undefined : statusOf(parts, find, id);
    },
    putStatus: async (assetId, status) => {
      const id = idOf(asAsset(assetId));
      const log = status && idOf({ entity: 'assetLog', id: status.log.id });
      if (id !== undefined) assets.putStatus(id, status?.functionalStatus, status?.since ?? '', log ?? null);
    },
    logsOf: async (assetId) => logsOf(parts, assetId),
    putCentralEdits: async (changes) =>
      changes.forEach(({ seq, receivedAt, receivedFrom, change }) =>
        sql.run(
          'INSERT OR IGNORE INTO central_edits VALUES (?, ?, ?, ?, ?)',
          ...[seq, receivedAt, receivedFrom, change.kind, refOf(change).id],
        ),
      ),
    reached: async (last) => putState(sql, last),
  };
}

type FlagRows = Pick<RowsTx, 'problemsOf' | 'putProblems' | 'waitFor' | 'cure' | 'takeCured'>;

/** What is wrong with entities, and what may cure it. */
function flagRows(parts: RowsParts, find: Find): FlagRows {
  const { sql, numbers } = parts;
  const idOf = (ref: EntityRef): number | undefined => find(ref)?.id;
  return {
    problemsOf: async (ref) => {
      const id = idOf(ref);
      return id === undefined ? [] : problemsOf(sql, id);
    },
    putProblems: async ({ ref, storeId, assetId, isNew }, problems) => {
      const entity = idOf(ref);
      const store = storeId === undefined ? null : numbers.store(storeId);
      const asset = assetId === undefined || ref.entity === 'asset' ? null : toUid(assetId);
      if (entity !== undefined) putProblems(parts, { entity, store, asset, isNew }, problems);
    },
    waitFor: async (ref, keys, isNew) => {
      const id = idOf(ref);
      if (id !== undefined) waitFor(sql, id, keys, isNew);
    },
    cure: async (keys) => cure(sql, keys),
    takeCured: async (limit) => takeCured(sql, limit).flatMap((id) => refOfNumber(sql, id)),
  };
}

const asAsset = (id: string): EntityRef => ({ entity: 'asset', id });

function put(parts: RowsParts, one: PutEntity, find: Find): number {
  const { before, now } = one;
  const id = putEntity(parts.sql, parts.numbers, one, before && find(now.ref)?.id);
  countUses(parts, one);
  const { row } = now;
  if (now.ref.entity === 'asset' && row && 'assetNumber' in row)
    parts.assets.put(id, row, before?.row !== undefined);
  return id;
}

/** Two are enough to say that a number is taken, and by whom. */
const NUMBERED = `SELECT uid FROM entities WHERE id IN
  (SELECT id FROM assets WHERE store = ? AND number = ? AND deleted = 0 ORDER BY id LIMIT 2) ORDER BY id`;

function assetsNumbered({ sql, numbers }: RowsQuery, find: Find, storeId: string, number: string): Asset[] {
  const store = numbers.knownStore(storeId);
  if (store === undefined) return [];
  return sql.all<{ uid: Uid }>(NUMBERED, store, number).flatMap(({ uid }) => {
    const row = find({ entity: 'asset', id: fromUid(uid) })?.known.row;
    return row && 'assetNumber' in row ? [row] : [];
  });
}

const LABELLED = `SELECT json FROM entities WHERE key = ? AND kind = ? AND json IS NOT NULL ORDER BY id LIMIT 100`;

const withSerialNumber = ({ sql, numbers }: RowsQuery, serialNumber: string) =>
  sql
    .all<Json>(LABELLED, serialNumber, numbers.knownKind('asset') ?? -1)
    .map(({ json }) => readRow<'asset'>(json))
    .filter((asset) => asset.deletedAt === undefined);

function named<E extends EntityName>({ sql, numbers }: RowsQuery, entity: E, key: string): RowOf<E>[] {
  const kind = numbers.knownKind(entity);
  if (kind === undefined) return [];
  return sql
    .all<Json>(
      'SELECT json FROM entities WHERE key = ? AND kind = ? AND json IS NOT NULL ORDER BY id',
      key,
      kind,
    )
    .map(({ json }) => readRow<E>(json))
    .filter((row) => !isRetired(row));
}

export const logsOf = ({ sql, numbers }: RowsQuery, assetId: string): AssetLog[] =>
  sql
    .all<Json>(
      'SELECT json FROM entities WHERE owner = ? AND kind = ? AND json IS NOT NULL',
      toUid(assetId),
      numbers.knownKind('assetLog') ?? -1,
    )
    .map(({ json }) => readRow<'assetLog'>(json));

function statusOf({ sql, assets }: RowsParts, find: Find, id: number): KnownStatus | undefined {
  const { functionalStatus, since, said } = assets.statusOf(id) ?? {};
  const [ref] = said === undefined ? [] : refOfNumber(sql, said);
  const log = ref && find(ref)?.known.row;
  return functionalStatus && since !== undefined && log && 'loggedAt' in log
    ? { log, functionalStatus, since }
    : undefined;
}

function refOfNumber(sql: Sql, id: number): EntityRef[] {
  const found = sql.get<{ entity: string; uid: Uid }>(
    'SELECT kinds.name AS entity, uid FROM entities JOIN kinds ON kinds.id = kind WHERE entities.id = ?',
    id,
  );
  return found ? [{ entity: found.entity, id: fromUid(found.uid) }] : [];
}
