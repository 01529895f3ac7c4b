/** A creation that central disowns, and then owns again since it is proven older (rule K8): the rows follow, and go on. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import type { Change } from '#shared/change/change';
import { encodeBody } from '#shared/change/codec/struct';
import type { Replica } from '../../src/replica/replica';
import { fridge } from './replicas';
import { must, Restored } from './restored';

let programme: Restored;
let phone: Replica;

beforeEach(async () => {
  programme = await Restored.start();
  phone = await programme.device();
});
afterEach(() => programme.stop());

/** As central says it of the changes of a device that it had shut out. */
async function say(kind: string, changeIds: readonly string[]): Promise<void> {
  const { document, central } = programme;
  const change: Change = {
    ...{ id: randomUUID(), hlc: `${Date.now()}-0000-central`, userId: 'central', deviceId: 'central', n: 1 },
    ...{ kind, entityId: 'asset-1', patch: { changeIds: [...changeIds] } },
  };
  const plan = async () => [{ document, change, body: encodeBody(change) }];
  await central.sync.act({ by: 'central', plan });
}

const listedAt = async (): Promise<number> => (await programme.database.rows.assets({ limit: 10 })).total;

it('[K8] is in no list meanwhile, and is there again with its status', async () => {
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
  await programme.visit(phone);
  const stored = await programme.database.changes.after(0, 100);
  const ids = stored.flatMap(({ change }) => (change.kind === 'asset.create' ? [change.id] : []));
  const before = await programme.database.rows.asset('asset-1');
  expect([await listedAt(), before?.functionalStatus]).toEqual([1, 'FUNCTIONING']);
  await say('asset.disown', ids);
  await programme.database.following.reached();
  expect([await listedAt(), await programme.database.rows.asset('asset-1')]).toEqual([0, undefined]);
  await say('asset.own', ids);
  must(await phone.commit(addAsset, fridge('A-2', 'asset-2')));
  await programme.visit(phone);
  await programme.database.following.reached();
  expect(await programme.database.rows.asset('asset-1')).toEqual(before);
  expect(await listedAt()).toBe(2);
  expect(await phone.db.assets.count()).toBe(2);
});
