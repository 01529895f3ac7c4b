// Records that go out to a file and come back unchanged differ in nothing: in every language, as CSV and as XLSX, with any contents.
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { functionalStatuses } from '#shared/domain/functional-status';
import type { TableRecord } from '#shared/import/around';
import { columnsOf, tableNames, type TableName } from '#shared/import/central/columns';
import { planCentral } from '#shared/import/central/plan-central';
import type { Column } from '#shared/import/column';
import { equipmentColumns } from '#shared/import/equipment/columns';
import type { EquipmentData, EquipmentRow } from '#shared/import/equipment/equipment-data';
import { planEquipment } from '#shared/import/equipment/plan-equipment';
import { writeEquipment } from '#shared/import/equipment/write-equipment';
import { columnWords } from '#shared/import/names/column-words';
import type { Planned } from '#shared/import/planned';
import { cellWriter, writeRows, type CellWords } from '#shared/import/write-rows';
import { identityKey } from '#shared/same-identity';
import type { Cells } from '#shared/spreadsheet/cell';
import { writeCsv } from '../../src/spreadsheet/write-csv';
import { writeXlsx } from '../../src/spreadsheet/write-xlsx';
import { around, atRidge, catalogue, now, reasons, ridge } from './known';

const languages = ['en', 'fr', 'es', 'pt', 'ar'] as const;
type Language = (typeof languages)[number];

const messages = (language: Language, file: string): Record<string, string> => {
  const read: unknown = JSON.parse(
    readFileSync(new URL(`../../src/words/${language}/${file}.json`, import.meta.url), 'utf8'),
  );
  return Object.fromEntries(
    Object.entries(read ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
};

/** The words of a language, as the page hands them to the writer. */
function wordsOf(language: Language): CellWords {
  const [common, status] = [messages(language, 'first/common'), messages(language, 'first/status')];
  return { yes: common['yes'] ?? '', no: common['no'] ?? '', status: (one) => status[one] ?? '' };
}

function headingsOf(language: Language, columns: readonly Column[]): string[] {
  const [tables, asset] = [messages(language, 'tables'), messages(language, 'asset')];
  return columns.map(({ id, name }) => name ?? tables[`column-${id}`] ?? asset[id] ?? id);
}

/**
 * Signs that XML, and so a workbook, cannot hold, and the sign for a letter that was lost before. Nor can its writer tell a text such as
 * "toString" from a member of all objects.
 */
const unfit = /(?![\n\t\r])\p{Cc}|[\uFFFD-\uFFFF]/u;
const text = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' }),
    fc.constantFrom(
      ...['=1+1', "'=x", '+5', '-3', '@a', "''-", 'a"b', '"a" b', 'a,b;c\td', 'x\ny', '"a\nb', '  spaced  '],
      ...['00012', '1,5', '1,250', 'true', 'Été', 'عربي', '2.02E+11', '#N/A', '01-Feb', '31/12/2024', 'SN‑1'],
      ...['12345678901234567890', '2015', 'sep=;', 'a,b\nc,d'],
    ),
  )
  .filter((value) => value.trim() !== '' && !unfit.test(value) && !(value in {}));
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0));
const day = fc
  .date({ min: new Date('1950-01-01'), max: new Date('2090-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const equipmentRow = fc
  .record({
    id: fc.uuid(),
    assetNumber: text,
    serialNumber: optional(text),
    catalogueItemId: optional(fc.constant('mk304')),
    ...{ installationDate: optional(day), warrantyEnd: optional(day), donor: optional(text) },
    ...{ storageLocation: optional(text), notes: optional(text), manufacturer: optional(text) },
    needsReplacement: fc.boolean(),
    status: fc.constantFrom(...functionalStatuses),
    properties: fc.record(
      { storageCapacity5: number, holdOverTime: number, capacity: number },
      { requiredKeys: [] },
    ),
  })
  .map(({ status, ...row }): EquipmentRow => ({
    ...{ storeId: ridge.id, classId: 'cold', categoryId: 'fridges', typeId: 'ilr', lockedFields: [] },
    ...{ createdAt: '2026-01-01T00:00:00.000Z', modifiedAt: '2026-01-01T00:00:00.000Z' },
    ...row,
    ...{
      functionalStatus: status,
      statusLoggedAt: '2026-01-01T00:00:00.000Z',
      statusSince: '2026-01-01T00:00:00.000Z',
    },
    ...(status === 'NOT_FUNCTIONING' && { reasonId: 'parts', comment: 'no light' }),
  }));
const equipmentRows = fc.uniqueArray(equipmentRow, {
  maxLength: 8,
  selector: ({ assetNumber }) => identityKey(assetNumber) || assetNumber,
});

const asCsv = (cells: readonly Cells[]): Promise<Uint8Array> => Promise.resolve(writeCsv(cells));
const asXlsx = async (cells: readonly Cells[]): Promise<Uint8Array> =>
  new Uint8Array(await (await writeXlsx(cells, 'Table')).arrayBuffer());
const ways = [
  ['CSV', asCsv, 60],
  ['XLSX', asXlsx, 12],
] as const;

/** Nothing differs, nothing is asked, nothing is lost on the way. */
function expectSame<Record>(planned: Planned<Record>, count: number): void {
  if ('fault' in planned) throw new Error(planned.fault.code);
  const { rows, questions, unknown, clearing } = planned.plan;
  expect(rows.map(({ outcome, issues }) => [outcome, issues])).toEqual(
    Array.from({ length: count }, () => ['same', []]),
  );
  expect([questions, unknown, clearing.values]).toEqual([[], [], 0]);
}

describe.each(languages)('in %s', (language) => {
  const words = wordsOf(language);

  test.each(ways)('equipment as %s', async (_way, write, numRuns) => {
    await fc.assert(
      fc.asyncProperty(equipmentRows, async (assets) => {
        const data: EquipmentData = { ...atRidge, assets, reasons, around, catalogue };
        const columns = equipmentColumns(around.properties);
        const cells = writeEquipment(columns, headingsOf(language, columns), assets, data, words);
        const context = { now, mode: 'site' as const, storeIds: [ridge.id], rights: [] };
        const bytes = await write(cells);
        if (assets.length === 0) return;
        const planned = await planEquipment(
          { bytes, answers: {}, mapping: {}, now },
          { data, context, words },
        );
        expectSame(planned, assets.length);
      }),
      { numRuns },
    );
  });

  const nameIn = optional(fc.record({ fr: text, ar: fc.option(text) }, { requiredKeys: [] }));
  const retired = optional(fc.constant('2026-01-01T00:00:00.000Z'));
  const records: Record<TableName, fc.Arbitrary<TableRecord>> = {
    'catalogue-items': fc.record({
      ...{ id: fc.uuid(), subCatalogue: text, code: text, classId: fc.constantFrom('cold', 'gone') },
      ...{
        categoryId: fc.constant('fridges'),
        typeId: fc.constant('ilr'),
        manufacturer: optional(text),
        model: text,
      },
      deletedAt: retired,
      properties: fc.record(
        { storageCapacity5: number, capacity: number, lowest: number },
        { requiredKeys: [] },
      ),
    }),
    'status-reasons': fc.record({
      ...{ id: fc.uuid(), functionalStatus: fc.constantFrom(...functionalStatuses), reason: text, nameIn },
      ...{ commentsRequired: fc.boolean(), deletedAt: retired },
    }),
    items: fc.record({ id: fc.uuid(), code: text, name: text, nameIn, unit: text, deletedAt: retired }),
    'pack-variants': fc.record({
      ...{
        id: fc.uuid(),
        itemId: fc.constant('para'),
        shortName: text,
        longName: text,
        isActive: fc.boolean(),
      },
      ...{ packSize: fc.double({ min: 0.001, max: 1e6, noNaN: true }), deletedAt: retired },
    }),
  };
  const cases = tableNames.flatMap((table) => ways.map((way) => [table, ...way] as const));

  test.each(cases)('%s as %s', async (table, _way, write, numRuns) => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(records[table], { maxLength: 8, selector: ({ id }) => id }),
        async (list) => {
          const columns = columnsOf(table, around);
          const writer = cellWriter(around, words);
          const cells = writeRows(columns, headingsOf(language, columns), list, writer);
          const bytes = await write(cells);
          if (list.length === 0 || haveTwins(table, list)) return;
          const request = { bytes, answers: {}, mapping: {}, now };
          expectSame(
            await planCentral(request, { table, records: list, around, write: writer }),
            list.length,
          );
        },
      ),
      { numRuns },
    );
  });
});

/** Two that people would take for one another are a fault of the table itself. */
function haveTwins(table: TableName, list: readonly TableRecord[]): boolean {
  const keys = list.map((record) =>
    ['subCatalogue', 'code', 'functionalStatus', 'reason', 'itemId', 'shortName']
      .map((field) => identityKey(String(new Map<string, unknown>(Object.entries(record)).get(field) ?? '')))
      .join('\n'),
  );
  return new Set(keys).size < list.length && table.length > 0;
}

test('all words of the app for its columns and statuses are known to the reader', () => {
  for (const language of languages) {
    const [tables, asset] = [messages(language, 'tables'), messages(language, 'asset')];
    for (const [id, names] of Object.entries(columnWords))
      for (const name of [tables[`column-${id}`], asset[id]].filter((one) => one !== undefined))
        expect(names, `${language} ${id}`).toContain(name);
  }
});
