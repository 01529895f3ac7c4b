import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ImportedRecord } from '#shared/commands/import-central-data';
import { foldCase } from '#shared/same-text';
import { readCsv } from '../../spreadsheet/read-csv';
import { writeCsv } from '../../spreadsheet/write-csv';
import { readXlsx } from '../../spreadsheet/read-xlsx';
import { writeXlsx } from '../../spreadsheet/write-xlsx';
import type { Around, TableRecord } from './around';
import type { Cells, Sheet } from '../../spreadsheet/cell';
import { columnsOf, type TableName } from './columns';
import { planImport, type Plan } from './plan';
import { cellWriter, writeRows, type CellWords } from './write-rows';

/** What XML, and so a workbook, cannot hold. Nor can its writer tell a text such as "toString" from a member of all objects. */
const unfit = /(?![\n\t\r])\p{Cc}|[\uFFFE\uFFFF]/u;

const words: CellWords = { yes: 'Yes', no: 'No', status: (status) => status };
const around: Around = {
  classes: [{ id: 'c1', name: 'Cold chain' }],
  categories: [{ id: 'k1', name: 'Refrigerators', classId: 'c1' }],
  types: [{ id: 't1', name: 'Freezer', categoryId: 'k1' }],
  properties: [
    { id: 'p1', key: 'litres', name: 'Capacity (litres)', valueType: 'FLOAT' },
    { id: 'p2', key: 'zone', name: 'Climate zone', valueType: 'STRING', allowedValues: ['Hot', 'Moderate'] },
    { id: 'p3', key: 'tested', name: 'Tested on', valueType: 'DATE', typeId: 'other' },
    { id: 'p4', key: 'alarm', name: 'Alarm', valueType: 'BOOLEAN' },
  ],
  items: [{ id: 'i1', code: 'PARA', name: 'Paracetamol', unit: 'tablet' }],
};
const freezer = {
  id: 'a1',
  subCatalogue: 'General',
  code: 'E1',
  classId: 'c1',
  categoryId: 'k1',
  typeId: 't1',
  manufacturer: 'Vestfrost',
  model: 'MF 114',
  properties: { litres: 105.5, alarm: true },
};
const write = cellWriter(around, words);

const exported = (table: TableName, records: readonly TableRecord[]): Cells[] => {
  const columns = columnsOf(table, around);
  return writeRows(
    columns,
    columns.map(({ id, name }) => name ?? id),
    records,
    write,
  );
};
const sheetOf = ([header = [], ...rows]: readonly Cells[]): Sheet => ({ header, rows });
const plan = (
  table: TableName,
  sheet: Sheet | undefined,
  records: readonly TableRecord[],
): Plan<ImportedRecord> =>
  planImport({ table, sheet: sheet ?? { header: [], rows: [] }, records, around, write });
const outcomes = (made: Plan<ImportedRecord>) => made.rows.map(({ outcome }) => outcome);
const issuesOf = (made: Plan<ImportedRecord>) =>
  made.rows.flatMap(({ line, issues }) => issues.map(({ column, code }) => `${line} ${column} ${code}`));

describe('an import says what it would do', () => {
  test('a new row is new, with what its names stand for', () => {
    const made = plan(
      'catalogue-items',
      sheetOf([
        [
          'Sub-catalogue',
          'Code',
          'Class',
          'Category',
          'Type',
          'Manufacturer',
          'Model',
          'Capacity (litres)',
          'Alarm',
        ],
        ['General', 'E2', 'cold CHAIN', 'Refrigerators', 'Freezer', null, 'X 1', '98,5', 'oui'],
      ]),
      [freezer],
    );
    expect(outcomes(made)).toEqual(['new']);
    expect(made.rows[0]?.record).toEqual({
      values: {
        subCatalogue: 'General',
        code: 'E2',
        classId: 'c1',
        categoryId: 'k1',
        typeId: 't1',
        model: 'X 1',
        properties: { litres: 98.5, alarm: true },
      },
    });
  });

  test('of a record that is there only the cells that differ are said, and a blank one clears', () => {
    const made = plan(
      'catalogue-items',
      sheetOf([
        ['code', 'subCatalogue', 'model', 'manufacturer', 'litres'],
        ['E1', 'general', 'MF 115', null, 105.5],
      ]),
      [freezer],
    );
    expect(outcomes(made)).toEqual(['changed']);
    expect(made.rows[0]?.record.values).toEqual({
      subCatalogue: 'general',
      model: 'MF 115',
      manufacturer: null,
    });
  });

  test('every cell that is wrong is named with its row', () => {
    const made = plan(
      'catalogue-items',
      sheetOf([
        ['subCatalogue', 'code', 'class', 'category', 'type', 'model', 'litres', 'zone', 'tested', 'alarm'],
        [
          'General',
          'E5',
          'Transport',
          'Refrigerators',
          'Freezer',
          null,
          'many',
          'Arctic',
          '2026-02-30',
          'perhaps',
        ],
        ['General', 'E6', 'Cold chain', 'Refrigerators', 'Freezer', 'A', null, null, '2026-02-03', null],
        ['General', 'e6', 'Cold chain', 'Refrigerators', 'Freezer', 'B', null, null, null, null],
      ]),
      [freezer],
    );
    expect(issuesOf(made)).toEqual([
      '2 classId unknown-class',
      '2 categoryId unknown-category',
      '2 typeId unknown-type',
      '2 model missing',
      '2 properties.alarm not-yes-no',
      '2 properties.litres not-a-number',
      '2 properties.zone not-allowed',
      '2 properties.tested not-a-date',
      '3 properties.tested not-for-type',
      '4 code same-row',
    ]);
    expect(outcomes(made)).toEqual(['error', 'new', 'error']);
  });

  test('a file without the columns that tell records apart is not read', () => {
    const made = plan(
      'items',
      sheetOf([
        ['name', 'colour'],
        ['A', 'red'],
      ]),
      [],
    );
    expect(made.missing).toEqual(['code']);
    expect(made.unknown).toEqual(['colour']);
    expect(made.rows).toEqual([]);
  });

  test('a pack size must be above zero, and a doubtful number is pointed out', () => {
    const header = ['item', 'shortName', 'longName', 'packSize'];
    const made = plan(
      'pack-variants',
      sheetOf([
        header,
        ['PARA', 'Tin', 'Tin of 1000', '0'],
        ['paracetamol', 'Box', 'Box', '1,250'],
        ['X', 'Y', 'Z', 1],
      ]),
      [],
    );
    expect(issuesOf(made)).toEqual([
      '2 packSize not-positive',
      '3 packSize number-doubtful',
      '4 itemId unknown-item',
    ]);
    expect(made.rows[1]?.record.values).toMatchObject({ itemId: 'i1', packSize: 1.25, isActive: true });
  });

  test('the id finds a record that was renamed; a name that another has is refused', () => {
    const records = [
      { id: 'i1', code: 'A', name: 'One', unit: 'u' },
      { id: 'i2', code: 'B', name: 'Two', unit: 'u' },
    ];
    const made = plan(
      'items',
      sheetOf([
        ['id', 'code', 'retired'],
        ['i1', 'C', 'yes'],
        ['i2', 'A', null],
      ]),
      records,
    );
    expect(made.rows[0]?.record).toEqual({ id: 'i1', values: { code: 'C' }, retired: true });
    expect(issuesOf(made)).toEqual(['3 code code-taken']);
  });
});

describe('a table that goes out and comes in changes nothing', () => {
  const text = fc
    .oneof(
      fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' }),
      fc.constantFrom(
        '=1+1',
        "'=x",
        '+5',
        '-3',
        '@a',
        "''-",
        'a"b',
        'a,b;c\td',
        'x\ny',
        '  spaced  ',
        '00012',
        '1,5',
        'true',
        'Été',
        'عربي',
      ),
    )
    .filter((value) => value.trim() !== '' && !unfit.test(value) && !(value in {}));
  const records = fc.uniqueArray(
    fc.record({
      id: fc.uuid(),
      subCatalogue: text,
      code: text,
      classId: fc.constantFrom('c1', 'gone'),
      categoryId: fc.constant('k1'),
      typeId: fc.constant('t1'),
      manufacturer: fc.option(text, { nil: undefined }),
      model: text,
      deletedAt: fc.option(fc.constant('2026-01-01T00:00:00.000Z'), { nil: undefined }),
      properties: fc.record(
        {
          litres: fc
            .double({ noNaN: true, noDefaultInfinity: true })
            .filter((value) => !Object.is(value, -0)),
          zone: fc.constantFrom('Hot', 'Cold of old'),
          tested: fc.constantFrom('2026-01-31', '1999-12-01'),
          alarm: fc.boolean(),
        },
        { requiredKeys: [] },
      ),
    }),
    { selector: ({ id }) => id, maxLength: 12 },
  );
  const alike = (list: { code: string; subCatalogue: string }[]) =>
    new Set(list.map(({ code, subCatalogue }) => `${foldCase(code)}|${foldCase(subCatalogue)}`)).size ===
    list.length;

  test('as CSV', () => {
    fc.assert(
      fc.property(records.filter(alike), (list) => {
        const made = plan('catalogue-items', readCsv(writeCsv(exported('catalogue-items', list))), list);
        expect(outcomes(made).filter((outcome) => outcome !== 'same')).toEqual([]);
        expect(made.rows).toHaveLength(list.length);
      }),
    );
  });

  const retired = { deletedAt: '2026-01-01T00:00:00.000Z' };
  test.each([
    [
      'status-reasons',
      [
        { id: 'r1', functionalStatus: 'NOT_IN_USE', reason: 'Stored', commentsRequired: false },
        {
          id: 'r2',
          functionalStatus: 'NOT_FUNCTIONING',
          reason: '=Unknown',
          commentsRequired: true,
          ...retired,
        },
      ],
    ],
    [
      'items',
      [
        { id: 'i1', code: '00012', name: 'Paracetamol, 500 mg', unit: 'tablet' },
        { id: 'i2', code: '-A', name: 'Été "A"', unit: 'dose', ...retired },
      ],
    ],
    [
      'pack-variants',
      [
        {
          id: 'v1',
          itemId: 'i1',
          shortName: 'Tin',
          longName: 'Tin of 1,000',
          packSize: 1000,
          isActive: true,
        },
        { id: 'v2', itemId: 'i1', shortName: '1/2', longName: 'Half', packSize: 0.5, isActive: false },
      ],
    ],
  ] as const)('%s, as CSV and as XLSX', async (table, list) => {
    const cells = exported(table, list);
    const workbook = await writeXlsx(cells, 'Table');
    for (const sheet of [readCsv(writeCsv(cells)), await readXlsx(await workbook.arrayBuffer())])
      expect(outcomes(plan(table, sheet, list))).toEqual(['same', 'same']);
  });

  test('as XLSX', async () => {
    await fc.assert(
      fc.asyncProperty(records.filter(alike), async (list) => {
        const blob = await writeXlsx(exported('catalogue-items', list), 'Catalogue');
        const made = plan('catalogue-items', await readXlsx(await blob.arrayBuffer()), list);
        expect(outcomes(made).filter((outcome) => outcome !== 'same')).toEqual([]);
        expect(made.rows).toHaveLength(list.length);
      }),
      { numRuns: 20 },
    );
  });
});
