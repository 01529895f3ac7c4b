/** A status that grows log by log is the one that is read from all logs, in whichever order they come. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { saysStatus, timeOf, type AssetLog } from '#shared/domain/asset-log';
import type { KnownStatus } from '../database/port/rows-tx';
import { statusOfAll } from '../../tests/support/status-of-all';
import { grownStatus } from './grown-status';

const NOW = Date.UTC(2026, 5, 1);
const DAY = 24 * 60 * 60 * 1000;

/** The rows that hold these logs. */
const rowsWith = (logs: readonly AssetLog[]) => ({
  statusLogs: async (_ids: readonly string[], side: 'at' | 'before' | 'after', ms: number) => {
    const said = logs.filter(saysStatus);
    const times = said.map(timeOf).filter((at) => (side === 'before' ? at < ms : at > ms));
    const at = side === 'at' ? ms : side === 'before' ? Math.max(...times) : Math.min(...times);
    return said.filter((log) => timeOf(log) === at);
  },
});

const hour = (at: number): string => new Date(NOW + at * 60 * 60 * 1000).toISOString();

const someLog = (hours: fc.Arbitrary<number>) =>
  fc.record({
    loggedAt: hours.map(hour),
    createdAt: fc.integer({ min: -3, max: 3 }).map(hour),
    functionalStatus: fc.constantFrom('FUNCTIONING', 'NOT_IN_USE', 'NOT_FUNCTIONING'),
    type: fc.constantFrom('STATUS_UPDATE', 'STATUS_UPDATE', 'STATUS_UPDATE', 'TEMPERATURE_MAPPING'),
  });

type Said = Pick<AssetLog, 'loggedAt' | 'createdAt'> & { functionalStatus: string; type: string };

const asLogs = (said: readonly Said[]): AssetLog[] =>
  said.map((one, n) => ({ ...one, id: `l${(n * 7) % 100}-${n}`, assetId: 'a1', userId: 'u' }) as AssetLog);

/** Returns how often all logs had to be looked at. */
async function follow(logs: readonly AssetLog[], step: number): Promise<number> {
  let status: KnownStatus | undefined;
  let looks = 0;
  for (let from = 0; from < logs.length; from += step) {
    const all = logs.slice(0, from + step);
    const rows = rowsWith(all);
    const grown = await grownStatus({ rows, ids: ['a1'] }, status, logs.slice(from, from + step), NOW);
    if (!grown) looks += 1;
    expect(grown ? grown.is : statusOfAll(all, NOW)).toEqual(statusOfAll(all, NOW));
    status = statusOfAll(all, NOW);
  }
  return looks;
}

test('[S1] at few moments, many of them the same', async () => {
  const hours = fc.oneof(fc.integer({ min: -4, max: 4 }), fc.integer({ min: 30, max: 34 }));
  await fc.assert(
    fc.asyncProperty(
      fc.array(someLog(hours), { minLength: 1, maxLength: 14 }),
      fc.integer({ min: 1, max: 4 }),
      async (said, step) => void (await follow(asLogs(said), step)),
    ),
    { numRuns: 3000 },
  );
});

test('[S1] at moments of their own nothing is ever read from all', async () => {
  const hours = fc.oneof(fc.integer({ min: -400, max: 20 }), fc.integer({ min: 30, max: 400 }));
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(someLog(hours), { minLength: 1, maxLength: 20, selector: ({ loggedAt }) => loggedAt }),
      fc.integer({ min: 1, max: 4 }),
      async (said, step) => {
        expect(await follow(asLogs(said), step)).toBe(0);
      },
    ),
    { numRuns: 2000 },
  );
});

test('a log whose day has come is read from all', async () => {
  const [log] = asLogs([
    { loggedAt: hour(-1), createdAt: hour(0), functionalStatus: 'FUNCTIONING', type: 'STATUS_UPDATE' },
  ]);
  if (!log) throw new Error('no log');
  const status: KnownStatus = {
    ...{ log, functionalStatus: 'FUNCTIONING' },
    since: log.loggedAt,
    until: NOW - DAY,
  };
  expect(await grownStatus({ rows: rowsWith([log]), ids: ['a1'] }, status, [log], NOW)).toBeUndefined();
});
