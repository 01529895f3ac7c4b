// An import of equipment on a device: saved in batches, stopped and taken up again by the same file.
import { expect, test } from 'vitest';
import { importAssets } from '#shared/commands/import-assets';
import type { ImportedAsset } from '#shared/commands/import-asset';
import { rowsAround, type EquipmentData } from '#shared/import/equipment/equipment-data';
import type { PlannedRow } from '#shared/import/planned';
import { importRows } from '../../src/features/import-export/import-rows';
import type { Replica } from '../../src/replica/replica';
import { equipmentIn, planOf } from '../import/planning';
import { joinedReplica, store, withHierarchy } from './replicas';

const ROWS = 240;
const file = [
  'assetNumber,functionalStatus,class,category,type,serialNumber',
  ...Array.from(
    { length: ROWS },
    (_, at) => `N-${at},Functioning,Cold chain equipment,Refrigerators,Ice-lined refrigerator,S-${at}`,
  ),
].join('\n');

async function dataOf({ db }: Replica): Promise<EquipmentData> {
  const [assets, classes, categories, types] = await Promise.all([
    db.assets.toArray(),
    db.assetClasses.toArray(),
    db.assetCategories.toArray(),
    db.assetTypes.toArray(),
  ]);
  const around = { classes, categories, types, properties: [], items: [] };
  return { assets, catalogue: [], reasons: [], around, stores: [store] };
}

async function bringIn(replica: Replica, rows: readonly PlannedRow<ImportedAsset>[], until = Infinity) {
  const known = rowsAround(await dataOf(replica));
  let done = 0;
  return importRows((assets) => replica.commitOver(known, importAssets, assets), rows, {
    progress: (saved) => (done = saved),
    isStopped: () => done >= until,
  });
}

test('what was saved before a stop stays, and the same file then writes only the rest', async () => {
  const replica = await joinedReplica();
  await withHierarchy(replica.db);
  const plan = async () => planOf(await equipmentIn(file, await dataOf(replica))).rows;
  const first = await bringIn(replica, await plan(), 100);
  expect(first).toMatchObject({ saved: 100, stopped: true });
  expect(await replica.db.assets.count()).toBe(100);

  const again = await plan();
  expect(again.filter(({ outcome }) => outcome === 'same')).toHaveLength(100);
  const rest = await bringIn(
    replica,
    again.filter(({ outcome }) => outcome === 'new'),
  );
  expect(rest).toEqual({ saved: ROWS - 100, failed: [], stopped: false });
  expect(await replica.db.assets.count()).toBe(ROWS);
  expect(await replica.db.assetLogs.count()).toBe(ROWS);
  expect((await plan()).every(({ outcome }) => outcome === 'same')).toBe(true);
});

test('a number that was taken since the file was read keeps that row out, and no other', async () => {
  const replica = await joinedReplica();
  await withHierarchy(replica.db);
  const rows = planOf(await equipmentIn(file, await dataOf(replica))).rows;
  await bringIn(replica, rows.slice(3, 4));
  const { saved, failed } = await bringIn(replica, rows.slice(0, 10));
  expect(saved).toBe(9);
  expect(failed.map(({ row, issues }) => [row.line, issues[0]?.code])).toEqual([[5, 'asset-number-taken']]);
});
