// One log id that was used for two assets, as two devices with one copied database may do: rows are a function of the set (F1, F5, S1).
import { expect, test } from 'vitest';
import { formatHlc } from '#shared/change/hlc';
import type { Change } from '#shared/change/change';
import { refuse } from '../../src/replica/changes/refuse';
import { applyRemote } from '../../src/replica/changes/apply-remote';
import { NOW, startRig } from '../support/relay';
import { joinedReplica, store } from './replicas';

const DOCUMENT = `store/${store.id}/2026`;
let made = 0;

function change(minute: number, kind: string, entityId: string, patch: Change['patch']): Change {
  made += 1;
  return {
    id: `0190b5a2-7c10-7a31-8e5f-${String(made).padStart(12, '0')}`,
    hlc: formatHlc({ ms: NOW + minute * 60_000, counter: 0, deviceId: 'd' }),
    userId: 'ruth',
    deviceId: 'd',
    n: made,
    kind,
    entityId,
    patch,
  };
}

const status = (minute: number, assetId: string): Change =>
  change(minute, 'assetLog.add', 'l1', {
    assetId,
    type: 'STATUS_UPDATE',
    functionalStatus: 'DECOMMISSIONED',
    loggedAt: new Date(NOW).toISOString(),
  });

const assets = [
  change(1, 'asset.create', 'a1', { assetNumber: '1', storeId: store.id }),
  change(2, 'asset.create', 'a2', { assetNumber: '2', storeId: store.id }),
];
const first = status(3, 'a1');
const later = status(4, 'a2');

test.each([
  ['the first one first', [first, later]],
  ['the later one first', [later, first]],
])(
  'the log is of the asset of which it was said first, and the other has no status of it: %s',
  async (_, told) => {
    const { db } = await joinedReplica();
    const rig = await startRig();
    for (const [clock, one] of [...assets, ...told].entries()) {
      await applyRemote(db, DOCUMENT, [{ client: 7, clock, change: one }], NOW);
      expect(await rig.sync.author(DOCUMENT, [one], { deviceId: 'd', userId: 'u' })).toMatchObject({
        ok: true,
      });
    }
    const central = [await rig.database.rows.asset('a1'), await rig.database.rows.asset('a2')];
    expect(central.map((row) => row?.functionalStatus)).toEqual(['DECOMMISSIONED', undefined]);
    const here = await db.assets.bulkGet(['a1', 'a2']);
    expect(here.map((row) => row?.functionalStatus)).toEqual(['DECOMMISSIONED', undefined]);
    await rig.stop();
  },
);

test('when central refuses the one that stood, the log is of the other asset, and the first has no status of it', async () => {
  const { db } = await joinedReplica();
  for (const [clock, one] of [...assets, first, later].entries())
    await applyRemote(db, DOCUMENT, [{ client: 1001, clock, change: one }], NOW);
  await refuse(db, DOCUMENT, { code: 'not-yours', message: '', changeIds: [first.id] }, [1001], NOW);
  const here = await db.assets.bulkGet(['a1', 'a2']);
  expect(here.map((row) => row?.functionalStatus)).toEqual([undefined, 'DECOMMISSIONED']);
});
