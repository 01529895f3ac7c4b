import { expect, test } from 'vitest';
import { Taking, type Table } from './taking.svelte';

const table: Table = { rows: [['Code'], ['E003/002']], sheet: 'Items' };
const read = () => Promise.resolve(table);

test.each([
  ['made', () => Promise.resolve(false)],
  ['handed over', () => Promise.reject(new Error('no memory'))],
])('where a file cannot be %s it says so, and the next try is free', async (_what, fail) => {
  let isBroken = true;
  const taking = new Taking(read, () => (isBroken ? fail() : Promise.resolve(true)));
  await taking.take('xlsx');
  expect([taking.busy, taking.failed]).toEqual([false, true]);
  isBroken = false;
  await taking.take('xlsx');
  expect([taking.busy, taking.failed]).toEqual([false, false]);
});

test('where the table cannot be read it says so, and the next try is free', async () => {
  const taking = new Taking(
    () => Promise.reject(new Error('the database is closed')),
    () => Promise.resolve(true),
  );
  await taking.take('csv');
  expect([taking.busy, taking.failed]).toEqual([false, true]);
});

test('a second press while a file is made makes no second file', async () => {
  let files = 0;
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const taking = new Taking(
    () => gate.then(read),
    () => Promise.resolve(++files > 0),
  );
  const first = taking.take('csv');
  expect(taking.busy).toBe(true);
  await taking.take('csv');
  open();
  await first;
  expect(files).toBe(1);
});
