import { describe, expect, test } from 'vitest';
import { blankAsset, type Asset } from '../domain/asset';
import { blankAssetLog, type AssetLog } from '../domain/asset-log';
import { rowsInMemory } from '../domain/rules/rows-in-memory';
import type { CommandContext } from './command';
import { updateStatus } from './update-status';
import { voidLog } from './void-log';

const NOW = Date.parse('2026-06-01T12:00:00Z');
const HOUR = 3_600_000;
const context: CommandContext = { now: NOW, newId: () => 'new', mode: 'site', storeIds: ['s1'] };
const asset = { ...blankAsset, id: 'a1', storeId: 's1', createdAt: '', modifiedAt: '' } as unknown as Asset;
const log = (over: Partial<AssetLog> = {}): AssetLog => ({ ...blankAssetLog, id: 'l1', assetId: 'a1', functionalStatus: 'NOT_IN_USE', loggedAt: '2036-05-01T00:00:00Z', createdAt: '2036-05-01T00:00:00Z', userId: 'Amina@S1', ...over }); // prettier-ignore
const rows = (over?: Partial<AssetLog>) => rowsInMemory({ asset: [asset], assetLog: [log(over)] });

describe('voiding a log', () => {
  test('[L7] says nothing but that it is void', async () => {
    const result = await voidLog(rows(), { id: 'l1', by: ['d1', 'Amina@S1'] }, context);
    expect(result).toEqual({
      ok: true,
      value: [{ kind: 'assetLog.void', entityId: 'l1', patch: { assetId: 'a1' } }],
    });
  });

  test.each([
    ['of another device', { by: ['d2'] }, {}, 'log-of-another'],
    ['of another store', { by: ['Amina@S1'] }, { storeIds: ['s2'] }, 'store-not-here'],
    ['that is not here', { by: ['Amina@S1'], id: 'l9' }, {}, 'unknown-log'],
  ])('one %s is refused', async (_name, input, over, code) => {
    const result = await voidLog(rows(), { id: 'l1', ...input }, { ...context, ...over });
    expect(result).toMatchObject({ ok: false, issues: [{ code }] });
  });

  test('staff void any; what is void already stays so', async () => {
    const staff = { ...context, mode: 'central' as const };
    expect((await voidLog(rows(), { id: 'l1', by: ['u1'] }, staff)).ok).toBe(true);
    const again = await voidLog(rows({ voidedAt: '2026-06-01T00:00:00Z' }), { id: 'l1', by: [] }, staff);
    expect(again).toEqual({ ok: true, value: [] });
  });
});

describe('a status recorded for now', () => {
  const loggedAfter = async (last: number, input: { loggedAt?: string } = {}) => {
    const known = { ...rows(), statusLoggedAt: () => Promise.resolve(new Date(last).toISOString()) };
    const result = await updateStatus(
      known,
      { assetId: 'a1', functionalStatus: 'FUNCTIONING', ...input },
      context,
    );
    return result.ok ? Date.parse(String(result.value[0]?.patch['loggedAt'])) : result.issues[0]?.code;
  };

  test('[L8] comes after the one it follows, though the clock was set back in between', async () => {
    expect(await loggedAfter(NOW + 3 * HOUR)).toBe(NOW + 3 * HOUR + 1);
    expect(await loggedAfter(NOW - HOUR)).toBe(NOW);
  });

  test('follows nothing of a day that has not come', async () => {
    expect(await loggedAfter(NOW + 48 * HOUR)).toBe(NOW);
  });

  test('is when the person says that it was, where they say it', async () => {
    expect(await loggedAfter(NOW + HOUR, { loggedAt: '2026-05-20T00:00:00.000Z' })).toBe(
      Date.parse('2026-05-20T00:00:00Z'),
    );
  });
});
