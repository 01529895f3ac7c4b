import { expect, test } from 'vitest';
import { askedOf, isNarrowed, readFleetQuery, writeFleetQuery } from './fleet-query';

const now = Date.parse('2026-06-01T10:20:30.000Z');

test('a list of the fleet is found again from its address', () => {
  const address = 'q=mk&site=s1&store=st1&status=NOT_FUNCTIONING&type=t1&weeks=12&sort=-statusSince';
  const query = readFleetQuery(new URLSearchParams(address));
  const written = Object.entries(writeFleetQuery(query)).flatMap(([key, value]) =>
    value ? [[key, value]] : [],
  );
  expect(new URLSearchParams(written).toString()).toBe(address);
  expect(askedOf(query, now)).toEqual({
    q: 'mk',
    siteId: 's1',
    storeId: 'st1',
    status: 'NOT_FUNCTIONING',
    typeId: 't1',
    sinceBefore: '2026-03-09T10:00:00.000Z',
    sort: '-statusSince',
    limit: 100,
  });
});

test('central is asked only for what it knows', () => {
  const query = readFleetQuery(new URLSearchParams('status=BROKEN&sort=price'));
  expect(askedOf(query, now)).toEqual({ sort: 'assetNumber', limit: 100 });
  expect(isNarrowed(query)).toBe(false);
});
