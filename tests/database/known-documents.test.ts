/** The memory of documents is never other than the disk. */
import { beforeEach, expect, test } from 'vitest';
import { encodeBody } from '#shared/change/codec/struct';
import { toHex, type Mark } from '#shared/proof/digest';
import { openConnection } from '../../server/database/sqlite/connection';
import type { SqliteDatabase } from '../../server/database/sqlite/open-database';
import { ChangeMaker } from '../central/change-maker';
import { openTestDatabase } from '../support/database';

const DOCUMENT = 'store/s1/2026';
const CLIENT = 7;
const maker = new ChangeMaker('d1', 'amina');
let database: SqliteDatabase;

beforeEach(async () => {
  database = await openTestDatabase();
});

function newChange(clock: number) {
  const change = maker.make('asset.create', { assetNumber: `F-${clock}` });
  const place = { document: DOCUMENT, client: CLIENT, clock };
  return {
    ...place,
    change,
    body: encodeBody(change),
    receivedAt: '2026-06-01T08:00:00.000Z',
    receivedFrom: 'd1',
  };
}

const store = (clock: number): Promise<void> =>
  database.transaction(({ changes }) => changes.insertChanges([newChange(clock)]));

const said = (marks: Iterable<Mark>) => [...marks].map((mark) => ({ ...mark, digest: toHex(mark.digest) }));

const known = () =>
  database.transaction(async ({ changes, proofs }) => ({
    head: (await changes.heads([DOCUMENT])).get(DOCUMENT)?.get(CLIENT),
    marks: said(await proofs.marks(DOCUMENT, [CLIENT])),
    device: (await changes.registeredClients([CLIENT])).get(CLIENT),
  }));

const committed = async () => ({
  head: (await database.changes.heads([DOCUMENT])).get(DOCUMENT)?.get(CLIENT),
  marks: said((await database.proofs.marks([DOCUMENT])).get(DOCUMENT)?.values() ?? []),
});

test('a transaction that is undone leaves nothing behind', async () => {
  await store(0);
  const before = await known();
  const undone = database.transaction(async ({ changes }) => {
    await changes.registerClient(CLIENT, 'd1');
    await changes.insertChanges([newChange(1)]);
    expect((await changes.heads([DOCUMENT])).get(DOCUMENT)?.get(CLIENT)).toBe(2);
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect(await known()).toEqual(before);
  expect(before).toMatchObject({ head: 1, device: undefined });
  await store(1);
  expect(await known()).toMatchObject(await committed());
});

test('a document that only an undone transaction made is made by the next one', async () => {
  const undone = database.transaction(async ({ changes }) => {
    await changes.insertChanges([newChange(0)]);
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  await store(0);
  expect(await known()).toMatchObject(await committed());
});

test('who alters the map that was returned alters nothing that is kept', async () => {
  await store(0);
  await database.transaction(async ({ changes }) => {
    (await changes.heads([DOCUMENT])).get(DOCUMENT)?.set(CLIENT, 99);
  });
  expect(await known()).toMatchObject({ head: 1 });
});

test('what another connection writes is noticed', async () => {
  await store(0);
  await known();
  const other = await openConnection(database.path);
  other.exec('UPDATE heads SET next = 5');
  other.close();
  expect(await known()).toMatchObject({ head: 5, marks: [] });
});
