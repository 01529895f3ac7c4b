import { expect, test } from 'vitest';
import { instantOf, localDateTime, localDay } from './local-time';

test('a local time and its instant are the same moment', () => {
  const ms = Date.parse('2026-03-01T08:15:00Z');
  expect(instantOf(localDateTime(ms))).toBe('2026-03-01T08:15:00.000Z');
  expect(localDateTime(ms).slice(0, 10)).toBe(localDay(ms));
});

test('the day is that of the place of the device', () => {
  const zone = process.env['TZ'];
  const ms = Date.parse('2026-06-01T23:30:00Z');
  try {
    process.env['TZ'] = 'Pacific/Guadalcanal';
    expect([localDay(ms), instantOf('2026-06-02T10:30')]).toEqual(['2026-06-02', '2026-06-01T23:30:00.000Z']);
    process.env['TZ'] = 'America/Port-au-Prince';
    expect([localDay(ms), localDateTime(ms)]).toEqual(['2026-06-01', '2026-06-01T19:30']);
  } finally {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  }
});

test('what is no time has no instant', () => {
  expect(instantOf('')).toBeUndefined();
  expect(instantOf('yesterday')).toBeUndefined();
});
