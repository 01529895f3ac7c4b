/** A status that is found by single logs is the one that is read from all of them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { saysStatus, timeOf, type AssetLog } from '#shared/domain/asset-log';
import type { RowsTx } from '../database/port/rows-tx';
import { statusOfAll } from '../../tests/support/status-of-all';
import { foundStatus } from './found-status';

const NOW = Date.UTC(2026, 5, 1);

/** The rows that hold these logs. */
const rowsWith = (logs: readonly AssetLog[]): Pick<RowsTx, 'statusLogs'> => ({
  statusLogs: async (ids, side, ms, { is, not } = {}) => {
    const said = logs.filter(
      (log) =>
        ids.includes(log.assetId) &&
        saysStatus(log) &&
        (is === undefined || log.functionalStatus === is) &&
        log.functionalStatus !== not,
    );
    const times = said.map(timeOf).filter((at) => (side === 'before' ? at < ms : at > ms));
    const at = side === 'at' ? ms : side === 'before' ? Math.max(...times) : Math.min(...times);
    return said.filter((log) => timeOf(log) === at);
  },
});

const hour = (at: number): string => new Date(NOW + at * 60 * 60 * 1000).toISOString();

const someLog = fc.record(
  {
    loggedAt: fc.oneof(fc.integer({ min: -6, max: 6 }), fc.integer({ min: 22, max: 27 })).map(hour),
    createdAt: fc.integer({ min: -2, max: 2 }).map(hour),
    functionalStatus: fc.constantFrom('FUNCTIONING', 'NOT_IN_USE', 'NOT_FUNCTIONING'),
    type: fc.constantFrom('STATUS_UPDATE', 'STATUS_UPDATE', 'STATUS_UPDATE', 'TEMPERATURE_MAPPING'),
    assetId: fc.constantFrom('a1', 'a1', 'merged'),
    voidedAt: fc.constant(hour(0)),
  },
  { requiredKeys: ['loggedAt', 'createdAt', 'functionalStatus', 'type', 'assetId'] },
);

test('[S1] at any moments, many of them the same, with logs that are voided, ahead, or of a merged record', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(someLog, { maxLength: 16 }), async (said) => {
      const logs = said.map((one, n) => ({ ...one, id: `l${(n * 7) % 100}-${n}`, userId: 'u' }) as AssetLog);
      const looking = { rows: rowsWith(logs), ids: ['a1', 'merged'] };
      expect(await foundStatus(looking, NOW)).toEqual(statusOfAll(logs, NOW));
    }),
    { numRuns: 5000 },
  );
});
