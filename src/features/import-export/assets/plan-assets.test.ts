import { describe, expect, test } from 'vitest';
import type { AssetRow } from '../../../replica/records';
import type { Cell } from '../../../spreadsheet/cell';
import { readCsv } from '../../../spreadsheet/read-csv';
import { readXlsx } from '../../../spreadsheet/read-xlsx';
import { writeCsv } from '../../../spreadsheet/write-csv';
import { writeXlsx } from '../../../spreadsheet/write-xlsx';
import { assetColumns } from './asset-columns';
import type { AssetData } from './asset-data';
import { planAssets } from './plan-assets';
import { writeAssets } from './write-assets';

const at = '2026-01-01T00:00:00.000Z';
const place = { classId: 'c', categoryId: 'k', typeId: 't' };
const fridge: AssetRow = {
  ...{ id: 'a1', storeId: 's1', assetNumber: 'HC-1', ...place, needsReplacement: false },
  catalogueItemId: 'i',
  serialNumber: 'AX-77',
  installationDate: '2024-05-06',
  notes: '=not a formula',
  properties: { capacity: 25.5, solar: true },
  lockedFields: ['serialNumber'],
  ...{ createdAt: at, modifiedAt: at, conflicts: 0 },
  ...{
    functionalStatus: 'NOT_FUNCTIONING',
    reasonId: 'r',
    comment: 'no light',
    statusLoggedAt: at,
    statusSince: at,
  },
};
const byHand: AssetRow = {
  ...{ id: 'a2', storeId: 's2', assetNumber: 'HC-2', ...place, needsReplacement: true },
  ...{ manufacturer: 'Zero', model: 'Z 1', properties: {}, lockedFields: [] },
  ...{ createdAt: at, modifiedAt: at, conflicts: 0 },
};
const data: AssetData = {
  assets: [fridge, byHand],
  catalogue: [
    {
      id: 'i',
      subCatalogue: 'WHO PQS',
      code: 'E003/007',
      manufacturer: 'Vestfrost',
      model: 'MK 304',
      ...place,
      properties: {},
    },
  ],
  reasons: [
    { id: 'r', functionalStatus: 'NOT_FUNCTIONING', reason: 'Needs spare parts', commentsRequired: false },
  ],
  around: {
    classes: [{ id: 'c', name: 'Cold chain' }],
    categories: [{ id: 'k', name: 'Refrigerators', classId: 'c' }],
    types: [{ id: 't', name: 'Ice-lined', categoryId: 'k' }],
    properties: [
      { id: 'p1', key: 'capacity', name: 'Capacity (litres)', valueType: 'FLOAT' },
      { id: 'p2', key: 'solar', name: 'Solar', valueType: 'BOOLEAN' },
    ],
    items: [],
  },
  stores: [
    { id: 's1', code: 'S1', name: 'First' },
    { id: 's2', code: 'S2', name: 'Second' },
  ],
};
const context = { now: Date.parse('2026-06-01'), mode: 'site' as const, storeIds: ['s1', 's2'], rights: [] };
const words = { yes: 'Yes', no: 'No', status: (status: string) => status };
const plan = (header: Cell[], ...rows: Cell[][]) => planAssets({ header, rows }, data, context, words);
const told = async (header: Cell[], ...rows: Cell[][]) =>
  (await plan(header, ...rows)).rows.map(({ outcome, issues }) =>
    [outcome, ...issues.map(({ code }) => code)].join(' '),
  );

describe('a table of assets', () => {
  test('that is exported, as CSV or as XLSX, and imported again changes nothing', async () => {
    const columns = assetColumns(data.around.properties);
    const headers = columns.map(({ id }) => id);
    const table = writeAssets(columns, headers, data.assets, data, words);
    const workbook = await writeXlsx(table, 'Equipment');
    for (const sheet of [readCsv(writeCsv(table)), await readXlsx(await workbook.arrayBuffer())]) {
      if (!sheet) throw new Error('no table was written');
      const planned = await planAssets(sheet, data, context, words);
      expect(planned.rows.map(({ outcome, issues }) => [outcome, issues])).toEqual([
        ['same', []],
        ['same', []],
      ]);
      expect(planned.unknown).toEqual([]);
    }
  });

  test('adds what is new, with its first status, and takes its place from the catalogue', async () => {
    const { rows } = await plan(
      ['Asset number', 'Store', 'Catalogue item', 'Functional status', 'Capacity (litres)'],
      ['HC-9', 'second', 'e003/007', 'Functioning', 30],
    );
    expect(rows[0]).toMatchObject({
      outcome: 'new',
      record: {
        storeId: 's2',
        values: { assetNumber: 'HC-9', catalogueItemId: 'i', properties: { capacity: 30 } },
        status: { functionalStatus: 'FUNCTIONING' },
      },
    });
  });

  test('finds an asset by its number and its store, and says only what differs', async () => {
    const { rows } = await plan(
      ['assetNumber', 'storeId', 'donor'],
      ['HC-1', 'S1', 'UNICEF'],
      ['HC-2', 'S2', ''],
    );
    expect(rows.map(({ outcome, record, changes }) => [outcome, record.id, changes])).toEqual([
      ['changed', 'a1', [{ column: 'donor', from: null, to: 'UNICEF' }]],
      ['same', 'a2', []],
    ]);
  });

  test('writes a log only where the status is news', async () => {
    const header = ['assetNumber', 'storeId', 'functionalStatus', 'reason', 'comment'];
    expect(await told(header, ['HC-1', 'S1', 'NOT_FUNCTIONING', 'Needs spare parts', 'no light'])).toEqual([
      'same',
    ]);
    expect(await told(header, ['HC-1', 'S1', 'NOT_IN_USE', '', ''])).toEqual(['changed']);
  });

  test('tells what is wrong with each row', async () => {
    const header = [
      'assetNumber',
      'storeId',
      'functionalStatus',
      'reason',
      'catalogueItemId',
      'installationDate',
    ];
    expect(
      await told(
        header,
        ['', 'S1', 'Functioning', '', 'E003/007', ''],
        ['N1', 'S7', 'Functioning', '', 'E003/007', ''],
        ['N2', 'S1', 'Functioning', '', 'E999/999', ''],
        ['N3', 'S1', 'Broken', '', 'E003/007', ''],
        ['N4', 'S1', 'Not functioning', '', 'E003/007', ''],
        ['N5', 'S1', 'Not functioning', 'Bad luck', 'E003/007', ''],
        ['N6', 'S1', '', '', 'E003/007', ''],
        ['N7', 'S1', 'Functioning', '', 'E003/007', '2024-02-31'],
        ['N8', 'S1', 'Functioning', '', 'E003/007', ''],
        ['N8', 'S1', 'Functioning', '', 'E003/007', ''],
      ),
    ).toEqual([
      'error missing',
      'error store-not-here',
      'error unknown-catalogue-item',
      'error unknown-status',
      'error reason-missing',
      'error unknown-reason',
      'error status-missing',
      'error not-a-date',
      'new',
      'error same-row',
    ]);
  });

  test('does not touch what a label has locked', async () => {
    expect(await told(['assetNumber', 'storeId', 'serialNumber'], ['HC-1', 'S1', 'other'])).toEqual([
      'error locked-field',
    ]);
  });
});
