import { expect, test } from 'vitest';
import type { FleetAsset, FleetProblem } from '#shared/api/fleet';
import { settlingsOf } from './problem-pairs';

const asset = (id: string): FleetAsset => ({
  id,
  assetNumber: id,
  storeId: 's',
  problems: [],
  classId: '',
  categoryId: '',
  typeId: '',
  properties: {},
});
const problem = (entityId: string, otherId?: string): FleetProblem => ({
  code: otherId === undefined ? 'missing-field' : 'same-piece',
  entity: 'asset',
  entityId,
  changeId: `c-${entityId}`,
  since: '2026-01-01T00:00:00.000Z',
  ...(otherId !== undefined && { data: { otherId } }),
});

test('two records that contradict each other are one thing to settle, with both at hand', () => {
  const found = settlingsOf({
    items: [problem('a', 'b'), problem('b', 'a'), problem('c')],
    assets: ['a', 'b', 'c'].map(asset),
  });
  expect(found.map(({ records }) => records.map(({ id }) => id))).toEqual([['a', 'b'], ['c']]);
});

test('the fields of a record that lack a value are one thing to settle, and another fault of it is another', () => {
  const fields = ['classId', 'typeId', 'classId'].map((field) => ({ ...problem('a'), field }));
  const other = { ...problem('a'), code: 'type-not-of-category' };
  const found = settlingsOf({ items: [...fields, problem('b'), other], assets: [asset('a')] });
  expect(found.map(({ fields: of }) => of)).toEqual([['classId', 'typeId'], [], []]);
});

test('a record beyond the border is not shown', () => {
  expect(settlingsOf({ items: [problem('a', 'z')], assets: [asset('a')] })[0]?.records.length).toBe(1);
});
