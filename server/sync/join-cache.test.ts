import { beforeEach, expect, test } from 'vitest';
import { encodeBody } from '#shared/change/codec/struct';
import { readUpdate, type Struct } from '#shared/change/codec/read';
import { readUpward } from '#shared/protocol/messages';
import { openTestDatabase } from '../../tests/support/database';
import type { CentralDatabase } from '../database/port/central-database';
import { Answers } from './missing-pieces';
import { JoinCache } from './join-cache';

const noReceipts = { seal: () => undefined };

let database: CentralDatabase;
let pages: number;

beforeEach(async () => {
  database = await openTestDatabase();
  pages = 0;
  const page = database.changes.page;
  database.changes.page = (...asked) => {
    pages += 1;
    return page(...asked);
  };
});

async function write(
  document: string,
  from: number,
  count: number,
  client = 7,
): Promise<Map<number, number>> {
  const changes = Array.from({ length: count }, (_, index) => {
    const clock = from + index;
    const id = `00000000-0000-4000-8000-${String(client * 1_000_000 + clock).padStart(12, '0')}`;
    const hlc = '1780000000000-0000-d1';
    const change = {
      id,
      hlc,
      userId: 'u',
      deviceId: 'd1',
      n: clock + 1,
      kind: 'item.create',
      entityId: id,
      patch: {},
    };
    return {
      document,
      client,
      clock,
      change,
      body: encodeBody(change),
      receivedAt: hlc,
      receivedFrom: 'd1',
    };
  });
  await database.transaction((tx) => tx.changes.insertChanges(changes));
  return new Map([[client, from + count]]);
}

async function structsOf(pieces: AsyncIterable<Uint8Array>): Promise<Struct[]> {
  const structs: Struct[] = [];
  for await (const piece of pieces) {
    const message = readUpward(piece);
    const read = message.ok && message.value.type === 'update' ? readUpdate(message.value.update) : undefined;
    if (read?.ok) structs.push(...read.value);
  }
  return structs;
}

const clocksOf = async (pieces: AsyncIterable<Uint8Array>): Promise<number[]> =>
  (await structsOf(pieces)).map(({ clock }) => clock);

const clientsOf = async (pieces: AsyncIterable<Uint8Array>): Promise<number[]> =>
  (await structsOf(pieces)).map(({ client }) => client);

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);
const none = new Map<number, number>();

test('those who join with nothing share one reading, and get what came since after it', async () => {
  const cache = new JoinCache(new Answers(database, noReceipts));
  const to = await write('config', 0, 10);
  const joins = await Promise.all([1, 2, 3].map(() => clocksOf(cache.lacking('config', none, to))));
  expect(joins).toEqual([range(0, 10), range(0, 10), range(0, 10)]);
  expect(pages).toBe(1);
  const later = await write('config', 10, 5);
  expect(await clocksOf(cache.lacking('config', none, later))).toEqual(range(0, 15));
  expect(pages).toBe(2);
});

test('one who has a part gets the rest', async () => {
  const cache = new JoinCache(new Answers(database, noReceipts));
  const to = await write('config', 0, 10);
  expect(await clocksOf(cache.lacking('config', new Map([[7, 8]]), to))).toEqual([8, 9]);
  expect(await clocksOf(cache.lacking('config', to, to))).toEqual([]);
  expect(cache.bytes).toBe(0);
});

test('a document that has grown much is read anew', async () => {
  const cache = new JoinCache(new Answers(database, noReceipts));
  await clocksOf(cache.lacking('config', none, await write('config', 0, 10)));
  const to = await write('config', 10, 1000);
  expect(await clocksOf(cache.lacking('config', none, to))).toEqual(range(0, 1010));
  const before = pages;
  expect(await clocksOf(cache.lacking('config', none, to))).toEqual(range(0, 1010));
  expect(pages).toBe(before);
});

test('it keeps within its budget: the least recently used goes, and what is too large is not kept', async () => {
  const cache = new JoinCache(new Answers(database, noReceipts), { budget: 10_000 });
  for (const document of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
    const to = await write(document, 0, 10);
    expect(await clocksOf(cache.lacking(document, none, to))).toEqual(range(0, 10));
  }
  expect(cache.bytes).toBeGreaterThan(0);
  expect(cache.bytes).toBeLessThanOrEqual(10_000);
  const large = await write('large', 0, 300);
  const kept = cache.bytes;
  expect(await clocksOf(cache.lacking('large', none, large))).toEqual(range(0, 300));
  expect(cache.bytes).toBe(kept);
});

test('a reading that failed is not remembered', async () => {
  const cache = new JoinCache(new Answers(database, noReceipts));
  const to = await write('config', 0, 3);
  const documents = database.changes.documents;
  database.changes.documents = () => Promise.reject(new Error('unreadable'));
  await expect(clocksOf(cache.lacking('config', none, to))).rejects.toThrow('unreadable');
  database.changes.documents = documents;
  expect(await clocksOf(cache.lacking('config', none, to))).toEqual([0, 1, 2]);
});

test('[M2] who wrote first is sent first: the lists that a programme began with, before the long one it brought in later', async () => {
  const [starter, imported] = [await write('config', 0, 3, 5), await write('config', 0, 3, 99)];
  const to = new Map([...imported, ...starter, ...(await write('config', 0, 1, 50))]);
  const pieces = new JoinCache(new Answers(database, noReceipts)).lacking('config', new Map(), to);
  expect(await clientsOf(pieces)).toEqual([5, 5, 5, 99, 99, 99, 50]);
  const rest = new JoinCache(new Answers(database, noReceipts)).lacking('config', new Map([[5, 3]]), to);
  expect(await clientsOf(rest)).toEqual([99, 99, 99, 50]);
});

test('the copies that are kept of its messages count, and make room as others do', async () => {
  const copied: (() => void)[] = [];
  const cache = new JoinCache(new Answers(database, noReceipts), {
    budget: 10_000,
    share: (message, onCopy) => {
      copied.push(() => onCopy?.(4000));
      return message;
    },
  });
  for (const document of ['a', 'b'])
    await clocksOf(cache.lacking(document, none, await write(document, 0, 10)));
  const before = cache.bytes;
  copied[0]?.();
  expect(cache.bytes).toBe(before + 4000);
  copied[1]?.();
  // the first gave way; what is made of it later counts no more
  expect(cache.bytes).toBeLessThan(before + 4000);
  const after = cache.bytes;
  copied[0]?.();
  expect(cache.bytes).toBe(after);
});

test('[G10] a document of which not all can be read is not kept, nor read in vain', async () => {
  const cache = new JoinCache(new Answers(database, noReceipts), { isCut: () => true });
  const to = await write('a', 0, 10);
  for (const time of [1, 2]) {
    expect(await clocksOf(cache.lacking('a', none, to))).toEqual(range(0, 10));
    expect(pages).toBe(time);
  }
  expect(cache.bytes).toBe(0);
});
