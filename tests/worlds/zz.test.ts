import { test, vi } from 'vitest';
import { play } from './play';
vi.mock('#shared/change/check', async (original) => (await import('./app')).twoVersions(original));
const [from = 1, to = 3] = (process.env['WAYPOST_WORLDS'] ?? '').split('-').filter(Boolean).map(Number);
const seeds = Array.from({ length: to - from + 1 }, (_, index) => from + index);
test.each(seeds)(
  'zz %i',
  async (seed) => void (await play(seed, 60, { sites: 3, devices: 5, mostDevices: 8, openMSupply: 1 })),
  300_000,
);
