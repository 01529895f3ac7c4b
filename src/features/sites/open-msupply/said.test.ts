import { expect, test } from 'vitest';
import { createWords } from '../../../words/words.svelte';
import { sayProblem, sayProblemOf } from '../../fleet/pieces/say-problem';
import { sayNotThere, sayRecord, sayWhy } from './said';

async function wordsIn(locale: string) {
  const words = await createWords({ languages: [locale], storage: undefined, root: { lang: '', dir: '' } });
  await words.whole();
  return words;
}

const record = (tableName: string, data: unknown) => ({ tableName, recordId: '8f14e45f-ceea', data });

test.each([
  ['asset', { asset_number: 'H-1', serial_number: 'SN 1' }, 'Equipment H-1'],
  ['asset', { asset_number: '', serial_number: 'SN 1' }, 'Equipment SN 1'],
  ['asset', null, 'Equipment 8f14e45f-ceea'],
  [
    'asset_log',
    { status: 'NOT_FUNCTIONING', log_datetime: '2024-02-01T08:00:00.123' },
    'Status Not functioning',
  ],
  ['asset_log', { status: 'BROKEN' }, 'Status 8f14e45f-ceea'],
  ['sync_file_reference', { file_name: 'plate.jpg' }, 'File plate.jpg'],
  ['asset_log_reason', { reason: 'Struck by lightning' }, 'Status reason Struck by lightning'],
  ['unknown', { json: '{}' }, 'unknown 8f14e45f-ceea'],
])('a record of %s that could not be stored is known as people know it', async (table, data, said) => {
  expect(sayRecord(await wordsIn('en'), record(table, data))).toContain(said);
});

test('the day of a status stands behind it, in every direction', async () => {
  const data = { status: 'FUNCTIONING', log_datetime: '2024-02-01T08:00:00' };
  const [en, ar] = [await wordsIn('en'), await wordsIn('ar')].map((words) =>
    sayRecord(words, record('asset_log', data)),
  );
  expect(en?.split('·')).toHaveLength(2);
  expect(ar?.indexOf('يعمل')).toBeLessThan(ar?.indexOf('2024') ?? 0);
});

test('a reason that has no words of its own names no code', async () => {
  const words = await wordsIn('en');
  expect(sayWhy(words, { code: 'bad-envelope' })).toBe(sayWhy(words, { code: 'internal' }));
  expect(sayWhy(words, { code: 'not-yours' })).toContain('another site');
});

test('a status of equipment that nobody knows is not called by its id', async () => {
  const words = await wordsIn('en');
  const log = { entity: 'assetLog', id: '8f14e45f-ceea' };
  expect(sayNotThere(words, { ...log, name: 'H-1' })).toBe('Status of H-1');
  expect(sayNotThere(words, { ...log, name: log.id })).toBe('Status of unknown equipment');
});

test('a problem that could be about any field names it', async () => {
  const words = await wordsIn('en');
  expect(sayProblem(words, { code: 'missing-field', field: 'typeId' })).toBe('Not filled in: Type');
  expect(sayProblem(words, { code: 'missing-field', field: 'of a newer app' })).toBe('Required');
  expect(sayProblem(words, { code: 'missing-field' }, ['classId', 'typeId'])).toBe(
    'Not filled in: Class and Type',
  );
  const asset = { assetNumber: 'H-1', classId: 'c', categoryId: '', typeId: '' };
  expect(sayProblemOf(words, asset, 'missing-field')).toBe('Not filled in: Category and Type');
});
