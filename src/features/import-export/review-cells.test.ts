import { expect, test } from 'vitest';
import type { Cells } from '#shared/spreadsheet/cell';
import type { CellIssue } from '#shared/import/import-issue';
import type { Plan, PlannedRow } from '#shared/import/planned';
import { cellsOf, columnsToShow, issuesElsewhere } from './review-cells';

const columns = ['code', 'name', 'unit', 'retired'].map((id) => ({ id, kind: 'text' as const }));
const row = (
  cells: Cells,
  issues: CellIssue[] = [],
  changes: PlannedRow<null>['changes'] = [],
): PlannedRow<null> => ({
  ...{ line: 2, cells, outcome: 'changed', record: null, changes, issues, values: {} },
  stored: { code: 'A', name: 'x' },
});
const planOf = (...rows: PlannedRow<null>[]): Plan<null> => ({
  heading: columns.map(({ id }) => id),
  readAs: { kind: 'text', sheet: '', sheets: [], headingLine: 1, marks: {} },
  ...{ questions: [], clearing: { rows: 0, values: 0, answer: 'keep' } },
  ...{ columns, known: columns, unknown: [], missing: [], rows },
});
const shown = (plan: Plan<null>) => columnsToShow(plan).map(({ column }) => column.id);

test('a column that is blank from top to bottom is left out', () => {
  expect(shown(planOf(row(['A', 'x', null, null]), row(['B', null, ' ', null])))).toEqual(['code', 'name']);
});

test('but not where that is what is wrong, or what would change', () => {
  const wrong = row(['A', 'x', null, null], [{ column: 'unit', code: 'missing' }]);
  const cleared = row(['B', 'y', null, null], [], [{ column: 'retired', from: 'Yes', to: null }]);
  expect(shown(planOf(wrong, cleared))).toEqual(['code', 'name', 'unit', 'retired']);
});

test('each cell has what stands there, what stood there and what is wrong with it; the rest is told apart', () => {
  const issues: CellIssue[] = [
    { column: 'name', code: 'too-long' },
    { column: 'packSize', code: 'missing' },
  ];
  const one = row(['A', 'y', null, null], issues, [{ column: 'name', from: null, to: 'x' }]);
  const visible = columnsToShow(planOf(one));
  expect(cellsOf(one, visible)).toEqual([
    { id: 'code', text: 'A', inFile: undefined, was: undefined, issues: [] },
    { id: 'name', text: 'y', inFile: undefined, was: '', issues: [issues[0]] },
  ]);
  expect(issuesElsewhere(one, visible)).toEqual([issues[1]]);
});

test('what will be stored stands in the cell, and beside it what the file says', () => {
  const one = row(['a ', 'x', null, null]);
  const [code] = cellsOf(one, columnsToShow(planOf(one)));
  expect(code).toMatchObject({ text: 'A', inFile: 'a' });
});
