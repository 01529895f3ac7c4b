import { expect, test } from 'vitest';
import { leftToday, nextDay } from './data-budget';
import { pacedBy, paceNow } from './pace';

test('what was sent today is taken from the limit, and a rest that is worth no call counts as used up', () => {
  expect(leftToday({ sentToday: 9e9, isLifted: false })).toBe(Infinity);
  expect(leftToday({ limit: 5e6, sentToday: 2e6, isLifted: false })).toBe(3e6);
  expect(leftToday({ limit: 5e6, sentToday: 4_999_000, isLifted: false })).toBe(0);
  expect(leftToday({ limit: 5e6, sentToday: 6e6, isLifted: false })).toBe(0);
});

test('a person can send anyway, for today', () => {
  expect(leftToday({ limit: 5e6, sentToday: 6e6, isLifted: true })).toBe(Infinity);
});

test('the next day begins at midnight of this device', () => {
  const night = new Date(nextDay(new Date(2026, 10, 30, 15, 20).getTime()));
  expect([night.getDate(), night.getMonth(), night.getHours(), night.getMinutes()]).toEqual([1, 11, 0, 0]);
});

test('the pace follows the last pieces, and says nothing once it is old', () => {
  expect(pacedBy(undefined, 64_000, 2000)).toBe(32_000);
  expect(pacedBy(32_000, 64_000, 1000)).toBeCloseTo(44_800);
  const pace = { id: 'files' as const, bytesPerSecond: 100, at: 1000 };
  expect(paceNow(pace, 20_000)).toBe(100);
  expect(paceNow(pace, 200_000)).toBeUndefined();
  expect(paceNow(undefined, 0)).toBeUndefined();
});
