/** Plays a seed to its end. */
import { keepFailure } from './kept';
import { expectQuiet } from './quiet';
import { World, type Size } from './world';

/** Returns the number of acts that happened, by kind. */
export async function play(seed: number, acts: number, size: Size): Promise<Record<string, number>> {
  const world = await World.start(seed, size);
  try {
    for (let act = 0; act < acts; act++) await world.act(act);
    await expectQuiet(world);
    return world.counts;
  } catch (error) {
    throw await keepFailure(world, error);
  } finally {
    await world.stop();
  }
}
