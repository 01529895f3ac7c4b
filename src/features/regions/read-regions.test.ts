import { expect, test } from 'vitest';
import { inOrder, readRegions } from './read-regions';

const list = [
  'code,name,level,in',
  'W1,First ward,Ward,L1',
  'L1,First LGA,LGA,N',
  'X,Nowhere,,Q',
  ',No code,,',
  'W1,Again,,',
  'a,A,,b',
  'b,B,,a',
  'n,North,,',
].join('\n');
const north = { id: 'r1', code: 'N', name: 'North' };

test('each line of a list is new, there, or has its fault named', () => {
  expect(readRegions(list, [north]).map(({ code, outcome }) => [code, outcome])).toEqual([
    ['W1', 'new'],
    ['L1', 'new'],
    ['X', 'no-parent'],
    ['', 'no-code'],
    ['W1', 'twice'],
    ['a', 'circle'],
    ['b', 'circle'],
    ['n', 'there'],
  ]);
});

test('a region is made after the one it lies in, however the list stands', () => {
  expect(inOrder(readRegions(list, [north])).map(({ code }) => code)).toEqual(['L1', 'W1']);
});

test('what is copied from a spreadsheet has tabs', () => {
  expect(readRegions('N\tNorth\tState\t', [])).toMatchObject([
    { code: 'N', name: 'North', level: 'State', parent: '' },
  ]);
});
