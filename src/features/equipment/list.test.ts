import { describe, expect, test } from 'vitest';
import { countByStatus, fitting, ofStatus, readFilters } from './filters';
import { listAssets, type ListedAsset } from './listing';
import { pressed, readSort, sorted, writeSort } from './sort';

const names = {
  classes: new Map([['c', 'Cold chain equipment']]),
  categories: new Map([['k', 'Refrigerators']]),
  types: new Map([['t', 'Ice-lined refrigerator']]),
  catalogue: new Map([
    [
      'i',
      {
        id: 'i',
        subCatalogue: 'WHO PQS',
        code: 'E003/007',
        manufacturer: 'Vestfrost',
        model: 'MK 304',
        classId: 'c',
        categoryId: 'k',
        typeId: 't',
        properties: {},
      },
    ],
  ]),
};

const row = (assetNumber: string, over: Record<string, unknown> = {}) => ({
  id: assetNumber,
  storeId: 's1',
  assetNumber,
  classId: 'c',
  categoryId: 'k',
  typeId: 't',
  needsReplacement: false,
  properties: {},
  lockedFields: [],
  createdAt: '2026-01-01T00:00:00Z',
  modifiedAt: '2026-01-01T00:00:00Z',
  conflicts: 0,
  ...over,
});

const stores = new Map([['s1', 'Dispensary']]);
const list = (...rows: ReturnType<typeof row>[]): ListedAsset[] => listAssets(rows, names, stores);
const numbers = (assets: readonly ListedAsset[]): string[] => assets.map(({ assetNumber }) => assetNumber);

describe('the list', () => {
  test('leaves removed assets out', () => {
    expect(numbers(list(row('1'), row('2', { deletedAt: '2026-02-01T00:00:00Z' })))).toEqual(['1']);
  });

  test('shows the manufacturer and model of the catalogue item, else what was written by hand', () => {
    const [a, b] = list(row('1', { catalogueItemId: 'i' }), row('2', { manufacturer: 'Zero', model: 'Z' }));
    expect([a?.manufacturer, a?.code, b?.manufacturer, b?.code]).toEqual([
      'Vestfrost',
      'E003/007',
      'Zero',
      '',
    ]);
  });
});

describe('sorting', () => {
  const assets = list(
    row('HC-10', { functionalStatus: 'NOT_FUNCTIONING' }),
    row('HC-9', { functionalStatus: 'FUNCTIONING', installationDate: '2020-01-01' }),
    row('HC-2', { installationDate: '2024-01-01' }),
  );

  test('counts numbers within texts as numbers', () => {
    expect(numbers(sorted(assets, readSort(null), 'en'))).toEqual(['HC-2', 'HC-9', 'HC-10']);
  });

  test('puts statuses in their own order', () => {
    expect(numbers(sorted(assets, readSort('status'), 'en'))).toEqual(['HC-9', 'HC-10', 'HC-2']);
  });

  test('keeps blanks last, both ways', () => {
    expect(numbers(sorted(assets, readSort('installed'), 'en')).at(-1)).toBe('HC-10');
    expect(numbers(sorted(assets, readSort('-installed'), 'en'))).toEqual(['HC-2', 'HC-9', 'HC-10']);
  });

  test('stands in the address, unless it is the standard one', () => {
    expect(writeSort(readSort('-type'))).toBe('-type');
    expect(writeSort(readSort('nonsense'))).toBeUndefined();
    expect(writeSort(pressed(readSort('type'), 'type'))).toBe('-type');
    expect(writeSort(pressed(readSort('-type'), 'type'))).toBe('type');
  });
});

describe('filters', () => {
  const assets = list(
    row('HC-1', { functionalStatus: 'FUNCTIONING', catalogueItemId: 'i' }),
    row('HC-2', { functionalStatus: 'NOT_FUNCTIONING', needsReplacement: true }),
    row('HC-3', { functionalStatus: 'NOT_FUNCTIONING', storeId: 's2' }),
  );
  const shown = (address: string): string[] => {
    const filters = readFilters(new URLSearchParams(address));
    return numbers(ofStatus(fitting(assets, filters), filters.status));
  };

  test.each([
    ['', ['HC-1', 'HC-2', 'HC-3']],
    ['q=vest', ['HC-1']],
    ['status=NOT_FUNCTIONING', ['HC-2', 'HC-3']],
    ['status=NOT_FUNCTIONING&store=s1', ['HC-2']],
    ['status=BROKEN', ['HC-1', 'HC-2', 'HC-3']],
    ['kind=catalogue', ['HC-1']],
    ['kind=replace', ['HC-2']],
    ['type=Freezer', []],
  ])('%j', (address, expected) => {
    expect(shown(address)).toEqual(expected);
  });

  test('the chips count what the other filters leave', () => {
    const counts = countByStatus(fitting(assets, readFilters(new URLSearchParams('store=s1'))));
    expect([counts.get('FUNCTIONING'), counts.get('NOT_FUNCTIONING')]).toEqual([1, 1]);
  });
});
