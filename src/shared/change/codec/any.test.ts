import fc from 'fast-check';
import { createDecoder, readAny } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeAny } from 'lib0/encoding';
import { expect, test } from 'vitest';
import { readAnyOf } from './any';

/** The value and how far it goes, or that it is none. */
function outcome(read: (decoder: ReturnType<typeof createDecoder>) => unknown, bytes: Uint8Array): unknown {
  const decoder = createDecoder(bytes);
  try {
    return { value: read(decoder), end: decoder.pos };
  } catch {
    return 'none';
  }
}

const written = (value: unknown): Uint8Array => {
  const encoder = createEncoder();
  writeAny(encoder, value as null);
  return toUint8Array(encoder);
};

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('é', 'ሀሎ', '\u0080', '\u009f', '😀', '\ufeffx'),
);
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.constant(undefined),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.uint8Array({ maxLength: 20 }),
    fc.array(tie('any'), { maxLength: 5 }),
    fc.dictionary(text, tie('any'), { maxKeys: 5 }),
  ),
})).any;

test('what lib0 writes is read as lib0 reads it', () => {
  fc.assert(
    fc.property(value, (one) => {
      const bytes = written(one);
      expect(outcome(readAnyOf, bytes)).toEqual(outcome(readAny, bytes));
    }),
    { numRuns: 300 },
  );
});

test('a prototype that a value sets is the one that lib0 sets', () => {
  const bytes = Uint8Array.from([118, 1, 9, ...new TextEncoder().encode('__proto__'), 118, 1, 1, 97, 120]);
  const [ours, theirs] = [readAnyOf(createDecoder(bytes)), readAny(createDecoder(bytes))] as object[];
  expect(Object.keys(ours ?? {})).toEqual([]);
  expect(Object.getPrototypeOf(ours)).toEqual(Object.getPrototypeOf(theirs));
});

test('[B3] and so are bytes that were cut or altered, or are anything else', () => {
  const altered = fc.tuple(value, fc.nat(), fc.nat(255), fc.nat()).map(([one, at, byte, end]) => {
    const bytes = written(one).slice();
    bytes[at % bytes.length] = byte;
    return bytes.subarray(0, 1 + (end % (2 * bytes.length)));
  });
  fc.assert(
    fc.property(fc.oneof(altered, fc.uint8Array({ maxLength: 60 })), (bytes) => {
      expect(outcome(readAnyOf, bytes)).toEqual(outcome(readAny, bytes));
    }),
    { numRuns: 600 },
  );
});
