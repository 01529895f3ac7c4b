import { expect, test } from 'vitest';
import { placeOfProblem } from './problem-place';

test('a problem leads to the asset it is about, that of a log too', () => {
  expect(placeOfProblem({ entity: 'assetLog', entityId: 'l', assetId: 'a' })).toBe('/fleet/a');
  expect(placeOfProblem({ entity: 'asset', entityId: 'a b' })).toBe('/fleet/a%20b');
});

test('one of central data leads to its record, and one of nothing known nowhere', () => {
  expect(placeOfProblem({ entity: 'catalogueItem', entityId: 'c' })).toBe('/catalogue/c');
  expect(placeOfProblem({ entity: 'item', entityId: 'i' })).toBe('/central-data/items/i');
  expect(placeOfProblem({ entity: 'drone', entityId: 'd' })).toBeUndefined();
});
