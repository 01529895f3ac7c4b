/** A hundred thousand calls by staff of random regions in random trees: nothing of another region is given or changed. Seeds stand in the titles. */
import { afterEach, expect, it } from 'vitest';
import { BorderWorld } from '../../central/border-world';

const ROUNDS = 500;
const CALLS = 40;

let world: BorderWorld | undefined;
afterEach(() => world?.close());

it.each([101, 102, 103, 104, 105])(
  'no call reaches over the border (seed %i)',
  async (seed) => {
    world = await BorderWorld.make(seed);
    for (let round = 0; round < ROUNDS; round += 1) {
      await world.turn();
      for (let call = 0; call < CALLS; call += 1) await world.step();
    }
    expect(world.calls).toBe(ROUNDS * CALLS);
    expect(world.answered).toBeGreaterThan(world.calls / 10);
    expect(world.changed).toBeGreaterThan(world.calls / 100);
  },
  3_600_000,
);
