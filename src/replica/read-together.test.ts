import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../../tests/sync/replicas';
import type { ReplicaDatabase } from './database';
import { readEntities, readTogether } from './read-together';
import type { ChangeRecord } from './records';

let db: ReplicaDatabase;
beforeEach(() => {
  db = openDatabase();
});
afterEach(() => db.delete());

const numbered = (number: number): string => `id-${String(number).padStart(4, '0')}`;

async function put(numbers: readonly number[], entityOf = numbered): Promise<void> {
  const records = numbers.map((number): ChangeRecord => {
    const id = numbered(number);
    const change = {
      id,
      hlc: '',
      userId: '',
      deviceId: '',
      n: 1,
      kind: 'item.edit',
      entityId: '',
      patch: {},
    };
    return { id, change, entity: 'item', entityId: entityOf(number), documents: [], places: [] };
  });
  await db.changes.bulkPut(records);
}

const range = (count: number, step = 1): number[] =>
  Array.from({ length: count }, (_, index) => index * step);

test.each([
  ['that stand together', 1],
  ['between which many others stand', 9],
])('records %s are all found, and no others', async (_, step) => {
  await put(range(2000));
  const asked = [...range(200, step), 5000].map(numbered);
  const found = await readTogether(db.changes, asked);
  expect(found.map(({ id }) => id).sort()).toEqual(range(200, step).map(numbered));
});

test.each([
  ['that stand together', 1],
  ['between which many others stand', 9],
])('entities %s come with each of their changes', async (_, step) => {
  await put(range(4000), (number) => numbered(Math.floor(number / 2)));
  const found = await readEntities(db.changes, 'item', [...range(100, step), 5000].map(numbered));
  expect([...found.keys()].sort()).toEqual(range(100, step).map(numbered));
  for (const [id, records] of found) {
    const first = 2 * Number(id.slice(3));
    expect(records.map((record) => record.id)).toEqual([numbered(first), numbered(first + 1)]);
  }
  expect((await readEntities(db.changes, 'asset', [numbered(1)])).size).toBe(0);
});

test('nothing is asked for, nothing is found', async () => {
  await put(range(3));
  expect(await readTogether(db.changes, [])).toEqual([]);
  expect((await readEntities(db.changes, 'item', [])).size).toBe(0);
});
