// A part of the app that cannot be fetched: recognised in every engine, and fetched again by itself.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { goOnByItself, isLostPiece } from './lost-piece';

test.each([
  'Failed to fetch dynamically imported module: https://x/assets/a.js',
  'error loading dynamically imported module: https://x/assets/a.js',
  'Importing a module script failed.',
  'Unable to preload CSS for /assets/a.css',
])('%s', (message) => expect(isLostPiece(new TypeError(message))).toBe(true));

test.each([new Error('x is not a function'), new TypeError('Failed to fetch'), 'text', undefined])(
  '%s is another fault',
  (error) => expect(isLostPiece(error)).toBe(false),
);

beforeEach(() => {
  vi.useFakeTimers();
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
  const target = new EventTarget();
  vi.stubGlobal('addEventListener', target.addEventListener.bind(target));
  vi.stubGlobal('removeEventListener', target.removeEventListener.bind(target));
  vi.stubGlobal('dispatchEvent', target.dispatchEvent.bind(target));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('the app is opened again as soon as the server is there, and not before', async () => {
  let isThere = false;
  const reload = vi.fn();
  const stop = goOnByItself({ reload, isThere: () => Promise.resolve(isThere), now: Date.now });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(reload).not.toHaveBeenCalled();
  isThere = true;
  dispatchEvent(new Event('online'));
  await vi.advanceTimersByTimeAsync(0);
  expect(reload).toHaveBeenCalledTimes(1);
  stop();
});

test('what is nowhere does not keep a page turning: each time it waits longer', async () => {
  const at: number[] = [];
  const began = Date.now();
  for (let visits = 0; visits < 5; visits++)
    await new Promise<void>((resolve) => {
      const stop = goOnByItself({
        reload: () => {
          at.push(Date.now() - began);
          stop();
          resolve();
        },
        isThere: () => Promise.resolve(true),
        now: Date.now,
      });
      void vi.advanceTimersByTimeAsync(600_000);
    });
  const waits = at.slice(1).map((one, index) => one - (at[index] ?? 0));
  expect(at[0]).toBe(0);
  expect(waits.every((wait, index) => index === 0 || wait >= (waits[index - 1] ?? 0))).toBe(true);
  expect(waits.at(-1)).toBeGreaterThanOrEqual(40_000);
});
