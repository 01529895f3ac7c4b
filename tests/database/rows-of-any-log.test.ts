/** Rows that follow a log in any batches are those that are made of the whole of it, table by table. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatHlc } from '#shared/change/hlc';
import type { JsonObject } from '#shared/json';
import { encodeBody } from '#shared/change/codec/struct';
import type { NewChange } from '../../server/database/port/changes';
import { anyChanges, BEGAN, type PlacedChange } from '../support/any-changes';
import { openTestDatabase } from '../support/database';
import { tablesOfRows } from '../support/tables-of-rows';

const stored = (one: PlacedChange): NewChange => ({
  ...one,
  ...{ body: encodeBody(one.change), receivedAt: new Date(BEGAN).toISOString(), receivedFrom: 'd' },
});

/** A history of one place, as it is written. */
function history(
  ...said: [kind: string, entityId: string, patch: JsonObject, hour?: number][]
): PlacedChange[] {
  return said.map(([kind, entityId, patch, hour = 1], clock) => {
    const hlc = formatHlc({ ms: BEGAN + hour * 3_600_000, counter: clock, deviceId: 'd' });
    const change = { id: idOf(clock), hlc, userId: 'u', deviceId: 'd', n: clock + 1, kind, entityId, patch };
    return { document: 'store/s0/2026', client: 7, clock, change };
  });
}
const idOf = (clock: number): string => `00000000-0000-4000-8000-00000000000${clock}`;
const created = (id: string): [string, string, JsonObject] => [
  'asset.create',
  id,
  { assetNumber: id, storeId: 's0' },
];
const logOf = (assetId: string): [string, string, JsonObject] => [
  'assetLog.add',
  'l',
  { assetId, type: 'STATUS_UPDATE', functionalStatus: 'FUNCTIONING', loggedAt: '2026-06-01T00:00:00.000Z' },
];
const photo: [string, string, JsonObject] = [
  'file.attach',
  'f',
  { ownerTable: 'assetLog', ownerId: 'l', mimeType: 'image/jpeg', sha256: 'ab'.repeat(32) },
];

/** The photo of a log is of its asset no more: where the log does not count, alone or with its photo, and where it is of another asset. */
const ofLogThatFell = history(created('a'), logOf('a'), photo, [
  'assetLog.disown',
  'l',
  { changeIds: [idOf(1)] },
]);
const ofLogThatFellWithIt = [
  ...ofLogThatFell,
  ...history(created('b'), created('b'), created('b'), created('b'), [
    'file.disown',
    'f',
    { changeIds: [idOf(2)] },
  ]).slice(4),
];
const ofLogOfAnother = history(created('a'), created('b'), logOf('a'), photo, [...logOf('b'), 0]);
/** What named an asset names nothing, once the creation does not count. */
const ofAssetThatFell = history(
  created('a'),
  logOf('a'),
  created('b'),
  ['asset.merge', 'b', { into: 'a' }],
  ['asset.disown', 'a', { changeIds: [idOf(0)] }],
);

/** A number is taken, in the batch in which a copy of the other's creation comes: both are flagged. */
const renamed = history(created('a'), ['asset.edit', 'a', { assetNumber: 'b' }], created('b'));
const numberTakenBesideACopy = [...renamed, ...renamed.slice(0, 1).map((one) => ({ ...one, clock: 3 }))];

test('[F1] whatever is in a log, and however it came', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyChanges(30),
      fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 6 }),
      async (placed, sizes) => {
        const database = await openTestDatabase();
        const changes = placed.map(stored);
        for (let from = 0, turn = 0; from < changes.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          await database.transaction((tx) => tx.changes.insertChanges(changes.slice(from, from + size)));
          await database.following.reached();
          from += size;
        }
        const followed = await tablesOfRows(database);
        await database.following.rebuild();
        expect(followed).toEqual(await tablesOfRows(database));
        await database.close();
      },
    ),
    {
      numRuns: 60,
      examples: [
        [ofLogThatFell, [1]],
        [ofLogThatFellWithIt, [3, 2]],
        [ofLogOfAnother, [1]],
        [ofAssetThatFell, [1]],
        [numberTakenBesideACopy, [2]],
      ],
    },
  );
});
