/** Rights stop at a border, in any tree: held against a definition that asks each region for its way up. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { borderOf, countryOf, isRegionWithin, sitesWithin, wouldCircle, type Country } from './border';

const ids = Array.from({ length: 12 }, (_, index) => `r${index}`);

/** Any assignment of parents, circles and parents that are gone among them. */
const countries = fc
  .record({
    parents: fc.array(fc.option(fc.constantFrom(...ids, 'gone'), { nil: undefined }), {
      minLength: ids.length,
      maxLength: ids.length,
    }),
    used: fc.subarray(ids, { minLength: 1 }),
    sites: fc.array(fc.option(fc.constantFrom(...ids, 'gone'), { nil: undefined }), { maxLength: 20 }),
  })
  .map(({ parents, used, sites }) =>
    countryOf({
      parentOf: new Map(used.map((id) => [id, parents[ids.indexOf(id)]])),
      regionOf: new Map(sites.flatMap((at, index) => (at === undefined ? [] : [[`s${index}`, at] as const]))),
    }),
  );

const grants = fc.array(fc.constantFrom(...ids, 'gone', 'never'), { minLength: 1, maxLength: 4 });

/** Walks up from a region; true if it meets one that was granted. */
function liesIn(country: Country, granted: readonly string[], regionId: string): boolean {
  const walked = new Set<string>();
  for (let at: string | undefined = regionId; at !== undefined && country.parentOf.has(at);) {
    if (granted.includes(at)) return true;
    if (walked.has(at)) return false;
    walked.add(at);
    at = country.parentOf.get(at);
  }
  return false;
}

const RUNS = 100_000;

test('nothing of another region lies within a border, and all of one’s own does', () => {
  fc.assert(
    fc.property(countries, grants, (country, granted) => {
      const border = borderOf(country, granted);
      for (const id of [...ids, 'gone', 'never'])
        if (isRegionWithin(border, id) !== liesIn(country, granted, id)) return false;
      const within = new Set(sitesWithin(country, border));
      return [...country.regionOf].every(([site, at]) => within.has(site) === liesIn(country, granted, at));
    }),
    { numRuns: RUNS },
  );
});

test('a site of which nobody knows the region is seen by the whole country’s staff alone', () => {
  const country = countryOf({ parentOf: new Map([['r0', undefined]]), regionOf: new Map() });
  expect(isRegionWithin(borderOf(country, ['r0']), undefined)).toBe(false);
  expect(isRegionWithin(borderOf(country, []), undefined)).toBe(true);
});

test('who has only a region that was removed sees nothing', () => {
  const country = countryOf({
    parentOf: new Map([['r0', undefined]]),
    regionOf: new Map([['s0', 'r0']]),
  });
  expect(sitesWithin(country, borderOf(country, ['removed']))).toEqual([]);
});

test('a region is not put into itself, nor below itself', () => {
  const parentOf = new Map([
    ['state', undefined],
    ['lga', 'state'],
    ['ward', 'lga'],
    ['other', undefined],
  ]);
  const country = countryOf({ parentOf, regionOf: new Map() });
  expect(wouldCircle(country, 'state', 'ward')).toBe(true);
  expect(wouldCircle(country, 'state', 'state')).toBe(true);
  expect(wouldCircle(country, 'ward', 'other')).toBe(false);
  expect(wouldCircle(country, 'lga', 'state')).toBe(false);
});
