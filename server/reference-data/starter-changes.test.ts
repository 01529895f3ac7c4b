import type { Change } from '#shared/change/change';
import type { JsonObject } from '#shared/json';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCentral, type TestCentral } from '../../tests/support/central';
import { ensureStarterData, ensureStarterNames } from '../first-start';
import { CarryOver } from './carry-over/carry-over';
import { nameChanges, starterChanges } from './starter-changes';

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

  it('is called in every language of the app what its readers call it', async () => {
    const { rows } = central.central.database;
    for (const entity of [
      'assetClass',
      'assetCategory',
      'assetType',
      'assetProperty',
      'statusReason',
    ] as const)
      for (const row of await rows.all(entity))
        expect(Object.keys(row.nameIn ?? {}), JSON.stringify(row)).toEqual(['fr', 'es', 'pt', 'ar']);
    const power = (await rows.all('statusReason')).find(({ reason }) => reason === 'Lack of power');
    expect(power?.nameIn).toMatchObject({ fr: 'Manque d’électricité', ar: 'انقطاع الكهرباء' });
  });

  it('gets its names once, before what staff made of it, and only under the name that it began with', () => {
    const begun = starterChanges().changes;
    const [, renamed, named] = begun.filter(({ kind }) => kind === 'assetType.create');
    const byStaff = (of: typeof renamed, patch: JsonObject): Change => {
      if (!of) throw new Error('no type');
      const hlc = of.hlc.replace(/^\d{13}/, '1800000000000');
      return { ...of, id: crypto.randomUUID(), hlc, kind: 'assetType.edit', patch };
    };
    const said = [
      ...begun,
      byStaff(renamed, { name: 'Deep freezer' }),
      byStaff(named, { nameIn: { fr: 'Le nôtre' } }),
    ];
    const changes = nameChanges(said);
    const all = nameChanges(begun);
    const left = all.filter(({ id }) => !changes.some((change) => change.id === id));
    expect(left.map(({ entityId }) => entityId)).toEqual([renamed?.entityId, named?.entityId]);
    expect(nameChanges([...begun, ...all])).toEqual([]);
    const taken = new Set(begun.flatMap(({ id, n, hlc }) => [id, `${n}`, hlc]));
    expect(all.some(({ id, n, hlc }) => taken.has(id) || taken.has(`${n}`) || taken.has(hlc))).toBe(false);
    expect(all[0]?.hlc.slice(0, 13)).toBe(String(Date.UTC(2025, 0, 1)));
  });

  it('is not written again', async () => {
    const { database, sync } = central.central;
    const before = await database.changes.lastSeq();
    const carryOver = new CarryOver({ database, sync, now: Date.now, log: { error: () => undefined } });
    await ensureStarterData(database, sync, carryOver, true);
    await ensureStarterNames(database, sync);
    expect(await database.changes.lastSeq()).toBe(before);
  });
});
