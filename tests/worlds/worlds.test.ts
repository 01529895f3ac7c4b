/**
 * Random programmes with restores, kills, bad links, wrong clocks, two versions of the app, devices that are put back, lost, shut out and
 * joined again. `WAYPOST_WORLDS=1-100` plays these seeds; a seed that fails prints its acts.
 */
import { test, vi } from 'vitest';
import { play } from './play';
import { SMALL } from './world';

vi.mock('#shared/change/check', async (original) => (await import('./app')).twoVersions(original));

const ACTS = 40;
const [from = 1, to = 3] = (process.env['WAYPOST_WORLDS'] ?? '').split('-').filter(Boolean).map(Number);
const seeds = Array.from({ length: to - from + 1 }, (_, index) => from + index);

test.each(seeds)(
  '[P5] [G1] [G6] [G7] [G8] seed %i: nothing that anybody held is lost, and all hold the same',
  async (seed) => void (await play(seed, ACTS, SMALL)),
  300_000,
);
