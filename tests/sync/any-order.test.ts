// F1, F2, W1, S1, T2: two devices that hear the same changes in other batches and another order show the same, and so does central.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeBody } from '#shared/change/codec/struct';
import { entityNames } from '#shared/domain/entities';
import { applyRemote } from '../../src/replica/changes/apply-remote';
import { omit } from '../../src/replica/omit';
import { anyChanges, ASSETS, BEGAN, type PlacedChange } from '../support/any-changes';
import { openTestDatabase } from '../support/database';
import { joinedReplica } from './replicas';

type Row = { id: string } & Record<string, unknown>;
type Rows = Record<string, Row[]>;

/** A message holds changes of one document. */
function messages(placed: readonly PlacedChange[], size: number): PlacedChange[][] {
  const found: PlacedChange[][] = [];
  for (const one of placed) {
    const last = found.at(-1);
    if (last?.[0]?.document === one.document && last.length < size) last.push(one);
    else found.push([one]);
  }
  return found;
}

async function onDevice(placed: readonly PlacedChange[], size: number): Promise<Rows> {
  const { db } = await joinedReplica();
  for (const message of messages(placed, size))
    await applyRemote(db, message[0]?.document ?? '', message, BEGAN, { inBundles: size > 2 });
  const rows: Rows = {};
  for (const entity of entityNames) rows[entity] = (await db.rowsOf(entity).toArray()) as unknown as Row[];
  await db.delete();
  return rows;
}

async function atCentral(placed: readonly PlacedChange[], size: number): Promise<Rows> {
  const database = await openTestDatabase();
  for (let from = 0; from < placed.length; from += size) {
    const news = placed.slice(from, from + size).map((one) => ({
      ...{ ...one, body: encodeBody(one.change) },
      ...{ receivedAt: new Date(BEGAN).toISOString(), receivedFrom: 'd' },
    }));
    await database.transaction(({ changes }) => changes.insertChanges(news));
    await database.following.reached();
  }
  const rows: Rows = {};
  for (const entity of entityNames)
    rows[entity] = (await database.rows.all(entity)).toSorted((a, b) =>
      a.id < b.id ? -1 : 1,
    ) as unknown as Row[];
  for (const id of ASSETS) {
    const found = await database.rows.asset(id);
    const row = rows['asset']?.find((one) => one.id === id);
    if (row)
      Object.assign(row, { functionalStatus: found?.functionalStatus, statusSince: found?.statusSince });
  }
  await database.close();
  return rows;
}

/** Without what a device alone keeps beside its rows. */
const asAtCentral = (rows: Rows): Rows =>
  Object.fromEntries(
    Object.entries(rows).map(([entity, all]) => [
      entity,
      all.map(
        (row) => omit(row as Record<string, unknown>, 'conflicts', ...(entity === 'asset' ? own : [])) as Row,
      ),
    ]),
  );
const own = ['statusLoggedAt', 'reasonId', 'comment', 'statusUntil'];

test('[F1] [F2] [W1] [S1] whatever is said, in any order and in any batches', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyChanges(40).chain((placed) =>
        fc.tuple(fc.constant(placed), fc.shuffledSubarray(placed, { minLength: placed.length })),
      ),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 8 }),
      async ([placed, shuffled], here, there) => {
        const rows = await onDevice(placed, here);
        expect(await onDevice(shuffled, there)).toEqual(rows);
        expect(asAtCentral(rows)).toEqual(await atCentral(placed, there));
      },
    ),
    { numRuns: 60 },
  );
});
