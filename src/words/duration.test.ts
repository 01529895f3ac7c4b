import { expect, test } from 'vitest';
import { durationInWords, durationOf } from './duration';

const now = Date.parse('2026-11-29T12:00:00Z');

test.each([
  ['2026-11-29T11:00:00Z', undefined],
  ['2026-11-28T11:00:00Z', { unit: 'day', count: 1 }],
  ['2026-11-15T11:00:00Z', { unit: 'day', count: 14 }],
  ['2026-11-01T11:00:00Z', { unit: 'week', count: 4 }],
  ['2025-06-06T07:18:00Z', { unit: 'month', count: 17 }],
  ['2020-11-29T11:00:00Z', { unit: 'year', count: 6 }],
  ['2026-12-05T11:00:00Z', undefined],
  ['no moment', undefined],
])('what began at %s has lasted so long', (moment, lasted) => {
  expect(durationOf(moment, now)).toEqual(lasted);
});

test('each language says it in its own words', () => {
  const since = '2025-06-06T07:18:00Z';
  expect(durationInWords('en', since, now)).toBe('17 months');
  expect(durationInWords('fr', since, now)).toMatch(/^17\smois$/u);
  expect(durationInWords('ar', since, now)).toMatch(/شهر/u);
});
