import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitting, type Narrowed } from './filters';
import { Finder } from './finder';
import type { ListedAsset } from '../pieces/table/listing';
import { searchText } from '../pieces/table/search';

/** Of an asset the search looks at its text alone. */
const asset = (text: string, status: ListedAsset['status'] = 'FUNCTIONING'): ListedAsset =>
  ({ id: text, text: searchText([text]), status, location: text.slice(0, 1) }) as ListedAsset;
const all = ['Vestfrost MK 304', 'Zero ZLF 100', 'Réfrigérateur', 'المخزن ٣٠٤', 'MK 204', 'mk'].map((text) =>
  asset(text),
);
const find = (finder: Finder, query: string, narrowed: Narrowed = {}, assets = all) =>
  finder.find(assets, { query, narrowed });

test('whatever is typed after whatever, it finds what a search from the start finds', () => {
  const text = fc.string({ unit: fc.constantFrom(...'mk304 zéê\u0301r٣م'), maxLength: 6 });
  const narrowed = fc.constantFrom<Narrowed>({}, { location: 'v' }, { location: 'm' });
  const typed = fc.array(fc.tuple(text, narrowed), { maxLength: 12 });
  fc.assert(
    fc.property(
      typed,
      fc.array(
        text.map((one) => asset(one)),
        { maxLength: 8 },
      ),
      (queries, others) => {
        for (const assets of [all, others]) {
          const finder = new Finder();
          for (const [query, by] of queries)
            expect(find(finder, query, by, assets)).toEqual(fitting(assets, { query, narrowed: by }));
        }
      },
    ),
  );
});

test('a longer word is looked for only among those that had its beginning', () => {
  let looked = 0;
  const watched = all.map((one) => ({ ...one, get text() { return (looked += 1, one.text); } })); // prettier-ignore
  const finder = new Finder();
  find(finder, 'mk', {}, watched);
  expect(looked).toBe(all.length);
  expect(find(finder, 'mk 3', {}, watched)).toHaveLength(1);
  expect(looked).toBe(all.length + 3);
});

test('a letter that is taken back gives the very answer of before', () => {
  const finder = new Finder();
  const before = find(finder, 'mk');
  find(finder, 'mk 3');
  expect(find(finder, 'mk')).toBe(before);
});

test('other equipment, or another filter, is looked through anew', () => {
  const finder = new Finder();
  find(finder, 'mk');
  expect(find(finder, 'mk', { location: 'v' })).toHaveLength(1);
  expect(find(finder, 'mk', {}, [...all, asset('mk new')])).toHaveLength(4);
});
