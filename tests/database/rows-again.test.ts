/** Rows are a view of the log: after any damage they are made again from it, and every way of making them gives the same. */
import { copyFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import type { Change } from '#shared/change/change';
import { refOf } from '#shared/change/entity-ref';
import { encodeBody } from '#shared/change/codec/struct';
import { entityNames } from '#shared/domain/entities';
import { functionalStatuses } from '#shared/domain/functional-status';
import type { CentralDatabase } from '../../server/database/port/central-database';
import type { NewChange } from '../../server/database/port/changes';
import { openConnection } from '../../server/database/sqlite/connection';
import { rowsPathOf } from '../../server/database/sqlite/rows/open-rows';
import { newDatabasePath, openTestDatabase } from '../support/database';

const opened: CentralDatabase[] = [];
const open = async (path = newDatabasePath()) => {
  const database = await openTestDatabase(path);
  opened.push(database);
  return database;
};
afterEach(async () => {
  for (const database of opened.splice(0)) await database.close();
});

const START = Date.parse('2026-06-01T00:00:00.000Z');

let count = 0;
function changeOf(parts: Partial<Change>): Change {
  count += 1;
  return {
    id: `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`,
    hlc: `${START + count}-0000-d`,
    ...{ userId: 'u', deviceId: 'd', n: count, kind: 'asset.create', entityId: 'a1', patch: {} },
    ...parts,
  };
}

const place = (change: Change, index: number): NewChange => ({
  ...{ document: 'store/s1/2026', client: 7, clock: index, change, body: encodeBody(change) },
  ...{ receivedAt: new Date(START + index).toISOString(), receivedFrom: 'd' },
});

const append = (database: CentralDatabase, changes: readonly NewChange[]) =>
  database.transaction((tx) => tx.changes.insertChanges(changes));

/** Everything that can be asked of the rows. */
async function everything({ rows, following }: CentralDatabase) {
  await following.reached();
  const all = await Promise.all(entityNames.map(async (entity) => [entity, await rows.all(entity)] as const));
  const assets = await rows.assets({ limit: 1000, includeDeleted: true });
  return {
    all,
    items: assets.items.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    problems: (await rows.problems({ limit: 1000 })).items.map((one) => JSON.stringify(one)).toSorted(),
    counts: [await rows.countByStatus(), await rows.countByStatus(['s1']), await rows.countByStatus(['s2'])],
    edits: await rows.centralEdits({ limit: 1000 }),
  };
}

const id = (name: string) => fc.integer({ min: 1, max: 3 }).map((number) => `${name}${number}`);
const instant = fc.integer({ min: 0, max: 5 }).map((day) => new Date(START - day * 86_400_000).toISOString());
const number = fc.constantFrom('N/A', 'F-1', '');
const assetChange = fc.record({
  kind: fc.constantFrom('asset.create', 'asset.edit', 'asset.edit', 'asset.remove', 'asset.newer'),
  entityId: id('a'),
  patch: fc.record(
    {
      assetNumber: number,
      notes: fc.string({ maxLength: 4 }),
      catalogueItemId: id('i'),
      fieldOfLater: fc.constant(1),
      properties: fc.dictionary(fc.constantFrom('x', 'y'), fc.boolean()),
    },
    { requiredKeys: [] },
  ),
});
const logChange = fc.record({
  kind: fc.constant('assetLog.add'),
  entityId: id('l'),
  patch: fc.record({
    assetId: id('a'),
    type: fc.constant('STATUS_UPDATE'),
    functionalStatus: fc.constantFrom(...functionalStatuses),
    loggedAt: instant,
  }),
});
const fileChange = fc.record({
  kind: fc.constantFrom('file.attach', 'file.remove'),
  entityId: id('f'),
  patch: fc.record({
    ownerTable: fc.constant('asset'),
    ownerId: id('a'),
    sha256: fc.constant('ab'.repeat(32)),
  }),
});
const moveChange = fc.record({
  kind: fc.constant('asset.move'),
  entityId: id('a'),
  patch: fc.record({ storeId: id('s') }),
});
/** Central's word of another change, which may come before that one, or the same change once more. */
interface Of {
  verb: 'disown' | 'own' | 'again';
  of: number;
}
const ofAnother: fc.Arbitrary<Of> = fc.record({
  verb: fc.constantFrom('disown', 'disown', 'own', 'again'),
  of: fc.nat({ max: 24 }),
});
const late = fc.integer({ min: 0, max: 3 });
const history = fc.array(
  fc.tuple(fc.oneof(assetChange, assetChange, logChange, fileChange, moveChange, ofAnother), late),
  { minLength: 1, maxLength: 25 },
);

/** In the order of the log; some were made earlier than those before them. */
function changesOf(said: readonly (readonly [Partial<Change> | Of, number])[]): NewChange[] {
  let copies = 0;
  const made = said.map(([parts, before], index) => {
    const hlc = `${START + index * 10 - before * 25}-000${before}-d${index}`;
    return changeOf('verb' in parts ? { hlc, kind: 'asset.edit' } : { ...parts, hlc });
  });
  return said.map(([parts], index) => {
    const change = made[index] ?? changeOf({});
    if (!('verb' in parts)) return place(change, index - copies);
    const other = made[parts.of % made.length] ?? change;
    // as a copy in the documents of the store to which an asset was moved
    if (parts.verb === 'again') return { ...place(other, copies++), document: 'store/s2/2026' };
    const { entity, id: entityId } = refOf(other);
    const kind = `${entity}.${parts.verb}`;
    return place({ ...change, kind, entityId, patch: { changeIds: [other.id] } }, index - copies);
  });
}

test('rows that followed change by change are those that are made from the whole log', async () => {
  await fc.assert(
    fc.asyncProperty(history, fc.integer({ min: 1, max: 25 }), async (said, step) => {
      const followed = await openTestDatabase();
      const changes = changesOf(said);
      for (let from = 0; from < changes.length; from += step) {
        await append(followed, changes.slice(from, from + step));
        await followed.following.reached();
      }
      const before = await everything(followed);
      await followed.following.rebuild();
      expect(await everything(followed)).toEqual(before);
      await followed.close();
    }),
    { numRuns: 25, endOnFailure: true },
  );
});

const some = () => changesOf([[{ kind: 'asset.create', patch: { assetNumber: 'F-1' } }, 0]]);

test('what central had ruled on before it came counts no more in the rows that follow', async () => {
  const [made, edit] = [
    changeOf({ patch: { assetNumber: 'F-1' } }),
    changeOf({ kind: 'asset.edit', patch: { notes: 'of a device that was shut out' } }),
  ];
  const word = changeOf({ kind: 'asset.disown', patch: { changeIds: [edit.id] }, hlc: made.hlc });
  for (const order of [
    [made, word, edit],
    [made, edit, word, edit],
  ]) {
    const database = await open();
    for (const [index, change] of order.entries()) {
      await append(database, [place(change, index)]);
      await database.following.reached();
    }
    expect((await database.rows.asset('a1'))?.notes).toBeUndefined();
  }
});

test('rows are made again while others read and write, and hold what came meanwhile', async () => {
  const database = await open();
  const changes = Array.from({ length: 600 }, (_, index) =>
    place(changeOf({ entityId: `a${index}`, patch: { assetNumber: `F-${index}` } }), index),
  );
  await append(database, changes.slice(0, 500));
  await database.following.reached();
  const rebuilding = database.following.rebuild();
  const totals: number[] = [];
  for (const change of changes.slice(500)) {
    await append(database, [change]);
    totals.push((await database.rows.assets({ limit: 1 })).total);
  }
  await rebuilding;
  expect(totals).toEqual(Array.from({ length: 100 }, (_, index) => 501 + index));
  expect((await database.rows.assets({ limit: 1 })).total).toBe(600);
});

test('rows that another version made are thrown away', async () => {
  const path = newDatabasePath();
  const first = await openTestDatabase(path);
  await append(first, some());
  await first.following.reached();
  await first.close();
  const connection = await openConnection(rowsPathOf(path), 'NORMAL');
  connection.exec(`UPDATE state SET value = 'older' WHERE key = 'version'; DELETE FROM assets`);
  connection.close();
  expect((await (await open(path)).rows.assets({ limit: 1 })).total).toBe(1);
});

/** The log of one database beside the rows of another, as after a backup was put back. */
function putBack(backup: string, rowsOf: string): string {
  const path = newDatabasePath();
  copyFileSync(backup, path);
  copyFileSync(rowsPathOf(rowsOf), rowsPathOf(path));
  return path;
}

test('rows of a log that was put back in time are thrown away, also where the log has grown past them since', async () => {
  const [path, backup] = [newDatabasePath(), newDatabasePath()];
  const first = await openTestDatabase(path);
  const [made] = some();
  if (!made) throw new Error('nothing was made');
  await append(first, [made]);
  await first.file.configure('PRAGMA wal_checkpoint(TRUNCATE)');
  copyFileSync(path, backup);
  await append(first, [place(changeOf({ entityId: 'lost' }), 1)]);
  await first.following.reached();
  await first.close();
  const second = await open(putBack(backup, path));
  expect((await second.rows.all('asset')).map((asset) => asset.id)).toEqual(['a1']);
  // the same where the log has gone on without its rows
  const third = await openTestDatabase(backup);
  await append(third, [place(changeOf({ entityId: 'other' }), 1)]);
  await third.file.configure('PRAGMA wal_checkpoint(TRUNCATE)');
  await third.close();
  const fourth = await open(putBack(backup, path));
  expect((await fourth.rows.all('asset')).map((asset) => asset.id)).toEqual(['a1', 'other']);
});
