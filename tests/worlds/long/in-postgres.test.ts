/** Worlds whose central server has its database in PostgreSQL: small ones, and large ones. */
import { test, vi } from 'vitest';
import { play } from '../play';
import { LARGE, SMALL } from '../world';

vi.mock('#shared/change/check', async (original) => (await import('../app')).twoVersions(original));

const WORLDS = [
  ...[3001, 3002, 3003, 3004, 3005, 3006].map((seed) => ({ seed, size: SMALL, acts: 40 })),
  ...[3101, 3102].map((seed) => ({ seed, size: LARGE, acts: 150 })),
];

test.each(WORLDS)(
  '[P5] [G1] [G6] [G7] [G8] seed $seed in PostgreSQL: nothing that anybody held is lost, and all hold the same',
  async ({ seed, size, acts }) => void (await play(seed, acts, { ...size, inPostgres: true })),
  600_000,
);
