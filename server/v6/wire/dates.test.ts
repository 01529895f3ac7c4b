import { describe, expect, it } from 'vitest';
import { readDate, readInstant, writeInstant } from './dates';

describe('dates on the V6 wire', () => {
  it.each([
    ['2020-01-22', '2020-01-22'],
    ['2020-01-22T15:16:00', '2020-01-22'],
    ['2020-02-29', '2020-02-29'],
    // typed in a hurry: a date all the same, and the rest of its record stands
    ['0023-01-22', '0023-01-22'],
  ])('reads %s as a date', (text, date) => expect(readDate(text)).toBe(date));

  it.each(['2021-02-29', '22/01/2020', '', '2020-1-2', 20200122, null])(
    'does not take %s for a date',
    (text) => expect(readDate(text)).toBeUndefined(),
  );

  it.each([
    ['2020-01-22T15:16:00', '2020-01-22T15:16:00.000Z'],
    ['2020-01-22T15:16:00Z', '2020-01-22T15:16:00.000Z'],
    ['2020-01-22 15:16:00', '2020-01-22T15:16:00.000Z'],
    ['2020-01-22T15:16:00.123456', '2020-01-22T15:16:00.123Z'],
    ['2020-01-22T15:16:00.5', '2020-01-22T15:16:00.500Z'],
    ['2020-01-22T15:16:00+12:00', '2020-01-22T03:16:00.000Z'],
    ['2020-01-22T15:16:00-0330', '2020-01-22T18:46:00.000Z'],
    ['2020-01-22T15:16', '2020-01-22T15:16:00.000Z'],
    ['2020-01-22', '2020-01-22T00:00:00.000Z'],
  ])('reads %s as an instant', (text, instant) => expect(readInstant(text)).toBe(instant));

  it.each(['2020-01-22T25:00:00', 'yesterday', '', '1969-12-31T23:00:00', null])(
    'does not take %s for an instant',
    (text) => expect(readInstant(text)).toBeUndefined(),
  );

  it('writes an instant without a zone, and parts of seconds only where there are any', () => {
    expect(writeInstant('2020-01-22T15:16:00.000Z')).toBe('2020-01-22T15:16:00');
    expect(writeInstant('2020-01-22T15:16:00.120Z')).toBe('2020-01-22T15:16:00.120');
    expect(writeInstant('2020-01-22T15:16:00Z')).toBe('2020-01-22T15:16:00');
  });
});
