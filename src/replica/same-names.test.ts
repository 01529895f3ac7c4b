// Reading ten thousand records in pieces, and finding those that people would take for one another.
import { expect, test } from 'vitest';
import { openDatabase } from '../../tests/sync/replicas';
import { readInPieces } from './read-in-pieces';
import { twinsOf } from './same-names';

const item = (id: string, code: string, deletedAt?: string) => ({
  ...{ id, code, name: `Item ${id}`, unit: 'piece', conflicts: 0 },
  ...(deletedAt !== undefined && { deletedAt }),
});

test.each([0, 1, 400, 401, 1000])('%i records are read, each once and by id', async (count) => {
  const db = openDatabase();
  const ids = Array.from({ length: count }, (_, at) => `i${String(at).padStart(4, '0')}`);
  await db.items.bulkPut(ids.map((id) => item(id, id)));
  expect((await readInPieces(db.items)).map(({ id }) => id)).toEqual(ids);
});

test('[R8] a twin is another record in use that says the same, whatever its capitals', async () => {
  const db = openDatabase();
  const [one, two] = [item('1', 'PARA'), item('2', 'para')];
  await db.items.bulkPut([one, two, item('3', 'PARA', '2026-01-01T00:00:00.000Z'), item('4', 'PARA-2')]);
  expect((await twinsOf(db, 'item', one)).map(({ id }) => id)).toEqual(['2']);
  expect((await twinsOf(db, 'item', two)).map(({ id }) => id)).toEqual(['1']);
  expect(await twinsOf(db, 'item', item('3', 'PARA', '2026-01-01T00:00:00.000Z'))).toEqual([]);
});
