import { expect, test } from 'vitest';
import { askedOf, foldedFilters, isNarrowed, readFleetQuery, writeFleetQuery } from './fleet-query';

const now = Date.parse('2026-06-01T10:20:30.000Z');

test('a list of the fleet is found again from its address', () => {
  const address =
    'q=mk&site=s1&store=st1&status=NOT_FUNCTIONING&type=t1&maker=Haier&reason=r1&photo=without&unverified=yes&weeks=12&sort=-statusSince';
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
    maker: 'Haier',
    reasonId: 'r1',
    photo: 'without',
    checkedBefore: '2026-03-03T10:00:00.000Z',
    sinceBefore: '2026-03-09T10:00:00.000Z',
    sort: '-statusSince',
    limit: 100,
  });
});

test('central is asked only for what it knows', () => {
  const query = readFleetQuery(new URLSearchParams('status=BROKEN&sort=price&photo=some'));
  expect(askedOf(query, now)).toEqual({ sort: 'assetNumber', limit: 100 });
  expect(isNarrowed(query)).toBe(false);
});

test.each(['maker=Haier', 'reason=r1', 'photo=with', 'unverified=yes', 'weeks=4', 'region=r'])(
  '%s narrows the list',
  (address) => expect(isNarrowed(readFleetQuery(new URLSearchParams(address)))).toBe(true),
);

test('the button that hides filters counts each of them, and not those that stay in sight', () => {
  const all =
    'q=a&status=FUNCTIONING&region=r&site=s&store=t&type=y&maker=m&reason=n&photo=with&unverified=yes&weeks=4';
  expect(foldedFilters(readFleetQuery(new URLSearchParams(all)))).toBe(9);
  expect(foldedFilters(readFleetQuery(new URLSearchParams('q=a&status=FUNCTIONING&sort=-status')))).toBe(0);
});
