import { brotliCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { createDecoder, readAny } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeAny, writeUint8Array } from 'lib0/encoding';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { accepted } from '../../result';
import { readUpdate } from '../codec/read';
import { encodeUpdate, type PositionedBytes } from '../codec/write';
import { Growing, Reading } from './bytes';
import { Packer, Unpacker } from './pack';
import { encodePiece, readPiece, type ReadPiece } from './piece';

const bytesOf = (value: unknown): Uint8Array => {
  const encoder = createEncoder();
  writeAny(encoder, value as null);
  return toUint8Array(encoder);
};

/** One change after others, and its bytes after unpacking. */
const packed = (...bodies: Uint8Array[]): Uint8Array => {
  const to = new Growing();
  const packer = new Packer(to);
  for (const body of bodies) packer.add(body);
  return to.copy();
};

const unpacked = (bytes: Uint8Array, count: number): number[][] => {
  const from = new Reading(bytes);
  const unpacker = new Unpacker();
  const bodies = Array.from({ length: count }, () => [...unpacker.next(from)]);
  expect(from.isOver).toBe(true);
  return bodies;
};

const plain = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.uuid(),
  fc.uuid().map((id) => id.toUpperCase()),
  fc.double(),
  fc.integer({ min: -3_000_000_000, max: 3_000_000_000 }).map((whole) => whole / 10),
  fc.integer().map((whole) => whole / 1000),
  fc.constantFrom(-0, 0.1 + 0.2, 1e21, 1 / 3, Number.NaN, Number.POSITIVE_INFINITY, 214748364.7, -0.001),
);

const value = fc.oneof(plain, fc.dictionary(fc.string(), plain), fc.array(plain));

describe('what is packed', () => {
  it('[Q2] comes out as it went in, byte by byte', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 4 }), (some) => {
        const bodies = some.map(bytesOf);
        expect(unpacked(packed(...bodies), bodies.length)).toEqual(bodies.map((body) => [...body]));
      }),
      { numRuns: 2000 },
    );
  });

  it('comes out as it went in where it is no value at all', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array(), { maxLength: 3 }), (bodies) => {
        expect(unpacked(packed(...bodies), bodies.length)).toEqual(bodies.map((body) => [...body]));
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps a number that was written longer than need be', () => {
    const body = Uint8Array.from([119, 0x81, 0x00, 65]);
    expect(readAny(createDecoder(body))).toBe('A');
    expect(unpacked(packed(body), 1)).toEqual([[...body]]);
  });

  it('has the names of fields once, an id in sixteen bytes and a measure in three', () => {
    const one = bytesOf({ id: '0190b5a2-7c10-7a31-8e5f-3d1a2b4c5d6e', litres: 123.4, isNew: true });
    const more = packed(one, one).length - packed(one).length;
    expect(more).toBe(1 + 16 + 3 + 1);
  });
});

const changes = (client: number, clock: number, count: number): PositionedBytes[] =>
  Array.from({ length: count }, (_, index) => {
    const changeId = `0190b5a2-7c10-7a31-8e5f-${String(client * 1000 + clock + index).padStart(12, '0')}`;
    return {
      client,
      clock: clock + index,
      changeId,
      body: bytesOf({ id: changeId, n: index, litres: 12.5 }),
    };
  });

const bytesIn = ({ structs }: ReadPiece): PositionedBytes[] =>
  structs.map(({ client, clock, key, body }) => ({ client, clock, changeId: key, body }));

describe('a piece', () => {
  it('[Q1] is the update of its changes, those of a client together', () => {
    const [first, second, rest] = [changes(7, 3, 4), changes(8, 0, 2), changes(7, 7, 2)];
    const read = readPiece(encodePiece([...first, ...second, ...rest]));
    const update = encodeUpdate([...first, ...rest, ...second]);
    // what it reads is what a reader of the update reads
    expect(read.ok && accepted(read.value.structs)).toEqual(readUpdate(update));
    expect(read.ok && [...encodeUpdate(bytesIn(read.value))]).toEqual([...update]);
  });

  it('can be read by Yjs', () => {
    const read = readPiece(encodePiece(changes(7, 0, 3)));
    if (!read.ok) throw new Error('not read');
    const doc = new Y.Doc();
    Y.applyUpdate(doc, encodeUpdate(bytesIn(read.value)));
    expect(Object.keys(doc.getMap('changes').toJSON())).toHaveLength(3);
    expect(doc.getMap('changes').get(changes(7, 1, 1)[0]?.changeId ?? '')).toMatchObject({ litres: 12.5 });
  });

  it('is not made of changes with a gap', () => {
    expect(() => encodePiece([...changes(7, 0, 1), ...changes(7, 2, 1)])).toThrow('gap');
  });

  it('is smaller than the same update', () => {
    const random = Array.from({ length: 500 }, (_, clock) => {
      const changeId = crypto.randomUUID();
      return { client: 7, clock, changeId, body: bytesOf({ id: changeId, entityId: crypto.randomUUID() }) };
    });
    const small = brotliCompressSync(encodePiece(random)).length;
    expect(small).toBeLessThan(0.9 * brotliCompressSync(encodeUpdate(random)).length);
  });
});

describe('bytes that are no piece', () => {
  const piece = encodePiece(changes(7, 0, 20));

  it('[B3] are told as such, wherever they end or whatever stands in them', () => {
    for (let end = 0; end < piece.length; end++) expect(readPiece(piece.subarray(0, end)).ok).toBe(false);
    const longer = createEncoder();
    writeUint8Array(longer, piece);
    writeUint8Array(longer, Uint8Array.from([0]));
    expect(readPiece(toUint8Array(longer)).ok).toBe(false);
    fc.assert(
      fc.property(fc.nat(piece.length - 1), fc.nat(255), (at, byte) => {
        const broken = piece.slice();
        broken[at] = byte;
        expect(() => readPiece(broken)).not.toThrow();
      }),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void readPiece(bytes)));
  });

  it('are not read where they claim to hold more than an update may', () => {
    expect(readPiece(Uint8Array.from([1, 1, 7, 0, 0xff, 0xff, 0xff, 0x7f]))).toMatchObject({
      ok: false,
      issues: [{ code: 'too-large' }],
    });
  });
});
