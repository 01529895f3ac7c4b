import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blankAssetLog, currentStatus, type AssetLog } from './asset-log';
import { functionalStatuses } from './functional-status';

const instants = fc
  .integer({ min: 0, max: 10 })
  .map((hour) => `2026-03-01T${String(hour).padStart(2, '0')}:00:00.000Z`);
const logs = fc.uniqueArray(
  fc.record({
    id: fc.uuid(),
    functionalStatus: fc.constantFrom(...functionalStatuses),
    type: fc.constantFrom('STATUS_UPDATE' as const, 'STATUS_UPDATE' as const, 'TEMPERATURE_MAPPING' as const),
    loggedAt: instants,
    createdAt: instants,
  }),
  { selector: ({ id }) => id, maxLength: 12 },
);
const NOW = Date.parse('2026-06-01T00:00:00Z');
const full = (list: Partial<AssetLog>[]): AssetLog[] =>
  list.map((log) => ({ ...blankAssetLog, id: '', ...log }));

describe('the current status of an asset', () => {
  test('[S1] is the same for its logs in any order', () => {
    fc.assert(
      fc.property(
        logs.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        ([list, shuffled]) => {
          expect(currentStatus(full(shuffled), NOW)).toEqual(currentStatus(full(list), NOW));
        },
      ),
    );
  });

  test('[S1] a log that was written later but happened earlier does not change it', () => {
    const list = full([
      {
        id: 'a',
        functionalStatus: 'FUNCTIONING',
        loggedAt: '2026-03-02T00:00:00Z',
        createdAt: '2026-03-02T00:00:00Z',
      },
      {
        id: 'b',
        functionalStatus: 'NOT_FUNCTIONING',
        loggedAt: '2026-03-01T00:00:00Z',
        createdAt: '2026-03-05T00:00:00Z',
      },
    ]);
    expect(currentStatus(list, NOW)?.functionalStatus).toBe('FUNCTIONING');
  });

  test('[S1] instants compare as times, however they are written', () => {
    const list = full([
      { id: 'a', functionalStatus: 'FUNCTIONING', loggedAt: '2026-03-01T00:00:00.500Z' },
      { id: 'b', functionalStatus: 'NOT_FUNCTIONING', loggedAt: '2026-03-01T00:00:00Z' },
    ]);
    expect(currentStatus(list, NOW)?.functionalStatus).toBe('FUNCTIONING');
  });

  test('[S1] statusSince is the beginning of the unbroken run', () => {
    const list = full([
      { id: 'a', functionalStatus: 'FUNCTIONING', loggedAt: '2026-03-01T00:00:00Z' },
      { id: 'b', functionalStatus: 'NOT_FUNCTIONING', loggedAt: '2026-03-02T00:00:00Z' },
      { id: 'c', functionalStatus: 'NOT_FUNCTIONING', loggedAt: '2026-03-09T00:00:00Z', comment: 'still' },
    ]);
    expect(currentStatus(list, NOW)).toMatchObject({
      statusSince: '2026-03-02T00:00:00Z',
      statusLoggedAt: '2026-03-09T00:00:00Z',
      comment: 'still',
    });
  });

  test('no log, no status', () => {
    expect(currentStatus([], NOW)).toBeUndefined();
  });

  test('[S1] a log of a day that has not come does not count while another says a status', () => {
    const list = full([
      { id: 'a', functionalStatus: 'NOT_IN_USE', loggedAt: '2036-05-01T00:00:00Z' },
      { id: 'b', functionalStatus: 'FUNCTIONING', loggedAt: '2026-05-31T23:00:00Z' },
    ]);
    expect(currentStatus(list, NOW)?.functionalStatus).toBe('FUNCTIONING');
    expect(currentStatus(list.slice(0, 1), NOW)?.functionalStatus).toBe('NOT_IN_USE');
    const hours = full([{ id: 'c', functionalStatus: 'NOT_IN_USE', loggedAt: '2026-06-01T03:00:00Z' }]);
    expect(currentStatus([...list, ...hours], NOW)?.functionalStatus).toBe('NOT_IN_USE');
  });

  test('[L7] a voided log says nothing any more', () => {
    const list = full([
      { id: 'a', functionalStatus: 'FUNCTIONING', loggedAt: '2026-03-01T00:00:00Z' },
      {
        id: 'b',
        functionalStatus: 'NOT_IN_USE',
        loggedAt: '2026-03-02T00:00:00Z',
        voidedAt: '2026-03-03T00:00:00Z',
      },
    ]);
    expect(currentStatus(list, NOW)).toMatchObject({
      functionalStatus: 'FUNCTIONING',
      statusSince: '2026-03-01T00:00:00Z',
    });
    expect(currentStatus(list.slice(1), NOW)).toBeUndefined();
  });
});
