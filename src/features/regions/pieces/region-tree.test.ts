import { expect, test } from 'vitest';
import { treeOf, within } from './region-tree';

const region = (id: string, parentId?: string) => ({
  id,
  code: id,
  name: id,
  ...(parentId !== undefined && { parentId }),
});

test('regions stand under the one that they lie in, by name; one whose own is not shown stands at the top', () => {
  const shown = treeOf(
    [region('b', 'a'), region('a'), region('c', 'b'), region('z', 'elsewhere'), region('a2', 'a')],
    'en',
  );
  expect(shown.map(({ region: { id }, depth }) => [id, depth])).toEqual([
    ['a', 0],
    ['a2', 1],
    ['b', 1],
    ['c', 2],
    ['z', 0],
  ]);
  expect(shown[3]?.above).toEqual(['a', 'b']);
});

test('two that were put into each other are shown all the same, once', () => {
  expect(treeOf([region('x', 'y'), region('y', 'x')], 'en').map(({ region: { id } }) => id)).toEqual([
    'x',
    'y',
  ]);
});

test('what lies in a region is found at any depth', () => {
  expect(within([region('c', 'b'), region('b', 'a'), region('a'), region('d')], 'a')).toEqual(
    new Set(['a', 'b', 'c']),
  );
});
