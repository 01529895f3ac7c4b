// Plans a file as a device and central do, and reports of each row the values that a person would look at first.
import { readFile } from 'node:fs/promises';
import type { ImportedAsset } from '#shared/commands/import-asset';
import type { ImportedRecord } from '#shared/commands/import-central-data';
import type { TableRecord } from '#shared/import/around';
import { planCentral } from '#shared/import/central/plan-central';
import type { TableName } from '#shared/import/central/columns';
import type { EquipmentData } from '#shared/import/equipment/equipment-data';
import { planEquipment } from '#shared/import/equipment/plan-equipment';
import type { Plan, Planned } from '#shared/import/planned';
import { cellWriter, type CellWords } from '#shared/import/write-rows';
import { around, atRidge, catalogue, now } from './known';

export const words: CellWords = { yes: 'Yes', no: 'No', status: (status) => status };

interface Asked {
  answers?: Record<string, string>;
  mapping?: Record<string, string>;
}

export const bytesOf = async (file: string): Promise<Uint8Array> =>
  new Uint8Array(await readFile(new URL(`cases/${file}`, import.meta.url)));

const encoded = (text: string): Uint8Array => new TextEncoder().encode(text);

export function equipmentIn(
  file: string | Uint8Array,
  data: EquipmentData = atRidge,
  { answers = {}, mapping = {} }: Asked = {},
): Promise<Planned<ImportedAsset>> {
  const bytes = typeof file === 'string' ? encoded(file) : file;
  const storeIds = data.stores.map(({ id }) => id);
  const context = { now, mode: 'site' as const, storeIds, rights: [] };
  return planEquipment({ bytes, answers, mapping, now }, { data, context, words });
}

export function centralIn(
  table: TableName,
  file: string | Uint8Array,
  { answers = {}, mapping = {}, records }: Asked & { records?: readonly TableRecord[] } = {},
): Promise<Planned<ImportedRecord>> {
  const bytes = typeof file === 'string' ? encoded(file) : file;
  const known = records ?? (table === 'catalogue-items' ? catalogue : table === 'items' ? around.items : []);
  return planCentral(
    { bytes, answers, mapping, now },
    { table, records: known, around, write: cellWriter(around, words) },
  );
}

export function planOf<Record>(planned: Planned<Record>): Plan<Record> {
  if ('fault' in planned) throw new Error(`no plan: ${JSON.stringify(planned.fault)}`);
  return planned.plan;
}

/** `3 new`, `4 wrong not-a-date(installationDate)` */
export const told = <Record>(plan: Plan<Record>): string[] =>
  plan.rows.map(({ line, outcome, issues }) =>
    [line, outcome, ...issues.map(({ code, column }) => (column === '' ? code : `${code}(${column})`))].join(
      ' ',
    ),
  );

/** The values that will be stored in one field, row by row; undefined where it stays out. */
export const stored = <Record>(plan: Plan<Record>, field: string): unknown[] =>
  plan.rows.map(({ outcome, values, stored: cells }) =>
    outcome === 'wrong'
      ? undefined
      : (cells[field] ?? new Map<string, unknown>(Object.entries(values)).get(field)),
  );

export const asked = <Record>({ questions }: Plan<Record>): string[] =>
  questions.map(
    ({ code, column, value, answer }) =>
      [code, column, value].filter((piece) => piece !== undefined).join(':') +
      (answer === undefined ? '' : `=${answer}`),
  );
