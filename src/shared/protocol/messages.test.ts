import { createDecoder, readVarUint } from 'lib0/decoding';
import { createEncoder } from 'lib0/encoding';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSyncMessage, writeSyncStep1, writeUpdate } from 'y-protocols/sync';
import * as Y from 'yjs';
import { toUint8Array, writeVarUint } from 'lib0/encoding';
import { encodeStateVector, readStateVector } from '../change/state-vector';
import { closeCodes, closeReason } from './close-codes';
import {
  emptyUpdate,
  readRefused,
  readStored,
  readUpward,
  refusedMessage,
  step1Message,
  step2Message,
  storedMessage,
} from './messages';

const vectors = fc
  .dictionary(fc.integer({ min: 0, max: 0xffffffff }).map(String), fc.integer({ min: 1, max: 1_000_000 }))
  .map((entries) => new Map(Object.entries(entries).map(([client, clock]) => [Number(client), clock])));

function stock(write: (encoder: ReturnType<typeof createEncoder>) => void): Uint8Array {
  const encoder = createEncoder();
  writeVarUint(encoder, 0);
  write(encoder);
  return toUint8Array(encoder);
}

describe('state vectors', () => {
  test('[B7] are read as they were written', () => {
    fc.assert(
      fc.property(vectors, (vector) => {
        expect(readStateVector(encodeStateVector(vector))).toEqual({ ok: true, value: vector });
      }),
    );
  });

  test('[B7] are Yjs’s own bytes', () => {
    const doc = new Y.Doc();
    doc.clientID = 300;
    doc.getMap('changes').set('a', 1);
    expect(encodeStateVector(new Map([[300, 1]]))).toEqual(Y.encodeStateVector(doc));
  });

  test('[B3] that claim too many clients are refused before anything is made', () => {
    expect(readStateVector(new Uint8Array([0xff, 0xff, 0xff, 0x7f]))).toEqual({
      ok: false,
      issues: [{ code: 'too-large' }],
    });
  });
});

describe('messages of stock clients', () => {
  test('step 1', () => {
    const doc = new Y.Doc();
    expect(readUpward(stock((encoder) => writeSyncStep1(encoder, doc)))).toEqual({
      ok: true,
      value: { type: 'step1', vector: new Map() },
    });
  });

  test('an update', () => {
    const update = new Uint8Array([0, 0]);
    expect(readUpward(stock((encoder) => writeUpdate(encoder, update)))).toEqual({
      ok: true,
      value: { type: 'update', update, answers: false },
    });
  });

  test('awareness is ignored', () => {
    expect(readUpward(new Uint8Array([1, 0]))).toEqual({ ok: true, value: { type: 'ignored' } });
  });

  test.each([[[]], [[0]], [[0, 0, 5]], [[0, 7, 0]], [[100, 0]], [[9]]])('%j is malformed', (bytes) => {
    expect(readUpward(new Uint8Array(bytes))).toEqual({ ok: false, issues: [{ code: 'malformed' }] });
  });

  test('[B3] no byte string throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        readUpward(bytes);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('messages of central', () => {
  test('step 1 and an empty step 2 make a stock document synced', () => {
    const doc = new Y.Doc();
    const read = (bytes: Uint8Array): number => {
      const decoder = createDecoder(bytes);
      readVarUint(decoder);
      return readSyncMessage(decoder, createEncoder(), doc, null);
    };
    expect(read(step1Message(new Map()))).toBe(0);
    expect(read(step2Message(emptyUpdate))).toBe(1);
  });

  test('[M3] stored', () => {
    fc.assert(
      fc.property(vectors, (vector) => {
        const decoder = createDecoder(storedMessage(vector));
        expect(readVarUint(decoder)).toBe(100);
        expect(readStored(decoder)).toEqual({ ok: true, value: { vector } });
      }),
    );
  });

  test('refused', () => {
    const refusal = { code: 'central-only', message: 'Only on the central server.', changeIds: ['a'] };
    const decoder = createDecoder(refusedMessage(refusal));
    expect(readVarUint(decoder)).toBe(101);
    expect(readRefused(decoder)).toEqual({ ok: true, value: refusal });
  });

  test('[B3] a refusal that is not one is malformed', () => {
    const decoder = createDecoder(new Uint8Array([3, 0x7b, 0x7d, 0x7d]));
    expect(readRefused(decoder)).toEqual({ ok: false, issues: [{ code: 'malformed' }] });
  });
});

test('close codes read back as their reasons', () => {
  expect(closeReason(closeCodes['another-central'])).toBe('another-central');
  expect(closeReason(1006)).toBeUndefined();
});
