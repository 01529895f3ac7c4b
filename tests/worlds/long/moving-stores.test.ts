/** Small worlds of three sites in which stores change their site often, with Open mSupply and photos. */
import { expect, test, vi } from 'vitest';
import { play } from '../play';
import { THREE } from '../world';

vi.mock('#shared/change/check', async (original) => (await import('../app')).twoVersions(original));

const SEEDS = Array.from({ length: 20 }, (_, index) => 2001 + index);

/** of each world */
const moves: number[] = [];

test.each(SEEDS)(
  '[D2] [G9] [P5] seed %i: nothing is lost where stores change their site, and all hold the same',
  async (seed) => {
    const counts = await play(seed, 40, THREE);
    moves.push(counts['stores that change their site'] ?? 0);
  },
  300_000,
);

test('in most of these worlds stores do change their site', () => {
  expect(moves.filter((count) => count > 0).length).toBeGreaterThan(moves.length / 2);
});
