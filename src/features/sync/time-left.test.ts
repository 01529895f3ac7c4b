import { expect, test } from 'vitest';
import { timeLeft } from './time-left';

test('what is left is told in minutes up to an hour and a half, then in hours, rounded up', () => {
  expect(timeLeft(59)).toEqual({ unit: 'soon', count: 0 });
  expect(timeLeft(61)).toEqual({ unit: 'minutes', count: 2 });
  expect(timeLeft(89 * 60)).toEqual({ unit: 'minutes', count: 89 });
  expect(timeLeft(91 * 60)).toEqual({ unit: 'hours', count: 2 });
});
