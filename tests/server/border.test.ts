/** Nothing of another region is given or changed by any call of staff, reads, writes, moves, imports and exports alike. The long run: long/border.test.ts. */
import { afterEach, expect, it } from 'vitest';
import { BorderWorld } from '../central/border-world';
import { seeds } from '../support/more-runs';

let world: BorderWorld | undefined;
afterEach(() => world?.close());

it.each(seeds(2))('no call reaches over the border (seed %i)', async (seed) => {
  world = await BorderWorld.make(seed);
  for (let round = 0; round < 10; round += 1) {
    await world.turn();
    for (let call = 0; call < 40; call += 1) await world.step();
  }
  // the test could fail: much was given, and much was changed
  expect(world.answered).toBeGreaterThan(world.calls / 10);
  expect(world.changed).toBeGreaterThan(10);
});
