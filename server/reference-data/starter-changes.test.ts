import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCentral, type TestCentral } from '../../tests/support/central';
import { ensureStarterData } from '../first-start';
import { CarryOver } from './carry-over/carry-over';
import { starterChanges } from './starter-changes';

let central: TestCentral;
beforeAll(async () => {
  central = await aCentral({ loadsStarterData: true });
});
afterAll(() => central.central.close());

describe('the starter data', () => {
  it('is the same at every start', () => {
    expect(starterChanges()).toEqual(starterChanges());
    const ids = starterChanges().changes.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is in config after the first start, with nothing wrong in it', async () => {
    const { rows } = central.central.database;
    expect((await rows.problems({ limit: 10 })).items).toEqual([]);
    const counts = await Promise.all(
      (['assetClass', 'assetCategory', 'assetType', 'statusReason', 'catalogueItem'] as const).map(
        async (entity) => (await rows.all(entity)).length,
      ),
    );
    expect(counts).toEqual([1, 3, 16, 9, 168]);
  });

  it('is not written again', async () => {
    const { database, sync } = central.central;
    const before = await database.changes.lastSeq();
    const carryOver = new CarryOver({ database, sync, now: Date.now, log: { error: () => undefined } });
    await ensureStarterData(database, sync, carryOver, true);
    expect(await database.changes.lastSeq()).toBe(before);
  });
});
