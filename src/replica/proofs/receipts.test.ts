import { expect, test } from 'vitest';
import type { ReceiptRecord } from '../records';
import { provenUpTo, withoutDominated } from './receipts';

const receipt = (vector: Record<number, number>, parts: Partial<ReceiptRecord> = {}): ReceiptRecord => ({
  document: 'config',
  vector: new Map(Object.entries(vector).map(([client, clock]) => [Number(client), clock])),
  ...{ root: new Uint8Array(16), start: 1, seq: 1, at: 1, keyId: 1, mac: new Uint8Array(16) },
  ...parts,
});

test('[P5] a receipt goes when others prove all that it proves, one client by one', () => {
  const old = receipt({ 1: 5, 2: 5 });
  const first = receipt({ 1: 6 });
  expect(withoutDominated([old, first])).toEqual([old, first]);
  const second = receipt({ 2: 5 });
  expect(withoutDominated([old, first, second])).toEqual([first, second]);
  const all = receipt({ 1: 6, 2: 7 });
  expect(withoutDominated([old, first, second, all])).toEqual([all]);
});

test('[P5] a later one that says less takes nothing away', () => {
  const old = receipt({ 1: 5 });
  const later = receipt({ 1: 3 }, { seq: 9, at: 9, start: 2 });
  expect(withoutDominated([old, later])).toEqual([old]);
});

test('[P5] nor does one under another key', () => {
  const old = receipt({ 1: 5 });
  const other = receipt({ 1: 9 }, { keyId: 2 });
  expect(withoutDominated([old, other])).toEqual([old, other]);
});

test('what is proven of a client is the most that any receipt says', () => {
  expect(provenUpTo([receipt({ 1: 5, 2: 1 }), receipt({ 1: 3, 3: 4 })])).toEqual(
    new Map([
      [1, 5],
      [2, 1],
      [3, 4],
    ]),
  );
});
