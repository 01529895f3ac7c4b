/** Plays a seed to its end; its acts are printed when it fails. */
import { expect } from 'vitest';
import { expectQuiet } from './quiet';
import { World, type Size } from './world';

/** Returns the number of acts that happened, by kind. */
export async function play(seed: number, acts: number, size: Size): Promise<Record<string, number>> {
  const world = await World.start(seed, size);
  try {
    for (let act = 0; act < acts; act++) await world.act();
    await expectQuiet(world);
    return world.counts;
  } catch (error) {
    expect.soft({ seed, acts: world.acts }).toBe('quiet');
    throw error;
  } finally {
    await world.stop();
  }
}
