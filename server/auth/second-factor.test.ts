// Codes by time: against the published values of RFC 6238 (appendix B), and against an own computation of RFC 4226.
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { base32ToBytes } from '../../tests/support/base32';
import { codeAt } from '../../tests/support/one-time-code';
import { newRecoveryCodes, newSecondFactor, stepOf } from './second-factor';

/** '12345678901234567890' in base32, the secret of the appendix. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('at second %i the code is the last six figures of the published one', (seconds, code) => {
  expect(stepOf(RFC_SECRET, code, seconds * 1000)).toBe(Math.floor(seconds / 30));
  expect(codeAt(RFC_SECRET, seconds * 1000)).toBe(code);
});

test('any secret, any time: the code of now, of the step before and of the step after, and no other', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4_000_000_000 }),
      fc.integer({ min: -4, max: 4 }),
      (seconds, steps) => {
        const { secret } = newSecondFactor('Programme', 'ana');
        const now = seconds * 1000 + 120_000;
        const found = stepOf(secret, codeAt(secret, now + steps * 30_000), now);
        const right = Math.floor(now / 30_000) + steps;
        // two steps of one secret have the same code once in a million
        if (Math.abs(steps) <= 1) expect(found).toBe(right);
        else expect(found).not.toBe(right);
      },
    ),
    { numRuns: 50 },
  );
});

test('figures of any script and spaces are taken, anything else is no code', () => {
  const now = 1_111_111_109_000;
  expect(stepOf(RFC_SECRET, '081 804', now)).toBeDefined();
  expect(stepOf(RFC_SECRET, '٠٨١٨٠٤', now)).toBeDefined();
  for (const typed of ['', '81804', '0818044', 'abcdef', '0818O4'])
    expect(stepOf(RFC_SECRET, typed, now)).toBeUndefined();
});

test('the address says who it is for, and holds 160 bits', () => {
  const { secret, uri } = newSecondFactor('Health: cold chain', 'ana');
  const address = new URL(uri);
  expect([address.protocol, address.host]).toEqual(['otpauth:', 'totp']);
  expect(decodeURIComponent(address.pathname)).toBe('/Health  cold chain:ana');
  expect(address.searchParams.get('secret')).toBe(secret);
  expect(base32ToBytes(secret)).toHaveLength(20);
  expect(createHmac('sha1', base32ToBytes(secret)).digest()).toHaveLength(20);
});

test('ten recovery codes, none like another', () => {
  const codes = newRecoveryCodes();
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) expect(code).toMatch(/^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$/);
});
