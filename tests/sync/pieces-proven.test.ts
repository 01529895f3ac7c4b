/** Every piece that central sends bears the receipt for its changes: a device that is cut off after it can prove what it has. */
import { createDecoder, readVarUint, readVarUint8Array } from 'lib0/decoding';
import { beforeEach, expect, test } from 'vitest';
import { encodeBody } from '#shared/change/codec/struct';
import type { Change } from '#shared/change/change';
import { readReceiptTail } from '#shared/protocol/messages';
import type { StoredChange } from '../../server/database/port/changes';
import type { SqliteDatabase } from '../../server/database/sqlite/open-database';
import { Answers } from '../../server/sync/missing-pieces';
import { Receipts } from '../../server/sync/receipts';
import { Room, type Added } from '../../server/sync/room';
import { CarriedDocument, type Arrived } from '../../src/engine/carried-document';
import { applyRemote } from '../../src/replica/changes/apply-remote';
import { openDatabase } from './replicas';
import { openTestDatabase } from '../support/database';

const DOCUMENT = 'config';
let database: SqliteDatabase;
let receipts: Receipts;

beforeEach(async () => {
  database = await openTestDatabase();
  receipts = new Receipts({ centralId: 'c', now: () => 1_780_000_000_000, newClientId: () => 99 });
  const { keep } = await database.transaction((tx) => receipts.begin(tx));
  keep(0);
});

const storedChange = (client: number, clock: number): StoredChange => {
  const id = `00000000-0000-4000-8000-${String(client * 10_000 + clock).padStart(12, '0')}`;
  const change: Change = {
    ...{ id, hlc: '1780000000000-0000-d1', userId: 'u', deviceId: 'd1', n: clock + 1 },
    ...{ kind: 'item.create', entityId: id, patch: { code: String(clock), name: 'x'.repeat(200) } },
  };
  return { document: DOCUMENT, client, clock, change, body: encodeBody(change) };
};

const run = (client: number, from: number, count: number): StoredChange[] =>
  Array.from({ length: count }, (_, index) => storedChange(client, from + index));

const insert = (changes: StoredChange[]): Promise<void> =>
  database.transaction((tx) =>
    tx.changes.insertChanges(
      changes.map((one) => ({ ...one, receivedAt: '2026-06-01T00:00:00Z', receivedFrom: 'd1' })),
    ),
  );

function take(document: CarriedDocument, message: Uint8Array): Arrived {
  const decoder = createDecoder(message);
  expect([readVarUint(decoder), readVarUint(decoder)]).toEqual([0, 2]);
  return document.take(readVarUint8Array(decoder), 'central', readReceiptTail(decoder));
}

test('[P4] each piece of an answer has its own', async () => {
  await insert(run(7, 0, 900));
  await insert(run(8, 0, 30));
  await insert(run(7, 900, 300));
  const to = (await database.changes.heads([DOCUMENT])).get(DOCUMENT) ?? new Map();
  const document = new CarriedDocument(DOCUMENT, 1);
  let pieces = 0;
  for await (const piece of new Answers(database, receipts).pieces(DOCUMENT, new Map(), to)) {
    const arrived = take(document, piece);
    expect(arrived.receipts).toHaveLength(1);
    expect(arrived.placed.length).toBeGreaterThan(0);
    pieces += 1;
  }
  expect(pieces).toBeGreaterThan(3);
  expect(document.vector()).toEqual(to);
  // and one who has a part already
  const rest = new CarriedDocument(DOCUMENT, 1);
  rest.fill(run(7, 0, 450), []);
  for await (const piece of new Answers(database, receipts).pieces(DOCUMENT, rest.vector(), to))
    expect(take(rest, piece).receipts).toHaveLength(1);
  expect(rest.vector()).toEqual(to);
});

test('[P4] so has each piece of what is passed on, however much one commit brought', async () => {
  const document = new CarriedDocument(DOCUMENT, 1);
  const room = new Room(DOCUMENT, receipts);
  const sent: Added[] = [];
  room.members.add({ added: (messages) => sent.push(...messages), owns: () => false });
  const commit = async (changes: StoredChange[]): Promise<void> => {
    await insert(changes);
    const heads = (await database.changes.heads([DOCUMENT])).get(DOCUMENT) ?? new Map();
    const marks = (await database.proofs.marks([DOCUMENT])).get(DOCUMENT)?.values() ?? [];
    room.publish({
      document: DOCUMENT,
      vector: heads,
      marks: [...marks],
      added: [{ offer: undefined, changes }],
    });
  };
  await commit(run(7, 0, 3));
  await commit(run(7, 3, 1000));
  expect(sent.length).toBeGreaterThan(3);
  for (const { bytes } of sent) expect(take(document, bytes).receipts).toHaveLength(1);
  expect(document.vector()).toEqual(new Map([[7, 1003]]));
});

test('[P4] a device keeps a receipt and what it proves together, or neither', async () => {
  await insert(run(7, 0, 2));
  const to = new Map([[7, 2]]);
  const { value: piece } = await new Answers(database, receipts).pieces(DOCUMENT, new Map(), to).next();
  const { placed, ...proof } = take(new CarriedDocument(DOCUMENT, 1), piece as Uint8Array);
  const full = openDatabase();
  full.receipts.hook('creating', () => {
    throw new DOMException('no room', 'QuotaExceededError');
  });
  await expect(applyRemote(full, DOCUMENT, placed, 0, proof)).rejects.toThrow();
  expect([await full.changes.count(), await full.chains.count()]).toEqual([0, 0]);
  const db = openDatabase();
  await applyRemote(db, DOCUMENT, placed, 0, proof);
  expect([await db.changes.count(), await db.chains.count(), await db.receipts.count()]).toEqual([2, 1, 1]);
});
