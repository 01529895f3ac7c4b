import { expect, test } from 'vitest';
import { isIdle } from './idle';

const MINUTE = 60_000;

test.each([
  ['never locks where that was not chosen', 0, 1000 * MINUTE, false],
  ['does not lock before the time is over', 5, 5 * MINUTE - 1, false],
  ['locks when the time is over', 5, 5 * MINUTE, true],
  ['locks after a night asleep', 5, 500 * MINUTE, true],
  ['does not lock because the clock was set back', 5, -60 * MINUTE, false],
])('a device %s', (_, minutes, passed, locks) => {
  expect(isIdle(minutes, 1_000_000, 1_000_000 + passed)).toBe(locks);
});
