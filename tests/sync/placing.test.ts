// Where an asset was: known in full, in whichever order its changes come, and however they are spread over commits.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Change } from '#shared/change/change';
import { encodeBody } from '#shared/change/codec/struct';
import { formatHlc } from '#shared/change/hlc';
import { commitBatch } from '../../server/sync/commit';
import { openTestDatabase } from '../support/database';

const NOW = Date.UTC(2026, 5, 1);
/** All in the documents of one store, so that no copy elsewhere says the same again. */
const SAID: [kind: string, patch: Change['patch']][] = [
  ['asset.create', { assetNumber: 'A', storeId: 's1' }],
  ['asset.edit', { notes: 'any' }],
  ['asset.move', { storeId: 's1' }],
];

const orders = <T>(items: readonly T[]): T[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((one, at) => orders(items.toSpliced(at, 1)).map((others) => [one, ...others]));

/** Every way to cut a list into batches. */
const splits = <T>(items: readonly T[]): T[][][] => {
  const [first, ...others] = items;
  if (first === undefined) return [[]];
  if (others.length === 0) return [[[first]]];
  return splits(others).flatMap(([next = [], ...rest]) => [
    [[first, ...next], ...rest],
    [[first], next, ...rest],
  ]);
};

test('[W2] all that says where an asset is is found, in any order and in any batches', async () => {
  const database = await openTestDatabase();
  const cases = [SAID, SAID.slice(1)].flatMap(orders).flatMap(splits);
  let n = 0;
  const assets = cases.map((batches, index) => ({
    id: `a${index}`,
    batches: batches.map((batch) =>
      batch.map(([kind, patch]): Change => {
        const hlc = formatHlc({ ms: NOW, counter: n, deviceId: 'd' });
        return {
          id: randomUUID(),
          hlc,
          deviceId: 'd',
          userId: 'u',
          n: ++n,
          kind,
          entityId: `a${index}`,
          patch,
        };
      }),
    ),
  }));
  for (let step = 0; step < SAID.length; step++) {
    const changes = assets.flatMap(({ batches }) => batches[step] ?? []);
    const plan = () =>
      Promise.resolve(
        changes.map((change) => ({ document: 'store/s1/2026', change, body: encodeBody(change) })),
      );
    await database.transaction((tx) =>
      commitBatch(tx, [{ kind: 'act', act: { by: 'u', plan } }], { now: NOW, client: 77 }),
    );
    await database.following.reached();
  }
  await database.transaction(async ({ changes }) => {
    for (const { id, batches } of assets) {
      const placing = batches.flat().filter(({ kind }) => kind !== 'asset.edit');
      const found = new Set((await changes.placingOf(id)).map(({ change }) => change.id));
      const lacking = placing.filter((change) => !found.has(change.id)).map(({ kind }) => kind);
      expect([batches.map((batch) => batch.map(({ kind }) => kind)), lacking]).toEqual([
        expect.anything(),
        [],
      ]);
    }
  });
  await database.close();
});
