import { describe, expect, it } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import { editAsset } from '#shared/commands/edit-asset';
import { updateStatus } from '#shared/commands/update-status';
import type { Draft } from '#shared/change/change';
import type { FunctionalStatus } from '#shared/domain/functional-status';
import type { Replica } from '../../src/replica/replica';
import { joinDevice, makeSite, must, runEngine, startTestCentral, type RunningEngine } from './engines';
import { seeds } from '../support/more-runs';
import { ModelCentral, ModelReplica, rowsOf } from './model';
import { randomOf, type Random } from './random';
import { fridge } from './replicas';
import { until, untilSettled } from './until';

/** Of the model alone, which is quick. */
const RUNS = 1000;
const statuses: [FunctionalStatus, FunctionalStatus] = ['FUNCTIONING', 'NOT_IN_USE'];
const never: Random = { next: () => 1, below: () => 0, chance: () => false, pick: (from) => from[0] };

function draft(random: Random, replica: ModelReplica): Draft {
  const entityId = `asset-${random.below(3)}`;
  switch (random.below(5)) {
    case 0:
      return {
        kind: 'asset.create',
        entityId,
        patch: { assetNumber: `A-${random.below(3)}`, storeId: 'store-1' },
      };
    case 1:
      return { kind: 'asset.remove', entityId, patch: {} };
    case 2:
      return {
        kind: 'assetLog.add',
        entityId: random.chance(0.2) ? 'log-shared' : `log-${replica.newId()}`,
        patch: {
          assetId: entityId,
          functionalStatus: random.pick(['FUNCTIONING', 'NOT_IN_USE']),
          loggedAt: '2026-06-01T00:00:00.000Z',
        },
      };
    case 3:
      return {
        kind: 'asset.edit',
        entityId,
        patch: { properties: { [`key${random.below(2)}`]: random.chance(0.3) ? null : random.below(9) } },
      };
    default:
      return {
        kind: 'asset.edit',
        entityId,
        patch: { notes: random.chance(0.2) ? null : `${replica.name} ${random.below(99)}` },
      };
  }
}

function run(seed: number): { made: number; central: ModelCentral; replicas: ModelReplica[] } {
  const random = randomOf(seed);
  const central = new ModelCentral();
  const replicas = ['a', 'b', 'c'].map(
    (name, index) => new ModelReplica(name, 101 + index, random.below(3) * 3_600_000),
  );
  let made = 0;
  for (let step = 0; step < 30; step++) {
    const replica = replicas[random.below(3)];
    if (!replica) continue;
    if (random.chance(0.65)) {
      replica.write(draft(random, replica));
      made++;
    } else replica.sync(central, random);
  }
  for (const replica of [...replicas, ...replicas]) replica.sync(central, never);
  return { made, central, replicas };
}

describe('three replicas that write offline and sync at random', () => {
  it(`show the same rows in ${RUNS} seeded runs, and no change is missing`, () => {
    for (const seed of seeds(RUNS)) {
      const { made, central, replicas } = run(seed);
      const expected = rowsOf(central.placed.map(({ change }) => change));
      expect(new Set(central.placed.map(({ change }) => change.id)).size, `seed ${seed}`).toBe(made);
      for (const replica of replicas) {
        expect(replica.changes.size, `seed ${seed}`).toBe(made);
        expect(replica.rows(), `seed ${seed}`).toBe(expected);
        expect(replica.waiting, `seed ${seed}`).toBe(0);
      }
    }
  });

  it.each(seeds(12))('do so with real databases and sockets, seed %i', async (seed) => {
    const random = randomOf(seed);
    const central = await startTestCentral();
    const engines: RunningEngine[] = [];
    try {
      const { code } = await makeSite(central);
      const phones: Replica[] = [];
      for (let index = 0; index < 3; index++) phones.push(await joinDevice(central, await code()));
      engines.push(...phones.map((phone) => runEngine(phone.db)));
      let made = 0;
      for (let step = 0; step < 24; step++) {
        const index = random.below(3);
        if (random.chance(0.3)) engines[index]?.setOnline(random.chance(0.5));
        else made += await act(phones[index], random);
      }
      engines.forEach((engine) => engine.setOnline(true));
      for (const { db } of phones) {
        await untilSettled(db);
        await until(
          () => db.changes.count(),
          (count) => count === made,
        );
      }
      const rows = await Promise.all(
        phones.map(async ({ db }) => ({
          assets: await db.assets.toArray(),
          logs: await db.assetLogs.toArray(),
        })),
      );
      expect(rows[1]).toEqual(rows[0]);
      expect(rows[2]).toEqual(rows[0]);
    } finally {
      await Promise.all(engines.map((engine) => engine.stop()));
      await central.close();
    }
  });
});

/** One random action; returns the number of its changes. Actions that the rules refuse make none. */
async function act(phone: Replica | undefined, random: Random): Promise<number> {
  if (!phone) return 0;
  const [any] = await phone.db.assets.toCollection().offset(random.below(3)).limit(1).toArray();
  if (!any || random.chance(0.2))
    return must(await phone.commit(addAsset, fridge(crypto.randomUUID()))).length;
  if (random.chance(0.4))
    return must(
      await phone.commit(updateStatus, {
        assetId: any.id,
        functionalStatus: random.pick(statuses),
      }),
    ).length;
  return must(await phone.commit(editAsset, { id: any.id, values: { notes: `note ${random.below(99)}` } }))
    .length;
}
