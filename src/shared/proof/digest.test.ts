import { createHash } from 'node:crypto';
import { createDecoder, readVarUint8Array } from 'lib0/decoding';
import { createEncoder, toUint8Array } from 'lib0/encoding';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Change } from '../change/change';
import { encodeBody } from '../change/codec/struct';
import { encodeUpdate, toBytes } from '../change/codec/write';
import { readUpdate } from '../change/codec/read';
import { readUpward, step1Message, marksTail, storedMessage, readStored } from '../protocol/messages';
import { canonicalJson } from '../canonical-json';
import type { Json } from '../json';
import { canonicalChange, digestAfter, firstDigest, nextDigest, rootOf, toHex } from './digest';
import { sealedBytes, writeSeal, type Receipt } from './receipt';

const change: Change = {
  id: '0190b5a2-7c10-7a31-8e5f-3d1a2b4c5d6e',
  hlc: '1767225600000-0001-d7',
  userId: 'amina',
  deviceId: 'd7',
  n: 3,
  kind: 'asset.edit',
  entityId: 'a-1',
  patch: { notes: null, capacity: 0.5 },
};
const DOCUMENT = 'store/s1/2026';

/** The page's digest, by another implementation of SHA-256, and its text typed out. */
const sha = (...parts: (string | Buffer)[]): Buffer =>
  createHash('sha256')
    .update(Buffer.concat(parts.map((part) => Buffer.from(part))))
    .digest()
    .subarray(0, 16);
const TEXT =
  '0190b5a2-7c10-7a31-8e5f-3d1a2b4c5d6e\n' +
  '{"deviceId":"d7","entityId":"a-1","hlc":"1767225600000-0001-d7","id":"0190b5a2-7c10-7a31-8e5f-3d1a2b4c5d6e",' +
  '"kind":"asset.edit","n":3,"patch":{"capacity":0.5,"notes":null},"userId":"amina"}';

test('[P2] a chain is what the page says', () => {
  const first = sha('chain1\nstore/s1/2026\n300');
  expect(toHex(firstDigest(DOCUMENT, 300))).toBe(first.toString('hex'));
  expect(toHex(nextDigest(first, change))).toBe(sha(first, TEXT).toString('hex'));
  expect(digestAfter(first, [change, change])).toEqual(nextDigest(nextDigest(first, change), change));
});

test('[P2] a root is what the page says, in whatever order the chains come', () => {
  const [a, b] = [firstDigest(DOCUMENT, 1), firstDigest(DOCUMENT, 300)];
  const marks = [
    { client: 300, clock: 2, digest: b },
    { client: 1, clock: 1, digest: a },
  ];
  const bytes = [Buffer.from([1, 1]), Buffer.from(a), Buffer.from([0xac, 0x02, 2]), Buffer.from(b)];
  expect(toHex(rootOf(marks))).toBe(sha('root1\n', ...bytes).toString('hex'));
  expect(rootOf([...marks].reverse())).toEqual(rootOf(marks));
  expect(rootOf([...marks, { client: 9, clock: 0, digest: a }])).toEqual(rootOf(marks));
});

test('[P2] the quicker text of a change is its canonical text, whatever it holds', () => {
  const key = fc.oneof(fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,5}$/), fc.string({ unit: 'grapheme' }));
  const object = fc.dictionary(key, fc.jsonValue({ maxDepth: 2 }));
  const extra = fc.option(fc.record({ base: object, more: fc.jsonValue() }, { requiredKeys: [] }), {
    nil: {},
  });
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), object, extra, (userId, patch, others) => {
      // -0 is no plain JSON, so no change holds it
      const any = JSON.parse(JSON.stringify({ ...change, userId, patch, ...others })) as Change;
      expect(canonicalChange(any)).toBe(canonicalJson(any as unknown as Json));
    }),
    { numRuns: 500 },
  );
});

test('[P2] content counts, not the bytes in which it travelled', () => {
  const update = encodeUpdate([toBytes({ client: 300, clock: 0, change })]);
  // the same half as a number of four bytes, where lib0 writes another form here
  const read = readUpdate(update);
  const value = read.ok && read.value[0]?.type === 'change' ? (read.value[0].value as Change) : undefined;
  const turned = Object.fromEntries(Object.entries(change).reverse()) as unknown as Change;
  expect(encodeBody(turned)).not.toEqual(encodeBody(change));
  const first = firstDigest(DOCUMENT, 300);
  for (const same of [value, turned])
    expect(same && nextDigest(first, same)).toEqual(nextDigest(first, change));
});

describe('a receipt', () => {
  const receipt: Receipt = {
    vector: new Map([[300, 2]]),
    root: rootOf([{ client: 300, clock: 2, digest: firstDigest(DOCUMENT, 300) }]),
    start: 2 ** 32 - 1,
    seq: 1_000_000,
    at: Date.UTC(2026, 5, 1),
    keyId: 7,
    mac: new Uint8Array(16).fill(1),
  };

  test('[P3] takes some 48 bytes behind the vector of `stored`, where old readers do not look', () => {
    const encoder = createEncoder();
    writeSeal(encoder, receipt);
    expect(toUint8Array(encoder).length).toBe(47);
    const message = storedMessage(receipt.vector, receipt);
    const bare = storedMessage(receipt.vector);
    expect(message.slice(0, bare.length)).toEqual(bare);
    const decoder = createDecoder(message.slice(1));
    expect(readStored(decoder)).toEqual({ ok: true, value: { vector: receipt.vector, receipt } });
    expect(readVarUint8Array(createDecoder(message.slice(1))).length).toBe(bare.length - 2);
  });

  test('[P3] seals every part of it: no two that differ have the same bytes', () => {
    const sealed = (parts: Partial<Receipt>, central = 'c', document = DOCUMENT): string =>
      toHex(sealedBytes(central, document, { ...receipt, ...parts }));
    const all = [
      sealed({}),
      ...[sealed({ start: 1 }), sealed({ seq: 1 }), sealed({ at: 1 }), sealed({ keyId: 1 })],
      ...[sealed({ root: receipt.mac }), sealed({}, 'd'), sealed({}, 'c', 'config')],
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  test('a seal that is cut off is no seal, and the vector before it counts all the same', () => {
    const message = storedMessage(receipt.vector, receipt);
    const cut = readStored(createDecoder(message.slice(1, -3)));
    expect(cut).toEqual({ ok: true, value: { vector: receipt.vector } });
  });
});

test('[P6] step 1 says behind its vector which changes there are', () => {
  const marks = [{ client: 300, clock: 2, digest: firstDigest(DOCUMENT, 300) }];
  const vector = new Map([[300, 2]]);
  const message = step1Message(vector, marksTail(marks));
  expect(readUpward(message)).toEqual({ ok: true, value: { type: 'step1', vector, marks } });
  expect(readUpward(step1Message(vector))).toEqual({ ok: true, value: { type: 'step1', vector } });
});
