/** Problems in the SQLite database. */
import type { EntityRef } from '#shared/change/entity-ref';
import type { Problem } from '../port/rows';
import { readStored } from './stored-json';
import type { Sql } from './sql';

export interface ProblemRow {
  entity: string;
  entityId: string;
  changeId: string;
  code: string;
  field: string;
  data: string | null;
  storeId: string | null;
  assetId: string | null;
  document: string;
  since: string;
}

export const PROBLEM_COLUMNS = `entity, entity_id AS entityId, change_id AS changeId, code, field, data,
  store_id AS storeId, asset_id AS assetId, document, since`;

/** Only the columns of a problem, whatever else the query selected. */
export const toProblem = (row: ProblemRow): Problem => ({
  entity: row.entity,
  entityId: row.entityId,
  changeId: row.changeId,
  code: row.code,
  document: row.document,
  since: row.since,
  ...(row.field !== '' && { field: row.field }),
  ...(row.data !== null && { data: readStored<Record<string, string | number>>(row.data) }),
  ...(row.storeId !== null && { storeId: row.storeId }),
  ...(row.assetId !== null && { assetId: row.assetId }),
});

const keyOf = ({
  entity,
  entityId,
  changeId,
  code,
  field = '',
}: Pick<Problem, 'entity' | 'entityId' | 'changeId' | 'code' | 'field'>): string =>
  [entity, entityId, changeId, code, field].join('\n');

/** Replaces the problems of these entities; what was known keeps the time since which it is. */
export function putProblems(sql: Sql, of: readonly EntityRef[], problems: readonly Problem[]): void {
  const since = new Map<string, string>();
  for (const { entity, id } of of) {
    const known = sql.all<ProblemRow>(
      `SELECT ${PROBLEM_COLUMNS} FROM problems WHERE entity_id = ? AND entity = ?`,
      id,
      entity,
    );
    for (const problem of known) since.set(keyOf(problem), problem.since);
    if (known.length > 0) sql.run('DELETE FROM problems WHERE entity_id = ? AND entity = ?', id, entity);
  }
  for (const problem of problems)
    insert(sql, { ...problem, since: since.get(keyOf(problem)) ?? problem.since });
}

function insert(sql: Sql, problem: Problem): void {
  const { entityId, entity, changeId, code, field, data, storeId, assetId, document, since } = problem;
  sql.run(
    'INSERT OR REPLACE INTO problems VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    entityId,
    entity,
    changeId,
    code,
    field ?? '',
    data ? JSON.stringify(data) : null,
    storeId ?? null,
    assetId ?? null,
    document,
    since,
  );
}
