import { expect, test } from 'vitest';
import { askedOf, isNarrowed, readFleetQuery, writeFleetQuery } from './fleet-query';

test('a list of the fleet is found again from its address', () => {
  const address = 'q=mk&site=s1&store=st1&status=NOT_FUNCTIONING&sort=-statusSince';
  const query = readFleetQuery(new URLSearchParams(address));
  const written = Object.entries(writeFleetQuery(query)).flatMap(([key, value]) =>
    value ? [[key, value]] : [],
  );
  expect(new URLSearchParams(written).toString()).toBe(address);
  expect(askedOf(query)).toEqual({
    q: 'mk',
    siteId: 's1',
    storeId: 'st1',
    status: 'NOT_FUNCTIONING',
    sort: '-statusSince',
    limit: 50,
  });
});

test('central is asked only for what it knows', () => {
  const query = readFleetQuery(new URLSearchParams('status=BROKEN&sort=price'));
  expect(askedOf(query)).toEqual({ sort: 'assetNumber', limit: 50 });
  expect(isNarrowed(query)).toBe(false);
});
