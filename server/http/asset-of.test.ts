import { expect, test } from 'vitest';
import { RowsBehind, type AssetItem } from '../database/port/rows';
import { demandAsset } from './asset-of';

const asset = { id: 'a1', storeId: 's1' } as AssetItem;
const whole = { hasStore: () => Promise.resolve(true) };

/** Rows that hold the asset once they have reached the end of the log; `undefined`: they do not come that far. */
function servicesWith(atLast: AssetItem | 'nothing' | undefined) {
  let hasReached = false;
  const rows = { asset: async () => (hasReached && atLast !== 'nothing' ? atLast : undefined) };
  const following = {
    reached: async () => {
      if (atLast === undefined) throw new RowsBehind('the rows are behind the log');
      hasReached = true;
    },
  };
  return { database: { rows, following } } as unknown as Parameters<typeof demandAsset>[0];
}

test('an asset that is stored is waited for', async () => {
  expect(await demandAsset(servicesWith(asset), whole, 'a1')).toBe(asset);
});

test('while the rows are far behind nobody is answered that there is nothing', async () => {
  await expect(demandAsset(servicesWith(undefined), whole, 'a1')).rejects.toThrow(RowsBehind);
});

test('what is not there, and what lies beyond the border, is not found', async () => {
  const away = { hasStore: () => Promise.resolve(false) };
  for (const [last, own] of [['nothing', whole] as const, [asset, away] as const])
    await expect(demandAsset(servicesWith(last), own, 'a1')).rejects.toMatchObject({ code: 'not-found' });
});
