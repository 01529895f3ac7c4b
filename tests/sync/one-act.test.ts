/** A move is one act: all of it is on disk or nothing, and no stored change, however odd, is in its way or in that of the server's start. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import { editAsset } from '#shared/commands/edit-asset';
import { encodeBody } from '#shared/change/codec/struct';
import type { Change } from '#shared/change/change';
import { createJoinCode } from '../../src/central-api/join-codes';
import { createSite } from '../../src/central-api/sites';
import type { Replica } from '../../src/replica/replica';
import { setReadOnly } from '../support/database';
import { joinDevice, staffFetch } from './engines';
import { fridge, store } from './replicas';
import { must, Restored } from './restored';
import { untilDone, untilSettled } from './until';

let programme: Restored;
let phone: Replica;
let codeThere: () => Promise<string>;

beforeEach(async () => {
  programme = await Restored.start();
  const staff = { url: programme.central.origin, fetch: await staffFetch(programme.central) };
  const stores = [{ id: 'other', code: 'O', name: 'Other' }];
  const { id } = must(await createSite(staff, { code: 'B', name: 'Site B', stores }));
  codeThere = async () => must(await createJoinCode(staff, id)).code;
  phone = await programme.device();
});

afterEach(() => programme.stop());

const there = (): string => `store/other/${programme.year}`;
const kindsIn = async (document: string): Promise<string[]> =>
  (await programme.database.changes.after(0, 1000))
    .filter((stored) => stored.document === document)
    .map(({ change }) => change.kind);

async function send(): Promise<void> {
  await phone.db.progress.clear();
  const engine = programme.start(phone);
  await untilDone(phone.db);
  await untilSettled(phone.db);
  await engine.stop();
}

const editOf = (parts: Partial<Change>): Change => ({
  ...{ id: randomUUID(), hlc: `${Date.now()}-0000-d9`, userId: 'u', deviceId: 'd9', n: 1 },
  ...{ kind: 'asset.edit', entityId: 'asset-1', patch: {} },
  ...parts,
});

/** Stands in the file as an earlier version of this program accepted it. */
const store9 = (document: string, ...changes: Change[]): Promise<void> =>
  programme.database.transaction(async (tx) => {
    const next = (await tx.changes.heads([document])).get(document)?.get(9) ?? 0;
    await tx.changes.insertChanges(
      changes.map((change, index) => ({
        ...{ document, client: 9, clock: next + index, change, body: encodeBody(change) },
        ...{ receivedAt: new Date().toISOString(), receivedFrom: 'd9' },
      })),
    );
  });

test('[W2] a disk that takes nothing keeps the asset where it is, and the same call later moves it whole', async () => {
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
  await send();
  expect(await programme.atCentral('asset-1')).toMatchObject({ storeId: store.id });
  await setReadOnly(programme.database, true);
  expect(await programme.move('asset-1', 'other')).toBe(503);
  await setReadOnly(programme.database, false);
  expect(await programme.database.canWrite()).toBe(true);
  expect(await programme.atCentral('asset-1')).toMatchObject({ storeId: store.id });
  expect(await kindsIn(there())).toEqual([]);
  expect(await programme.move('asset-1', 'other')).toBe(200);
  expect(await kindsIn(there())).toEqual(['asset.move', 'asset.create', 'assetLog.add']);
  const before = await programme.database.changes.lastSeq();
  expect(await programme.move('asset-1', 'other')).toBe(200);
  expect(await programme.database.changes.lastSeq()).toBe(before);
});

test('[W2] moves stand before the copies in every document that gets copies, past years too', async () => {
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
  await send();
  const lastYear = `store/${store.id}/${programme.year - 1}`;
  await programme.author(lastYear, { kind: 'asset.edit', entityId: 'asset-1', patch: { notes: 'old' } });
  expect(await programme.move('asset-1', 'other')).toBe(200);
  expect(await kindsIn(`store/other/${programme.year - 1}`)).toEqual(['asset.move', 'asset.edit']);
  expect(await kindsIn(there())).toEqual(['asset.move', 'asset.create', 'assetLog.add']);
});

test('[W2] moved on and on, each move stands in every store of the history', async () => {
  const staff = { url: programme.central.origin, fetch: await staffFetch(programme.central) };
  must(
    await createSite(staff, { code: 'C', name: 'C', stores: [{ id: 'third', code: 'T', name: 'Third' }] }),
  );
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
  await send();
  for (const storeId of ['other', 'third']) expect(await programme.move('asset-1', storeId)).toBe(200);
  for (const storeId of [store.id, 'other', 'third']) {
    const kinds = await kindsIn(`store/${storeId}/${programme.year}`);
    expect(kinds.filter((kind) => kind === 'asset.move')).toHaveLength(2);
  }
  await send();
  expect(await phone.db.assets.get('asset-1')).toMatchObject({ storeId: 'third' });
});

test('[W2] a move that comes back by its new place alone stands in the store of the creation too', async () => {
  const there = await joinDevice(programme.central, await codeThere());
  const backup = await programme.backup();
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
  await send();
  expect(await programme.move('asset-1', 'other')).toBe(200);
  await programme.visit(there);
  await programme.restore(backup);
  await programme.visit(there);
  expect(await kindsIn(`store/other/${programme.year}`)).toContain('asset.create');
  expect(await kindsIn(programme.document)).toEqual(['asset.move']);
});

test('[W2] what is written late at the old place follows in the transaction that stores it', async () => {
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
  await send();
  must(await phone.commit(editAsset, { id: 'asset-1', values: { notes: 'late' } }));
  expect(await programme.move('asset-1', 'other')).toBe(200);
  await send();
  expect(await kindsIn(there())).toEqual(['asset.move', 'asset.create', 'assetLog.add', 'asset.edit']);
});

test('[W2] a move that an earlier version left half done is finished at the next start', async () => {
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
  await send();
  const move = editOf({ kind: 'asset.move', patch: { storeId: 'other' } });
  await store9(programme.document, move);
  expect(await programme.atCentral('asset-1')).toMatchObject({ storeId: 'other' });
  await programme.restore(await programme.backup());
  await programme.move('asset-1', 'other');
  expect(await kindsIn(there())).toEqual(['asset.move', 'asset.create', 'assetLog.add']);
  expect(await programme.atCentral('asset-1')).toMatchObject({ storeId: 'other' });
});

test('[W3] what today’s rules would refuse is copied with its bytes as they are, and the server starts', async () => {
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
  await send();
  const odd = [
    editOf({ patch: { assetNumber: 5, notes: { not: 'a text' } } }),
    editOf({ patch: { properties: { large: 'x'.repeat(40_000) } } }),
    editOf({ kind: 'asset.edit', patch: { warrantyStart: 'soon' } }),
  ];
  await store9(programme.document, ...odd);
  expect(await programme.move('asset-1', 'other')).toBe(200);
  await programme.restore(await programme.backup());
  const copies = (await programme.database.changes.after(0, 1000)).filter(
    ({ document }) => document === there(),
  );
  for (const change of odd) {
    const copy = copies.find((stored) => stored.change.id === change.id);
    expect(copy && Buffer.from(copy.body)).toEqual(Buffer.from(encodeBody(change)));
  }
  expect(await programme.database.rows.row('asset', 'asset-1')).toMatchObject({ storeId: 'other' });
});
