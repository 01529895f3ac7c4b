import { expect, test } from 'vitest';
import { Spoilt } from './spoilt';

const mark = (client: number, clock: number) => ({ client, clock, digest: new Uint8Array(16) });

test('[G10] who has the first of several spoilt changes of a client is asked, whichever was met last', () => {
  const metrics = { spoilt: 0 };
  const spoilt = new Spoilt({ metrics });
  for (const clock of [5, 30]) spoilt.note('a', 7, clock);
  expect(metrics.spoilt).toBe(1);
  expect(spoilt.askOf('a', [mark(7, 25), mark(8, 25)], 'd1')).toEqual([7]);
  expect(spoilt.askOf('a', [mark(7, 5)], 'd2')).toEqual([]);
  // what stands before or after it says nothing of it
  for (const [from, to] of [[0, 5] as const, [6, 40] as const]) spoilt.mended('a', { client: 7, from, to });
  expect(metrics.spoilt).toBe(1);
  spoilt.mended('a', { client: 7, from: 0, to: 6 });
  expect([metrics.spoilt, spoilt.isIn('a'), spoilt.askOf('a', [mark(7, 25)], 'd2')]).toEqual([0, false, []]);
});

test('[G10] a few are asked at a time, each once, and others when these had their time', () => {
  let now = 0;
  const spoilt = new Spoilt({ now: () => now });
  for (const client of [7, 8]) spoilt.note('a', client, 5);
  const ask = (client: number, ...holders: string[]): string[] =>
    holders.filter((holder) => spoilt.askOf('a', [mark(client, 6)], holder).length > 0);
  expect(ask(7, 'd1', 'd1', 'd1', 'd2', 'd3', 'd4', 'd5')).toEqual(['d1', 'd2', 'd3']);
  expect(ask(8, 'd4')).toEqual(['d4']);
  // met again by somebody else who lacks it
  spoilt.note('a', 7, 5);
  now = 59_000;
  expect(ask(7, 'd4')).toEqual([]);
  now = 60_000;
  expect(ask(7, 'd4', 'd1')).toEqual(['d4', 'd1']);
});
