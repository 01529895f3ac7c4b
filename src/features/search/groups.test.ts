import { expect, test } from 'vitest';
import { groupsOf } from './groups';

test('a hit leads to its page, that of a store to its site; what was not found has no group', () => {
  const store = { id: 'st', code: 'A-1', name: 'Pharmacy', siteId: 'a/b' };
  const asset = { id: 'x', assetNumber: 'HC-1', storeId: 'st', siteName: 'Tulagi' };
  const found = groupsOf({ sites: [], stores: [store], assets: [asset], catalogueItems: [], users: [] });
  expect(found.map(({ name, hits }) => [name, hits[0]?.href])).toEqual([
    ['assets', '/fleet/x'],
    ['stores', '/sites/a%2Fb'],
  ]);
});
