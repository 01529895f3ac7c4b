/** A hundred seeds, each with more acts; the counts of their acts are written to docs/worlds.md. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, test, vi } from 'vitest';
import { play } from '../play';

vi.mock('#shared/change/check', async (original) => (await import('../app')).twoVersions(original));

const ACTS = 80;
const SEEDS = Array.from({ length: 100 }, (_, index) => 1001 + index);
const page = fileURLToPath(new URL('../../../docs/worlds.md', import.meta.url));
const total: Record<string, number> = {};
const began = performance.now();
let played = 0;

test.each(SEEDS)(
  '[P5] [G1] [G6] [G7] [G8] seed %i: nothing that anybody held is lost, and all hold the same',
  async (seed) => {
    for (const [kind, count] of Object.entries(await play(seed, ACTS)))
      total[kind] = (total[kind] ?? 0) + count;
    played += 1;
  },
  600_000,
);

afterAll(() => {
  const minutes = Math.round((performance.now() - began) / 60_000);
  const rows = Object.entries(total).sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = rows.map(([kind, count]) => `| ${kind} | ${count} |`);
  writeFileSync(
    page,
    [
      '# Simulated worlds: the last long run',
      '',
      `${played} of ${SEEDS.length} seeds (from ${SEEDS[0] ?? 0} on, ${ACTS} acts each) held, in ${minutes} minutes. Written by \`npm run test:long\`.`,
      '',
      '| what happened | how often |',
      '| --- | --- |',
      ...lines,
      '',
    ].join('\n'),
  );
});
