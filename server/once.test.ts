import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { takeUpOnce } from './once';

type Taking = Parameters<typeof takeUpOnce>[0];

beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => vi.useRealTimers());

it('a process that is alone looks every quarter of an hour for work of Open mSupply sites that was left, until it stops', async () => {
  const takeUp = vi.fn(() => Promise.resolve());
  const stop = takeUpOnce({ takeUp } as unknown as Taking, undefined);
  const quarter = 15 * 60 * 1000;
  vi.advanceTimersByTime(quarter - 1);
  expect(takeUp).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(takeUp).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(3 * quarter);
  expect(takeUp).toHaveBeenCalledTimes(4);
  await stop();
  vi.advanceTimersByTime(quarter);
  expect(takeUp).toHaveBeenCalledTimes(4);
});
