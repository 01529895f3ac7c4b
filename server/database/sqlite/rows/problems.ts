/** Problems in the rows: those of one change in one row, so that writing and counting them costs little. */
import type { Issue } from '#shared/result';
import type { FoundProblem } from '../../port/rows-tx';
import type { Sql } from '../sql';
import { readStored } from '../stored-json';
import type { Counters } from './counters';
import type { Uid } from './uid';

/** code, field or '', data or null, 1 where the change itself is at fault */
type Packed = [Issue['code'], string, Issue['data'] | null, 0 | 1];

const pack = ({ issue: { code, field, data }, isOfChange }: FoundProblem): Packed => [
  code,
  field ?? '',
  data ?? null,
  isOfChange ? 1 : 0,
];

interface Unpacked {
  issue: Issue;
  isOfChange: boolean;
}

export const unpack = (issues: string): Unpacked[] =>
  readStored<Packed[]>(issues).map(([code, field, data, isOfChange]) => {
    const issue: Issue = { code };
    if (field !== '') issue.field = field;
    if (data) issue.data = data;
    return { issue, isOfChange: isOfChange === 1 };
  });

interface ProblemsRow {
  seq: number;
  store: number | null;
  issues: string;
}

const rowsOf = (sql: Sql, entity: number): ProblemsRow[] =>
  sql.all<ProblemsRow>('SELECT seq, store, issues FROM problems WHERE entity = ? ORDER BY seq', entity);

export const problemsOf = (sql: Sql, entity: number): FoundProblem[] =>
  rowsOf(sql, entity).flatMap(({ seq, issues }) =>
    unpack(issues).map(({ issue, isOfChange }) => ({ seq, issue, isOfChange })),
  );

export function putProblems(
  { sql, counters }: { sql: Sql; counters: Counters },
  {
    entity,
    store,
    asset,
    isNew,
  }: { entity: number; store: number | null; asset: Uid | null; isNew: boolean },
  problems: readonly FoundProblem[],
): void {
  if (!isNew) remove(sql, counters, entity);
  const bySeq = new Map<number, Packed[]>();
  for (const problem of problems) {
    const known = bySeq.get(problem.seq);
    if (known) known.push(pack(problem));
    else bySeq.set(problem.seq, [pack(problem)]);
  }
  for (const [seq, packed] of bySeq) {
    const issues = JSON.stringify(packed);
    sql.run('INSERT INTO problems VALUES (?, ?, ?, ?, ?)', seq, entity, store, asset, issues);
    counters.problems(store, packed.length);
  }
}

function remove(sql: Sql, counters: Counters, entity: number): void {
  const known = rowsOf(sql, entity);
  if (known.length === 0) return;
  sql.run('DELETE FROM problems WHERE entity = ?', entity);
  for (const { store, issues } of known) counters.problems(store, -unpack(issues).length);
}
