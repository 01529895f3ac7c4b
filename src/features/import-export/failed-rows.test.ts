// The rows to mend go out as they came, each with its row of the file and its faults, and come back unharmed.
import { expect, test } from 'vitest';
import type { ImportedAsset } from '#shared/commands/import-asset';
import type { Plan } from '#shared/import/planned';
import { bytesOf, equipmentIn, planOf, told } from '../../../tests/import/planning';
import { atRidge } from '../../../tests/import/known';
import { encodeText } from '#shared/spreadsheet/encoding/write-text';
import { writeCsv } from '../../spreadsheet/write-csv';
import { writeXlsx } from '../../spreadsheet/write-xlsx';
import { createWords } from '../../words/words.svelte';
import { failedRows } from './failed-rows';

const words = async (language: string) => {
  const storage = { getItem: () => null, setItem: () => undefined };
  const made = await createWords({ languages: [language], root: { lang: '', dir: '' }, storage });
  await made.whole();
  return made;
};
const job = { columnName: (_columns: unknown, id: string) => id };
const rowsToMend = async (plan: Plan<ImportedAsset>, language = 'fr') =>
  failedRows(await words(language), job, plan, []);
const textOf = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

test('a file with semicolons goes back with semicolons, and its texts as they stood', async () => {
  const plan = planOf(await equipmentIn(await bytesOf('mend-semicolon.csv')));
  const text = textOf(writeCsv(await rowsToMend(plan), plan.readAs));
  const [heading, first, second] = text.split('\r\n');
  expect(heading).toMatch(/^\uFEFFassetNumber;functionalStatus;catalogueItemId;holdOverTime;notes;/);
  expect(first).toMatch(/^TF-1;Brokn;E003\/007;25,6;"one; two";2;/);
  expect(second).toMatch(/^TF-2;Brokn;E003\/007;1,250;three;3;/);

  const mended = text.replaceAll('Brokn', 'Functioning');
  const again = planOf(await equipmentIn(mended));
  expect([told(again), again.unknown]).toEqual([['2 new', '3 new'], []]);
  expect(again.rows.map(({ values }) => values['properties'])).toEqual([
    { holdOverTime: 25.6 },
    { holdOverTime: 1.25 },
  ]);
});

test.each(['windows-1252', 'utf-16le', 'utf-8'])('a file in %s goes back in it', async (encoding) => {
  const text =
    'assetNumber;functionalStatus;catalogueItemId;storageLocation\nA;Brokn;E003/007;Réfrigérateur\n';
  const plan = planOf(await equipmentIn(encodeText(text, encoding)));
  const bytes = writeCsv(await rowsToMend(plan, 'es'), plan.readAs);
  const again = planOf(await equipmentIn(bytes));
  expect(again.readAs).toMatchObject({ encoding, separator: ';' });
  expect(again.rows[0]?.cells[3]).toBe('Réfrigérateur');
});

test('a day of a workbook that counts from 1904 stays that day', async () => {
  const data = { ...atRidge, catalogue: [] };
  const plan = planOf(await equipmentIn(await bytesOf('date1904-true.xlsx'), data));
  expect(plan.rows.map(({ outcome }) => outcome)).toEqual(['wrong', 'wrong']);
  const workbook = await writeXlsx(await rowsToMend(plan, 'ar'), 'Sheet1');
  const again = planOf(await equipmentIn(new Uint8Array(await workbook.arrayBuffer())));
  expect(again.rows.map(({ values }) => values['installationDate'])).toEqual(['2024-01-01', '2024-01-01']);
});
