import { beforeEach, expect, test } from 'vitest';
import { firstDigest } from '#shared/proof/digest';
import type { Receipt } from '#shared/proof/receipt';
import { readStored } from '#shared/protocol/messages';
import { createDecoder } from 'lib0/decoding';
import { openTestDatabase } from '../../tests/support/database';
import type { CentralDatabase } from '../database/port/central-database';
import { bearer } from './peer';
import { PeerView } from './peer-view';
import { Receipts } from './receipts';
import { Room } from './room';

const DOCUMENT = 'store/s1/2026';
const AT = Date.UTC(2026, 5, 1);
let database: CentralDatabase;
let ids: number;

beforeEach(async () => {
  database = await openTestDatabase();
  ids = 100;
});

async function newStart(centralId = 'central-1', on = database): Promise<Receipts> {
  const receipts = new Receipts({ centralId, now: () => AT, newClientId: () => ++ids });
  const { keep } = await on.transaction((tx) => receipts.begin(tx));
  keep(0);
  return receipts;
}

const marks = [1, 2].map((client) => ({ client, clock: 3, digest: firstDigest(DOCUMENT, client) }));

function sealed(receipts: Receipts): Receipt {
  const receipt = receipts.seal(DOCUMENT, marks);
  if (!receipt) throw new Error('no receipt');
  return receipt;
}

test('[P1] each start has a client id of its own, and is written down before it proves anything', async () => {
  const idle = new Receipts({ centralId: 'central-1', now: () => AT, newClientId: () => ++ids });
  expect(idle.seal(DOCUMENT, marks)).toBeUndefined();
  const [first, second] = [await newStart(), await newStart()];
  expect(sealed(first).start).not.toBe(sealed(second).start);
  expect((await database.proofs.starts()).map(({ start }) => start)).toEqual([101, 102]);
});

test('[P1] a start that the disk did not take is begun again', async () => {
  const receipts = new Receipts({ centralId: 'central-1', now: () => AT, newClientId: () => ++ids });
  const failed = database.transaction(async (tx) => {
    await receipts.begin(tx);
    throw new Error('no room');
  });
  await expect(failed).rejects.toThrow('no room');
  expect(receipts.seal(DOCUMENT, marks)).toBeUndefined();
  const { client, keep } = await database.transaction((tx) => receipts.begin(tx));
  keep(2);
  expect(sealed(receipts)).toMatchObject({ start: client, seq: 2 });
  expect((await database.proofs.starts()).map(({ start }) => start)).toEqual([client]);
});

test('[P3] a receipt is known by every later start, and by no other central server', async () => {
  const receipt = sealed(await newStart());
  expect((await newStart()).isOurs(DOCUMENT, receipt)).toBe(true);
  expect((await newStart('central-2')).isOurs(DOCUMENT, receipt)).toBe(false);
  expect((await newStart('central-1', await openTestDatabase())).isOurs(DOCUMENT, receipt)).toBe(false);
});

test('[P3] a receipt in which anything was altered is none', async () => {
  const receipts = await newStart();
  const receipt = sealed(receipts);
  const other = (bytes: Uint8Array): Uint8Array =>
    bytes.map((byte, index) => (index === 0 ? byte ^ 1 : byte));
  const altered: Partial<Receipt>[] = [
    ...[{ start: 7 }, { seq: 9 }, { at: 1 }, { keyId: receipt.keyId ^ 1 }],
    ...[{ root: other(receipt.root) }, { mac: other(receipt.mac) }],
  ];
  expect(receipts.isOurs(DOCUMENT, receipt)).toBe(true);
  expect(receipts.isOurs('config', receipt)).toBe(false);
  for (const parts of altered) expect(receipts.isOurs(DOCUMENT, { ...receipt, ...parts })).toBe(false);
});

test('[P1] a server that was put back while it ran hears of it, and goes on as another start', async () => {
  const receipts = await newStart();
  const begin = () => database.transaction((tx) => receipts.begin(tx));
  const snapshot = await begin();
  snapshot.keep(5);
  const ahead = sealed(receipts);
  // as if it knew nothing of these any more
  receipts.grew(-5);
  expect(receipts.isOurs(DOCUMENT, sealed(receipts))).toBe(true);
  expect((await begin()).client).toBe(snapshot.client);
  expect(receipts.isOurs(DOCUMENT, ahead)).toBe(true);
  const next = await begin();
  next.keep(0);
  expect(next.client).not.toBe(snapshot.client);
  expect((await begin()).client).toBe(next.client);
});

test('[P3] what is not settled with a peer is not named to it', async () => {
  const room = new Room(DOCUMENT, await newStart());
  room.know(new Map(marks.map(({ client, clock }) => [client, clock])), marks);
  const said = (message: Uint8Array) => {
    const stored = readStored(createDecoder(message.slice(1)));
    return stored.ok ? [...stored.value.vector.keys(), ...(stored.value.receipt?.vector.keys() ?? [])] : [];
  };
  expect(said(room.stored).sort()).toEqual([1, 1, 2, 2]);
  const told = new PeerView(
    room,
    { isSame: async (_room, { client }) => client !== 2 },
    { rights: { read: true, write: true }, peer: bearer('a') },
  );
  expect(await told.compare(marks)).toEqual([2]);
  expect(said(told.stored)).toEqual([1, 1]);
});
