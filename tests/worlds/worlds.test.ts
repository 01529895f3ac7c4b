/**
 * Random programmes with restores, devices that are put back, shut out and joined again. `WAYPOST_WORLDS=1-100` plays these seeds; a
 * seed that fails prints what was done.
 */
import { expect, test } from 'vitest';
import { expectQuiet } from './quiet';
import { World } from './world';

const ACTS = 40;
const [from = 1, to = 3] = (process.env['WAYPOST_WORLDS'] ?? '').split('-').filter(Boolean).map(Number);
const seeds = Array.from({ length: to - from + 1 }, (_, index) => from + index);

test.each(seeds)(
  '[G1] [G6] [G7] [G8] seed %i: nothing that anybody held is lost, and all hold the same',
  async (seed) => {
    const world = await World.start(seed);
    try {
      for (let act = 0; act < ACTS; act++) await world.act();
      await expectQuiet(world);
    } catch (error) {
      expect.soft({ seed, acts: world.acts }).toBe('quiet');
      throw error;
    } finally {
      await world.stop();
    }
  },
  300_000,
);
