import { describe, expect, test } from 'vitest';
import { columns, leastWidthOf, readColumns, toggledColumn, tracksOf } from '../pieces/table/columns';
import { countByStatus, filterKeys, fitting, ofStatus, readFilters, valuesOf } from './filters';
import { groupsOf } from '../pieces/table/groups';
import { listAssets, type ListedAsset } from '../pieces/table/listing';
import { rowAfter } from '../pieces/table/row-keys';
import { byNumber, pressed, readSort, sorted, writeSort } from '../pieces/table/sort';

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
  const inOrder = (order: string | null) => sorted(byNumber(assets, 'en'), readSort(order), 'en');
  const assets = list(
    row('HC-10', { functionalStatus: 'NOT_FUNCTIONING' }),
    row('HC-9', { functionalStatus: 'FUNCTIONING', installationDate: '2020-01-01' }),
    row('HC-2', { installationDate: '2024-01-01' }),
  );

  test('counts numbers within texts as numbers', () => {
    expect(numbers(inOrder(null))).toEqual(['HC-2', 'HC-9', 'HC-10']);
  });

  test('does so in any script', () => {
    const accented = list(row('É-10'), row('e-9'), row('F-1'), row('ß-2'));
    expect(numbers(byNumber(accented, 'fr'))).toEqual(['e-9', 'É-10', 'F-1', 'ß-2']);
  });

  test('does not look at the case of letters', () => {
    expect(numbers(byNumber(list(row('b-2'), row('B-1'), row('a-3')), 'en'))).toEqual(['a-3', 'B-1', 'b-2']);
  });

  test('puts statuses in their own order', () => {
    expect(numbers(inOrder('status'))).toEqual(['HC-9', 'HC-10', 'HC-2']);
  });

  test('puts equal ones by their number, both ways', () => {
    expect(numbers(inOrder('type'))).toEqual(['HC-2', 'HC-9', 'HC-10']);
    expect(numbers(inOrder('-type'))).toEqual(['HC-2', 'HC-9', 'HC-10']);
  });

  test('keeps blanks last, both ways', () => {
    expect(numbers(inOrder('installed')).at(-1)).toBe('HC-10');
    expect(numbers(inOrder('-installed'))).toEqual(['HC-2', 'HC-9', 'HC-10']);
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
    row('HC-1', { functionalStatus: 'FUNCTIONING', catalogueItemId: 'i', serialNumber: 'SN 88' }),
    row('HC-2', {
      functionalStatus: 'NOT_FUNCTIONING',
      needsReplacement: true,
      installationDate: '2020-05-01',
    }),
    row('HC-3', {
      functionalStatus: 'NOT_FUNCTIONING',
      storeId: 's2',
      storageLocation: 'Entrée',
      conflicts: 1,
    }),
    row('HC-4', { typeId: 'x', manufacturer: 'Zero', replacementDate: '2030-01-01', notes: 'lid seal worn' }),
  );
  const shown = (address: string): string[] => {
    const filters = readFilters(new URLSearchParams(address));
    return numbers(ofStatus(fitting(assets, filters), filters.status));
  };
  const all = ['HC-1', 'HC-2', 'HC-3', 'HC-4'];

  test.each([
    ['', all],
    ['q=vest', ['HC-1']],
    ['status=NOT_FUNCTIONING', ['HC-2', 'HC-3']],
    ['status=NOT_FUNCTIONING&store=s1', ['HC-2']],
    ['category=Refrigerators', all],
    ['type=Ice-lined refrigerator', ['HC-1', 'HC-2', 'HC-3']],
    ['manufacturer=Zero', ['HC-4']],
    ['model=MK 304', ['HC-1']],
    ['number=3', ['HC-3']],
    ['serial=88', ['HC-1']],
    ['location=entree', ['HC-3']],
    ['notes=worn lid', ['HC-4']],
    ['catalogue=yes', ['HC-1']],
    ['catalogue=no', ['HC-2', 'HC-3', 'HC-4']],
    ['replace=yes', ['HC-2']],
    ['unsettled=yes', ['HC-3']],
    ['installed-from=2020-05-01', ['HC-2']],
    ['installed-from=2020-05-02', []],
    ['installed-until=2020-05-01', ['HC-2']],
    ['installed-until=2020-04-30', []],
    ['replacement-from=2029-01-01&replacement-until=2030-12-31', ['HC-4']],
  ])('%j', (address, expected) => {
    expect(shown(address)).toEqual(expected);
  });

  test.each(['status=BROKEN', 'catalogue=perhaps', 'installed-from=yesterday', 'colour=blue'])(
    'what makes no sense narrows nothing: %j',
    (address) => {
      expect(shown(address)).toEqual(all);
    },
  );

  test('every column can be narrowed by', () => {
    const byAnotherName = new Map([
      ['assetNumber', 'number'],
      ['serialNumber', 'serial'],
      ['needsReplacement', 'replace'],
      ['installed', 'installed-from'],
      ['checked', 'checked-until'],
      ['replacement', 'replacement-from'],
    ]);
    const offered: readonly string[] = ['status', ...filterKeys];
    expect(
      columns.map(({ id }) => byAnotherName.get(id) ?? id).filter((id) => !offered.includes(id)),
    ).toEqual([]);
  });

  test('what was removed is listed to who asks for it, and records that were merged are not', () => {
    const gone = row('gone', { deletedAt: '2026-02-01T00:00:00Z' });
    const merged = row('merged', {
      deletedAt: '2026-02-01T00:00:00Z',
      mergedInto: 'here',
      mergedAt: '2026-02-01T00:00:00Z',
    });
    const rows = [row('here'), gone, merged];
    expect(numbers(listAssets(rows, names, stores, true))).toEqual(['gone']);
    const { narrowed } = readFilters(new URLSearchParams('removed=yes'));
    expect(numbers(fitting(listAssets(rows, names, stores, true), { query: '', narrowed }))).toEqual([
      'gone',
    ]);
    expect(readFilters(new URLSearchParams('removed=no')).narrowed).toEqual({});
  });

  test('what was not checked for longest stands first, and what has no status last', () => {
    const checked = (number: string, statusLoggedAt: string) => row(number, { statusLoggedAt });
    const all = list(
      row('never'),
      checked('new', '2026-05-01T08:00:00Z'),
      checked('old', '2025-01-01T08:00:00Z'),
    );
    expect(numbers(sorted(byNumber(all, 'en'), readSort('checked'), 'en'))).toEqual(['old', 'new', 'never']);
    const { narrowed } = readFilters(new URLSearchParams('checked-until=2026-01-01'));
    expect(numbers(fitting(all, { query: '', narrowed }))).toEqual(['old']);
  });

  test('in the order of places each place heads its own, with how many stand there', () => {
    const at = (number: string, storageLocation?: string) => row(number, { storageLocation });
    const all = list(at('1', 'Store room'), at('2', 'Corridor'), at('3'), at('4', 'Corridor'));
    const placed = sorted(byNumber(all, 'en'), readSort('location'), 'en');
    expect([...groupsOf(placed, readSort('location'))]).toEqual([
      [0, { name: 'Corridor', count: 2 }],
      [2, { name: 'Store room', count: 1 }],
      [3, { name: '', count: 1 }],
    ]);
    expect(groupsOf(placed, readSort('type')).size).toBe(0);
  });

  test('the chips count what the other filters leave', () => {
    const counts = countByStatus(fitting(assets, readFilters(new URLSearchParams('store=s1'))));
    expect([counts.get('FUNCTIONING'), counts.get('NOT_FUNCTIONING')]).toEqual([1, 1]);
  });

  test('what one can choose among is what is there', () => {
    expect(valuesOf(assets, 'manufacturer', 'en')).toEqual(['Vestfrost', 'Zero']);
  });
});

describe('columns', () => {
  test('are those chosen on this device; the number and the status always', () => {
    expect(readColumns('notes,catalogue').map(({ id }) => id)).toEqual([
      'assetNumber',
      'status',
      'catalogue',
      'notes',
    ]);
    expect(toggledColumn(readColumns('notes,catalogue'), 'notes')).toBe('catalogue');
    expect(toggledColumn(readColumns('notes'), 'catalogue')).toBe('notes,catalogue');
  });

  test('are never narrower than they can be read', () => {
    const two = readColumns('');
    expect(tracksOf(two)).toBe('1.375rem minmax(7rem, 1fr) minmax(11rem, 1.2fr)');
    expect(leastWidthOf(two)).toBe('22.875rem');
    // the room that a screen of 1,280 px has beside the rail
    expect(parseFloat(leastWidthOf(readColumns(undefined)))).toBeLessThanOrEqual(62);
  });
});

describe('the keys of the list', () => {
  const press = (key: string, held = {}) => ({
    ...{ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
    ...held,
  });

  test('lead from row to row, and no further than the ends', () => {
    expect(rowAfter(press('ArrowDown'), 3, 10)).toBe(4);
    expect(rowAfter(press('ArrowDown'), 10, 10)).toBe(10);
    expect(rowAfter(press('ArrowUp'), 1, 10)).toBe(1);
    expect([rowAfter(press('Home'), 5, 10), rowAfter(press('End'), 5, 10)]).toEqual([1, 10]);
  });

  test('are left alone outside the rows, and with other keys held', () => {
    expect(rowAfter(press('ArrowDown'), NaN, 10)).toBeUndefined();
    expect(rowAfter(press('ArrowDown', { altKey: true }), 3, 10)).toBeUndefined();
    expect(rowAfter(press('Enter'), 3, 10)).toBeUndefined();
  });
});
