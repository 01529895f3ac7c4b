import { expect, test } from 'vitest';
import { instantOf, localDateTime, localDay } from './local-time';

test('a local time and its instant are the same moment', () => {
  const ms = Date.parse('2026-03-01T08:15:00Z');
  expect(instantOf(localDateTime(ms))).toBe('2026-03-01T08:15:00.000Z');
  expect(localDateTime(ms).slice(0, 10)).toBe(localDay(ms));
});

test('what is no time has no instant', () => {
  expect(instantOf('')).toBeUndefined();
  expect(instantOf('yesterday')).toBeUndefined();
});
