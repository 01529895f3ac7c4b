/** A hundred seeds, each a programme of five sites that grows to thirty devices; their acts are counted at the end of docs/worlds.md. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, test, vi } from 'vitest';
import { play } from '../play';
import { LARGE } from '../world';

vi.mock('#shared/change/check', async (original) => (await import('../app')).twoVersions(original));

const ACTS = 150;
const [from = 1001, to = 1100] = (process.env['WAYPOST_WORLDS'] ?? '').split('-').filter(Boolean).map(Number);
const SEEDS = Array.from({ length: to - from + 1 }, (_, index) => from + index);
// a run in pieces gives each a page of its own
const page =
  process.env['WAYPOST_WORLDS_PAGE'] ?? fileURLToPath(new URL('../../../docs/worlds.md', import.meta.url));
const total: Record<string, number> = {};
const began = performance.now();
const notHeld: number[] = [];
let played = 0;

test.each(SEEDS)(
  '[P5] [G1] [G6] [G7] [G8] seed %i: nothing that anybody held is lost, and all hold the same',
  async (seed) => {
    played += 1;
    notHeld.push(seed);
    for (const [kind, count] of Object.entries(await play(seed, ACTS, LARGE)))
      total[kind] = (total[kind] ?? 0) + count;
    notHeld.pop();
  },
  3_600_000,
);

const HEADING = '## The last long run';

// after each seed: a run that is stopped leaves the result up to then
afterEach(() => {
  const minutes = Math.round((performance.now() - began) / 60_000);
  const rows = Object.entries(total).sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = rows.map(([kind, count]) => `| ${kind} | ${count} |`);
  const { sites, devices, mostDevices, openMSupply } = LARGE;
  const others = notHeld.length === 0 ? '' : ` These did not: ${notHeld.join(', ')}.`;
  const [before] = (existsSync(page) ? readFileSync(page, 'utf8') : '').split(HEADING);
  writeFileSync(
    page,
    [
      `${before ?? ''}${HEADING}`,
      '',
      `${played - notHeld.length} of the ${played} seeds that were played held (from ${from} on), in ${minutes} minutes: ${sites} sites, ${openMSupply} of them with Open mSupply, ${devices} to ${mostDevices} devices, ${ACTS} acts each, every act compared with the model of the rules.${others} Written by \`npm run test:long\`, seed by seed.`,
      '',
      '| acts | number |',
      '| --- | --- |',
      ...lines,
      '',
    ].join('\n'),
  );
});
