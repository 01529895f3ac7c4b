/** The list of problems, the oldest first: in the order in which the changes that are to blame were stored. */
import { fromCursor, toCursor } from '../../cursor';
import type { LoggedChange } from '../../port/changes';
import type { Page, Problem, ProblemQuery } from '../../port/rows';
import { unpack } from './problems';
import type { RowsQuery } from './rows-view';
import { fromUid, type Uid } from './uid';

/** The problems for which one change is to blame. */
export interface ProblemsOfChange {
  seq: number;
  entity: string;
  uid: Uid;
  store: string | null;
  asset: Uid | null;
  issues: string;
}

export const PROBLEMS = `SELECT seq, kinds.name AS entity, uid, stores.name AS store, problems.asset AS asset, issues FROM problems
  JOIN entities ON entities.id = problems.entity JOIN kinds ON kinds.id = entities.kind
  LEFT JOIN stores ON stores.id = problems.store`;

/** `logged`: the changes that are to blame. */
export function toProblems(
  found: readonly ProblemsOfChange[],
  logged: ReadonlyMap<number, LoggedChange>,
): Problem[] {
  return found.flatMap(({ seq, entity, uid, store, asset, issues }) => {
    const blamed = logged.get(seq);
    if (!blamed) return [];
    const entityId = fromUid(uid);
    const assetId = entity === 'asset' ? entityId : asset === null ? undefined : fromUid(asset);
    return unpack(issues).map(({ issue }) => ({
      ...issue,
      entity,
      entityId,
      changeId: blamed.change.id,
      document: blamed.document,
      since: blamed.receivedAt,
      ...(store !== null && { storeId: store }),
      ...(assetId !== undefined && { assetId }),
    }));
  });
}

const PAGE = `${PROBLEMS} WHERE seq >= ?1 AND (?2 IS NULL OR problems.store IN (SELECT value FROM json_each(?2)))
  ORDER BY seq LIMIT ?3`;

const TOTAL = `SELECT coalesce(sum(count), 0) AS total FROM problem_counts
  WHERE ?1 IS NULL OR store IN (SELECT value FROM json_each(?1))`;

/** Open problems, by the store they lie in; stores without any are left out. */
export function countProblems({ sql, numbers }: RowsQuery, storeIds: readonly string[]): Map<string, number> {
  const counted = sql.all<{ store: number; count: number }>(
    `SELECT store, count FROM problem_counts WHERE count > 0 AND store IN (SELECT value FROM json_each(?))`,
    JSON.stringify(numbers.knownStores(storeIds)),
  );
  return new Map(counted.map(({ store, count }) => [numbers.storeName(store), count]));
}

/** A page ends within the problems of a change where it must. */
export function findProblems(
  { sql, numbers }: RowsQuery,
  { storeIds, limit, cursor }: ProblemQuery,
  complete: (found: readonly ProblemsOfChange[]) => Problem[],
): Page<Problem> {
  const stores = storeIds ? JSON.stringify(numbers.knownStores(storeIds)) : null;
  const [from, skipped] = positionOf(cursor);
  const found = sql.all<ProblemsOfChange>(PAGE, from, stores, limit + 1);
  const all = found.flatMap((one) =>
    complete([one]).map((problem, index) => ({ problem, seq: one.seq, index })),
  );
  const left = all.filter(({ seq, index }) => seq > from || index >= skipped);
  const next = left[limit];
  return {
    items: left.slice(0, limit).map(({ problem }) => problem),
    ...(next && { nextCursor: toCursor([next.seq, String(next.index)]) }),
    total: sql.get<{ total: number }>(TOTAL, stores)?.total ?? 0,
  };
}

/** The beginning of the next page: the change, and the number of its problems that were shown. */
function positionOf(cursor: string | undefined): [number, number] {
  const [seq, index] = fromCursor(cursor) ?? [0, '0'];
  return typeof seq === 'number' && Number.isInteger(Number(index)) ? [seq, Number(index)] : [0, 0];
}
