/** What is read in one pass is what lib0, which wrote it, reads. */
import fc from 'fast-check';
import { createDecoder, hasContent, readAny } from 'lib0/decoding';
import { expect, test } from 'vitest';
import type { Change } from '#shared/change/change';
import { encodeBody } from '#shared/change/codec/struct';
import { ChangeMaker } from '../../tests/central/change-maker';
import { readOwnChange } from './own-change';

const maker = new ChangeMaker('device-1', 'amina');
const changes: Change[] = [
  maker.make('asset.create', {
    assetNumber: 'ثلاجة ١',
    properties: { capacity: 12.5, iced: null, doors: -2 },
  }),
  { ...maker.make('asset.edit', { notes: 'x'.repeat(300), lockedFields: ['model'] }), base: { notes: [] } },
  maker.make('widget.grow', { isLarge: true, size: 2 ** 40 }),
];

function fromLib0(body: Uint8Array): unknown {
  const decoder = createDecoder(body);
  const read: unknown = readAny(decoder);
  return hasContent(decoder) ? undefined : read;
}

test('a change as our client writes it is read', () => {
  for (const change of changes) {
    expect(readOwnChange(encodeBody(change))).toEqual(change);
    expect(Object.keys(readOwnChange(encodeBody(change)) ?? {})).toEqual(Object.keys(change));
  }
});

test('a view into other bytes is read as far as it reaches, and no further', () => {
  const [body = new Uint8Array()] = changes.map(encodeBody);
  const among = new Uint8Array([...body.slice(9), ...body, ...body]).subarray(body.length - 9);
  expect(readOwnChange(among.subarray(0, body.length))).toEqual(changes[0]);
  for (const length of [body.length - 1, body.length + 1])
    expect(readOwnChange(among.subarray(0, length))).toBeUndefined();
});

test('[G10] bytes that were altered are never read otherwise than by lib0', () => {
  const bodies = changes.map(encodeBody);
  let taken = 0;
  fc.assert(
    fc.property(fc.constantFrom(...bodies), fc.nat(), fc.nat(255), fc.nat(2), (body, at, byte, out) => {
      const place = at % body.length;
      const altered = new Uint8Array([...body.slice(0, place), byte, ...body.slice(place + out)]);
      const read = readOwnChange(altered);
      if (!read) return;
      taken += 1;
      expect(read).toEqual(fromLib0(altered));
    }),
    { numRuns: 2000 },
  );
  expect(taken).toBeGreaterThan(100);
});
