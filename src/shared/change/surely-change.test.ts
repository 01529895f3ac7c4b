// The quick look at an envelope never takes what the schema refuses.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { isPlainJson, type Json } from '../json';
import { changeSchema, isSurelyChange } from './change';

const good: Record<string, Json> = {
  id: '0190c1f0-0000-7000-8000-000000000001',
  hlc: '1700000000000-0000-device-1',
  userId: 'user-1',
  deviceId: 'device-1',
  n: 1,
  kind: 'asset.create',
  entityId: 'asset-1',
  patch: { assetNumber: 'A-1', notes: null },
};

const odd = fc.oneof(
  fc.constantFrom<Json>('', 'x', 'x'.repeat(64), 'x'.repeat(65), 0, -1, 1.5, 2 ** 53, null, true, [], {}),
  fc.constantFrom<Json>('asset.create\n', 'A.b', 'a.b.c', '1700000000000-00AF-d', '1700000000000-0000-'),
  fc.constantFrom<Json>({ '1a': 1 }, { 'a b': 1 }, { ['a'.repeat(65)]: 1 }, { a: { b: [1] } }),
  fc.constantFrom<Json>(String(good['id']).toUpperCase(), `${String(good['id'])}\n`, String(good['hlc'])),
  fc.jsonValue().map((value) => value as Json),
);

test('an envelope that is taken at a look is one of the schema', () => {
  let taken = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.keys(good), 'base', 'extra'),
      odd,
      fc.boolean(),
      (key, value, drops) => {
        const change = { ...good, [key]: value };
        if (drops) Reflect.deleteProperty(change, key);
        if (!isPlainJson(change) || !isSurelyChange(change)) return;
        taken += 1;
        const parsed = z.safeParse(changeSchema, change);
        expect(parsed.success && parsed.data).toEqual(change);
      },
    ),
    { numRuns: 1500 },
  );
  expect(taken).toBeGreaterThan(20);
  expect(isSurelyChange(good)).toBe(true);
});

test('[C3] a text with a whole pair is plain, one with half a pair is not', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, cuts) => {
      const value = cuts ? text.slice(0, text.length >> 1) : text;
      expect(isPlainJson(value)).toBe(
        JSON.parse(JSON.stringify(value)) === value && !/\\ud/.test(JSON.stringify(value)),
      );
    }),
  );
});
