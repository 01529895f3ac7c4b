/** The file beside the log, with the known facts of it, never differs from the log, after any kill and any restore. */
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Change } from '#shared/change/change';
import { encodeBody } from '#shared/change/codec/struct';
import { knownPathOf } from '../../server/database/sqlite/log/kept-known';
import type { SqliteDatabase } from '../../server/database/sqlite/open-database';
import { newDatabasePath, openTestDatabase } from '../support/database';

const CLIENT = 7;
let made = 0;

/** Of few assets in two stores, so that some come twice and some move. */
function changeOf(number: number): Change {
  const isMove = number % 5 === 0;
  return {
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    hlc: `${String(1_780_000_000_000 + number)}-0000-d1`,
    ...{ userId: 'u1', deviceId: 'd1', n: number, kind: isMove ? 'asset.move' : 'asset.edit' },
    entityId: `asset-${number % 7}`,
    patch: isMove ? { storeId: 's2' } : { notes: `${number}` },
  };
}

const insert = (database: SqliteDatabase, count: number, fails = false): Promise<void> =>
  database.transaction(async ({ changes }) => {
    for (let index = 0; index < count; index++) {
      const change = changeOf(++made);
      const document = `store/s${1 + (made % 2)}/2026`;
      const clock = (await changes.heads([document])).get(document)?.get(CLIENT) ?? 0;
      const at = { document, client: CLIENT, clock, receivedAt: '2026-06-01T00:00:00.000Z' };
      await changes.insertChanges([{ ...at, receivedFrom: 'd1', change, body: encodeBody(change) }]);
      if (change.kind === 'asset.move')
        await changes.assignOwners([{ entity: 'asset', id: change.entityId, storeId: 's2' }]);
    }
    if (fails) throw new Error('undone');
  });

/** All that the judge may ask. */
const saidBy = async (database: SqliteDatabase) =>
  database.transaction(async ({ changes }) => {
    const ids = Array.from({ length: made + 1 }, (_, number) => changeOf(number).id);
    const refs = Array.from({ length: 7 }, (_, number) => ({ entity: 'asset', id: `asset-${number}` }));
    const found = await changes.changesByIds(ids);
    return {
      places: found.map(({ document, client, clock, change }) => [change.id, document, client, clock]).sort(),
      stores: [...(await changes.storesOwning(refs))],
      moved: (await database.changes.moved()).map(({ id }) => id).sort(),
    };
  });

function copyTo(from: string, to: string): void {
  for (const end of ['', '-wal', '-shm']) {
    rmSync(`${to}${end}`, { force: true });
    if (existsSync(`${from}${end}`)) copyFileSync(`${from}${end}`, `${to}${end}`);
  }
}

/** Of the log alone. */
async function saidByLog(path: string) {
  const copy = newDatabasePath();
  copyTo(path, copy);
  const database = await openTestDatabase(copy);
  const said = await saidBy(database);
  await database.close();
  return said;
}

type Step =
  | { do: 'insert' | 'undone'; count: number }
  | { do: 'restart' | 'kill' | 'keep' | 'put back' | 'tear' | 'spoil' };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constantFrom('insert' as const, 'undone' as const),
    count: fc.integer({ min: 1, max: 9 }),
  }),
  fc.record({
    do: fc.constantFrom('restart', 'restart', 'kill', 'keep', 'put back', 'put back', 'tear', 'spoil'),
  }),
);

test('whatever is killed, torn, spoilt or put back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      let path = newDatabasePath();
      let database = await openTestDatabase(path);
      const kept: string[] = [];
      const again = async (): Promise<void> => {
        database = await openTestDatabase(path);
        expect(await saidBy(database)).toEqual(await saidByLog(path));
      };
      for (const one of steps) {
        if (one.do === 'insert') await insert(database, one.count);
        else if (one.do === 'undone') await insert(database, one.count, true).catch(() => undefined);
        else if (one.do === 'kill') {
          // the bytes on the disk at this moment, elsewhere
          const there = newDatabasePath();
          copyTo(path, there);
          if (existsSync(knownPathOf(path))) copyFileSync(knownPathOf(path), knownPathOf(there));
          await database.close();
          path = there;
          await again();
        } else if (one.do === 'keep') {
          const copy = newDatabasePath();
          copyTo(path, copy);
          kept.push(copy);
        } else {
          await database.close();
          const beside = knownPathOf(path);
          const [copy] = kept.slice(-1 - (made % 2));
          if (one.do === 'put back' && copy !== undefined) copyTo(copy, path);
          if (one.do === 'tear') truncateSync(beside, Math.max(0, statSync(beside).size - 5));
          if (one.do === 'spoil') appendFileSync(beside, readFileSync(beside).subarray(0, 40));
          await again();
        }
      }
      await database.close();
    }),
    { numRuns: 15 },
  );
});

test('of two copies of one run the later one is put back after the earlier one went on otherwise', async () => {
  const path = newDatabasePath();
  const [earlier, later] = [newDatabasePath(), newDatabasePath()];
  let database = await openTestDatabase(path);
  await insert(database, 3);
  copyTo(path, earlier);
  await insert(database, 4);
  copyTo(path, later);
  await database.close();
  copyTo(earlier, path);
  database = await openTestDatabase(path);
  await insert(database, 4);
  await database.close();
  copyTo(later, path);
  database = await openTestDatabase(path);
  expect(await saidBy(database)).toEqual(await saidByLog(path));
  await database.close();
});

test('a start after which nothing was stored reads nothing of the log again', async () => {
  const path = newDatabasePath();
  const database = await openTestDatabase(path);
  await insert(database, 50);
  await database.close();
  const size = statSync(knownPathOf(path)).size;
  await (await openTestDatabase(path)).close();
  const { size: later } = statSync(knownPathOf(path));
  // the block that notes the run, and no entry
  expect(later - size).toBe(32);
});
