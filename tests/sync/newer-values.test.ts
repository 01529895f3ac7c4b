// A device whose app is older than the changes it receives: nothing of them is lost, and the update shows them without asking central
// again.
import { expect, test, vi } from 'vitest';
import type { Change } from '#shared/change/change';
import type * as Check from '#shared/change/check';
import { encodeBody } from '#shared/change/codec/struct';
import { encodeUpdate } from '#shared/change/codec/write';
import { refused } from '#shared/result';
import { CarriedDocument } from '../../src/engine/carried-document';
import { noteHoles, readHolesAgain } from '../../src/replica/changes/holes';
import { applyRemote } from '../../src/replica/changes/apply-remote';
import { contentOf } from '../../src/replica/changes/outbox';
import type { ReplicaDatabase } from '../../src/replica/database';
import { joinedReplica, store } from './replicas';

/** Values that the app of the moment does not know yet: members of lists, and shapes. */
const app = vi.hoisted(() => ({ unknown: [] as string[] }));
vi.mock('#shared/change/check', async (original) => {
  const real = await original<typeof Check>();
  const checkChange: typeof real.checkChange = (value, ...rest) =>
    app.unknown.some((text) => JSON.stringify(value).includes(text))
      ? refused({ code: 'bad-field', field: 'functionalStatus' })
      : real.checkChange(value, ...rest);
  return { ...real, checkChange };
});

const DOCUMENT = `store/${store.id}/2026`;
const NOW = Date.UTC(2026, 5, 1);
let made = 0;

const change = (kind: string, entityId: string, patch: Change['patch']): Change => ({
  id: `0190b5a2-7c10-7a31-8e5f-${String(++made).padStart(12, '0')}`,
  hlc: `${NOW + made}-0000-other`,
  userId: 'ruth',
  deviceId: 'other',
  n: made,
  kind,
  entityId,
  patch,
});

const history = (): Change[] => [
  change('asset.create', 'a1', { assetNumber: 'A-1', storeId: store.id }),
  change('assetLog.add', 'l1', {
    assetId: 'a1',
    type: 'STATUS_UPDATE',
    loggedAt: new Date(NOW).toISOString(),
    functionalStatus: 'NOT_IN_USE',
  }),
  change('asset.edit', 'a1', { notes: 'seen' }),
];

/** Takes the messages of central, as a connection does. */
async function receive(
  db: ReplicaDatabase,
  carrier: CarriedDocument,
  changes: readonly Change[],
): Promise<void> {
  const update = encodeUpdate(
    changes.map((one, clock) => ({ client: 7, clock, changeId: one.id, body: encodeBody(one) })),
  );
  const { placed, holes } = carrier.take(update, 'central');
  await applyRemote(db, DOCUMENT, placed, NOW);
  await noteHoles(db, holes, NOW);
}

test('[C7] a value of a newer app keeps its place and its bytes, what stands after it is reached, and the update reads it', async () => {
  const { db } = await joinedReplica();
  const changes = history();
  app.unknown = ['NOT_IN_USE'];
  await readHolesAgain(db, '1.0.0', NOW);
  await receive(db, new CarriedDocument(DOCUMENT, 9), changes);
  expect(await db.assets.get('a1')).toMatchObject({ notes: 'seen' });
  expect((await db.assets.get('a1'))?.functionalStatus).toBeUndefined();
  expect(await db.problems.toArray()).toMatchObject([{ code: 'newer-value', document: DOCUMENT }]);

  await readHolesAgain(db, '1.0.1', NOW);
  expect(await db.holes.count()).toBe(1);
  expect(await db.problems.count()).toBe(1);

  app.unknown = [];
  await readHolesAgain(db, '2.0.0', NOW);
  expect(await db.assets.get('a1')).toMatchObject({ functionalStatus: 'NOT_IN_USE', notes: 'seen' });
  expect([await db.holes.count(), await db.problems.count()]).toEqual([0, 0]);
  const { placed, holes } = await contentOf(db, DOCUMENT);
  const again = new CarriedDocument(DOCUMENT, 9);
  again.fill(placed, holes);
  expect(again.vector()).toEqual(new Map([[7, changes.length]]));
});

test('[C7] holes that an older app left without their bytes are asked for again after the update', async () => {
  const { db } = await joinedReplica();
  const changes = history();
  app.unknown = ['NOT_IN_USE'];
  await receive(db, new CarriedDocument(DOCUMENT, 9), changes);
  await db.holes.toCollection().modify((hole) => {
    delete hole.body;
    delete hole.key;
  });
  app.unknown = [];
  await readHolesAgain(db, '2.0.0', NOW);
  const { placed, holes } = await contentOf(db, DOCUMENT);
  const again = new CarriedDocument(DOCUMENT, 9);
  again.fill(placed, holes);
  expect(again.vector()).toEqual(new Map([[7, 1]]));
  await receive(db, again, changes);
  expect(await db.assets.get('a1')).toMatchObject({ functionalStatus: 'NOT_IN_USE', notes: 'seen' });
});

test('the same holes again tell once', async () => {
  const { db } = await joinedReplica();
  const changes = history();
  app.unknown = ['NOT_IN_USE', 'seen'];
  await receive(db, new CarriedDocument(DOCUMENT, 9), changes);
  await receive(db, new CarriedDocument(DOCUMENT, 9), changes);
  expect([await db.holes.count(), await db.problems.count()]).toEqual([2, 1]);
});
