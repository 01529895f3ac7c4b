// Use that never meets a budget (the contract with other programs), and use that meets one.
import { expect, test } from 'vitest';
import { Allowances } from './allowance';
import { budgetNumbers, overBudget, SyncBudgets } from './budgets';
import { OpenUploads } from './open-uploads';

const SECOND = 1000;

test('one device that writes 30,000 changes a second for a minute meets none, nor 20,000 edits of one field', () => {
  let now = 0;
  const budgets = new SyncBudgets(budgetNumbers, () => now);
  for (let second = 0; second < 60; second++) {
    // some 400 bytes each, in messages of 400
    for (let message = 0; message < 75; message++) expect(budgets.sent('d', 400, 160_000)).toBe(0);
    now += SECOND;
  }
  expect(budgets.sent('d', 20_000, 8_000_000)).toBe(0);
  expect(budgets.wait('d')).toBe(0);
});

test('200 sockets of one device on one document meet none, and a thousand documents of 200 sites neither', () => {
  const budgets = new SyncBudgets(budgetNumbers, () => 0);
  const open = Array.from({ length: 199 }, () => ({ document: 'store/s/2026' }));
  expect(budgets.hasRoom(open, 'store/s/2026')).toBe(true);
  const many = Array.from({ length: 1000 }, (_, n) => ({ document: `store/s${n}/2026` }));
  expect(budgets.hasRoom(many, 'config')).toBe(true);
});

test('five hundred sockets of one device on one document do', () => {
  const budgets = new SyncBudgets(budgetNumbers, () => 0);
  const open = Array.from({ length: 499 }, () => ({ document: 'config' }));
  expect(budgets.hasRoom(open, 'config')).toBe(false);
  expect(budgets.hasRoom(open, 'store/s/2026')).toBe(true);
});

test('a flood is told how long to wait, harms no other device, and may go on after that', () => {
  let now = 0;
  const budgets = new SyncBudgets(
    { ...budgetNumbers, changes: { most: 1000, restMs: 10 * SECOND } },
    () => now,
  );
  expect(budgets.sent('flood', 1000, 1)).toBe(0);
  const wait = budgets.sent('flood', 500, 1);
  expect(wait).toBe(5 * SECOND);
  expect(overBudget(wait)).toBe('over-budget: again in 5 s');
  expect(budgets.wait('other')).toBe(0);
  now += wait;
  expect(budgets.wait('flood')).toBe(0);
});

test('refused changes count by themselves: a device that is refused all the time waits', () => {
  const budgets = new SyncBudgets(budgetNumbers, () => 0);
  expect(budgets.refused('d', 10_000)).toBe(0);
  expect(budgets.refused('d', 0)).toBe(0);
  expect(budgets.refused('d', 50_000)).toBeGreaterThan(0);
});

test('memory is bounded: who used something longest ago is forgotten', () => {
  const allowances = new Allowances({ most: 1, restMs: 1000 }, () => 0, 2);
  for (const caller of ['a', 'b', 'c']) allowances.use(caller, 5);
  expect(['a', 'b', 'c'].map((caller) => allowances.wait(caller) > 0)).toEqual([false, true, true]);
});

test('uploads that are under way are counted with their bytes, until they end or turn out to be none', async () => {
  const there = new Set(['1', '2']);
  const uploads = new OpenUploads({ uploads: 3, uploadBytes: 100 }, (id) => Promise.resolve(there.has(id)));
  uploads.began('d', '1', 40);
  uploads.began('d', '2', 40);
  expect(await uploads.hasRoom('d', 30)).toBe(false);
  expect(await uploads.hasRoom('d', 20)).toBe(true);
  expect(await uploads.hasRoom('other', 100)).toBe(true);
  uploads.began('d', '3', 20);
  there.add('3');
  expect(await uploads.hasRoom('d', 0)).toBe(false);
  uploads.ended('1');
  expect(await uploads.hasRoom('d', 40)).toBe(true);
  there.clear();
  uploads.began('d', '4', 100);
  expect(await uploads.hasRoom('d', 100)).toBe(true);
});
