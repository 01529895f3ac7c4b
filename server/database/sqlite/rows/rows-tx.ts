/** One transaction of the rows in SQLite, for code that makes them from the log. */
import type { Asset } from '#shared/domain/asset';
import { codeKey } from '#shared/text-folding';
import { limits } from '#shared/protocol/limits';
import type { AssetLog } from '#shared/domain/asset-log';
import type { EntityName, RowOf } from '#shared/domain/entities';
import { isRetired } from '#shared/domain/rules/known-by';
import { refKey, refOf, type EntityRef } from '#shared/change/entity-ref';
import type { LoggedChange } from '../../port/changes';
import type { KnownStatus, PutEntity, RowsTx } from '../../port/rows-tx';
import type { Sql } from '../sql';
import { readRow } from '../stored-json';
import { BareAssets } from './bare';
import { countUses, putAsset, putAssetStatus, unlistAsset } from './assets';
import type { Counters } from './counters';
import { findEntity, putEntity, rowOf, seqsOf, type Numbered } from './entities';
import type { Numbers } from './numbers';
import { problemsOf, putProblems } from './problems';
import { putState } from './state';
import { toUid, fromUid, type Uid } from './uid';
import { notePhotos } from './photos';
import { statusCode, statusOfCode } from './status-codes';
import { statusLogs } from './status-logs';
import { cure, takeCured, waitFor } from './waits';

type Json = { json: string };

interface RowsParts {
  sql: Sql;
  numbers: Numbers;
  counters: Counters;
}

/** The methods answer at once, as promises: an error becomes a rejection. */
export function sqliteRowsTx(parts: RowsParts): RowsTx {
  const { sql, numbers } = parts;
  const ids = new Map<string, number>();
  const bare = new BareAssets();
  const find = (ref: EntityRef): Numbered | undefined => {
    const found = findEntity(sql, numbers, ref);
    if (found) ids.set(refKey(ref), found.id);
    else if (ref.entity === 'asset') bare.absent(ref.id);
    return found;
  };
  const idOf = (ref: EntityRef): number | undefined => ids.get(refKey(ref)) ?? find(ref)?.id;
  return {
    get: async (entity, id) => rowOf(sql, numbers, entity, id),
    assetsNumbered: async (storeId, assetNumber) => assetsNumbered(parts, bare, storeId, assetNumber),
    withSerialNumber: async (serialNumber) => withSerialNumber(parts, serialNumber),
    named: async (entity, key) => named(parts, entity, key),
    ...hangingReads(parts, bare),
    known: async (refs) =>
      new Map(
        refs.flatMap((ref) => {
          const found = find(ref);
          return found ? [[refKey(ref), found.known] as const] : [];
        }),
      ),
    seqsOf: async (ref, seq) => {
      const found = find(ref);
      return found ? seqsOf(sql, found, seq) : [];
    },
    putEntities: async (entities) => {
      for (const one of entities) ids.set(refKey(one.now.ref), put(parts, one, idOf, bare));
    },
    statusOf: async (assetId) => statusOf(parts, idOf(asAsset(assetId))),
    putStatus: async (assetId, status) => putStatus(parts, assetId, status, idOf, bare),
    dueStatuses: async (now, limit) => idsOf(sql, DUE, now, limit),
    statusesAhead: async (now) => idsOf(sql, AHEAD, new Date(now + limits.clockAheadMs).toISOString()),
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
    putCentralEdits: async (changes) => changes.forEach((one) => putCentralEdit(sql, one)),
    reached: async (last) => putState(sql, last),
  };
}

const asAsset = (id: string): EntityRef => ({ entity: 'asset', id });

function putStatus(
  parts: RowsParts,
  assetId: string,
  status: KnownStatus | undefined,
  idOf: (ref: EntityRef) => number | undefined,
  bare: BareAssets,
): void {
  const id = idOf(asAsset(assetId));
  if (id !== undefined && bare.isBlank(id, status !== undefined)) return;
  const log = status && idOf({ entity: 'assetLog', id: status.log.id });
  const code = statusCode(status?.functionalStatus);
  if (id !== undefined)
    putAssetStatus(parts, id, {
      code,
      since: status?.since ?? '',
      log: log ?? null,
      until: status?.until ?? null,
      said: status?.log,
    });
}

function put(
  parts: RowsParts,
  one: PutEntity,
  idOf: (ref: EntityRef) => number | undefined,
  bare: BareAssets,
): number {
  const { before, now } = one;
  const known = before && idOf(now.ref);
  const id = putEntity(parts.sql, parts.numbers, one, known);
  countUses(parts, one);
  const { row } = now;
  bare.put(row);
  if (now.ref.entity === 'asset' && row && 'assetNumber' in row) {
    putAsset(parts, id, row, before !== undefined);
    bare.is(id, row);
  }
  if (now.ref.entity === 'asset' && !row && before?.row) unlistAsset(parts, id);
  if (now.ref.entity === 'asset' && row && before === undefined) bare.listed(id);
  notePhotos(parts, one, bare);
  return id;
}

/** Two are enough to show that a number is taken, and by which asset. */
const NUMBERED = 'SELECT id FROM assets WHERE store = ? AND deleted = 0 AND number = ? ORDER BY id LIMIT 2';

/** Nearly always the asset alone that has just been put: it need not be read back. */
function assetsNumbered(
  { sql, numbers }: RowsParts,
  bare: BareAssets,
  storeId: string,
  assetNumber: string,
): Asset[] {
  const store = numbers.knownStore(storeId);
  if (store === undefined) return [];
  return sql
    .all<{ id: number }>(NUMBERED, store, assetNumber)
    .flatMap(({ id }) => bare.rowOf(id) ?? rowOfNumber(sql, id));
}

function rowOfNumber(sql: Sql, id: number): Asset[] {
  const found = sql.get<Json>('SELECT json FROM entities WHERE id = ?', id);
  return found ? [readRow<'asset'>(found.json)] : [];
}

const LABELLED = `SELECT json FROM entities WHERE key = ? AND kind = ? AND json IS NOT NULL ORDER BY id LIMIT 100`;

const withSerialNumber = ({ sql, numbers }: RowsParts, serialNumber: string) =>
  sql
    .all<Json>(LABELLED, codeKey(serialNumber), numbers.knownKind('asset') ?? -1)
    .map(({ json }) => readRow<'asset'>(json))
    .filter((asset) => asset.deletedAt === undefined);

function named<E extends EntityName>({ sql, numbers }: RowsParts, entity: E, key: string): RowOf<E>[] {
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

const EDIT = 'INSERT OR IGNORE INTO central_edits VALUES (?, ?, ?, ?, ?)';

const putCentralEdit = (sql: Sql, { seq, receivedAt, receivedFrom, change }: LoggedChange): void =>
  sql.run(EDIT, seq, receivedAt, receivedFrom, change.kind, refOf(change).id);

const hangingReads = (
  parts: RowsParts,
  bare: BareAssets,
): Pick<RowsTx, 'mergedInto' | 'hasMerges' | 'logsOf' | 'statusLogs'> => ({
  statusLogs: async (assetIds, side, ms, which) => statusLogs(parts, assetIds, { side, ms, ...which }),
  mergedInto: async (assetId) => mergedInto(parts, assetId),
  hasMerges: async (assetId) => !bare.isBare(parts.sql, assetId) && hasMerges(parts, assetId),
  logsOf: async (assetId, most) => (bare.isBare(parts.sql, assetId) ? [] : logsOf(parts, assetId, most)),
});

export const mergedInto = ({ sql, numbers }: Omit<RowsParts, 'counters'>, assetId: string): Asset[] =>
  sql
    .all<Json>(
      'SELECT json FROM entities WHERE owner = ? AND kind = ? AND json IS NOT NULL',
      toUid(assetId),
      numbers.knownKind('asset') ?? -1,
    )
    .map(({ json }) => readRow<'asset'>(json));

const MERGES = `SELECT 1 FROM entities WHERE owner = ?1 AND kind = ?2
  UNION ALL SELECT 1 FROM entities WHERE uid = ?1 AND kind = ?2 AND owner IS NOT NULL LIMIT 1`;

export const hasMerges = ({ sql, numbers }: Omit<RowsParts, 'counters'>, assetId: string): boolean =>
  sql.get(MERGES, toUid(assetId), numbers.knownKind('asset') ?? -1) !== undefined;

export const logsOf = (
  { sql, numbers }: Omit<RowsParts, 'counters'>,
  assetId: string,
  most = -1,
): AssetLog[] =>
  sql
    .all<Json>(
      'SELECT json FROM entities WHERE owner = ? AND kind = ? AND json IS NOT NULL LIMIT ?',
      toUid(assetId),
      numbers.knownKind('assetLog') ?? -1,
      most,
    )
    .map(({ json }) => readRow<'assetLog'>(json));

function statusOf({ sql }: RowsParts, id: number | undefined): KnownStatus | undefined {
  if (id === undefined) return undefined;
  const found = sql.get<Json & { status: number; since: string; until: number | null }>(
    `SELECT assets.status, assets.since, assets.until, entities.json FROM assets JOIN entities ON entities.id = assets.said
     WHERE assets.id = ?`,
    id,
  );
  const functionalStatus = found && statusOfCode(found.status);
  if (!functionalStatus) return undefined;
  const { json, since, until } = found;
  return { log: readRow<'assetLog'>(json), functionalStatus, since, ...(until !== null && { until }) };
}

const DUE = `SELECT uid FROM assets JOIN entities ON entities.id = assets.id WHERE until <= ? ORDER BY until LIMIT ?`;

const AHEAD = `SELECT asset.uid FROM assets JOIN entities AS log ON log.id = assets.said JOIN entities AS asset ON asset.id = assets.id
  WHERE log.json ->> '$.loggedAt' > ?`;

const idsOf = (sql: Sql, query: string, ...values: (number | string)[]): string[] =>
  sql.all<{ uid: Uid }>(query, ...values).map(({ uid }) => fromUid(uid));

function refOfNumber(sql: Sql, id: number): EntityRef[] {
  const found = sql.get<{ entity: string; uid: Uid }>(
    'SELECT kinds.name AS entity, uid FROM entities JOIN kinds ON kinds.id = kind WHERE entities.id = ?',
    id,
  );
  return found ? [{ entity: found.entity, id: fromUid(found.uid) }] : [];
}
