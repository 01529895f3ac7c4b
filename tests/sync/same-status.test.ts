// S1: the status of an asset is the same on the list, on its page, on the first page and at central, for any set of logs. The logs come
// from two devices, in any order, twice, backdated, at the same instant, refused by central, and with the asset removed and brought back.
import fc from 'fast-check';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storeDocument } from '#shared/change/documents';
import { formatHlc } from '#shared/change/hlc';
import type { Change } from '#shared/change/change';
import { latestStatusLog } from '#shared/domain/asset-log';
import type { FunctionalStatus } from '#shared/domain/functional-status';
import type { JsonObject } from '#shared/json';
import { findAssets } from '../../server/fleet/find-assets';
import { openSqliteDatabase } from '../../server/database/sqlite/open-database';
import { countByStatus } from '../../src/features/equipment/list/filters';
import { listAssets } from '../../src/features/equipment/pieces/table/listing';
import { assetsOf as listQuery, storyOf } from '../../src/features/equipment/queries';
import { assetsOf as homeQuery } from '../../src/features/home/queries';
import { statusCounts, withoutStatus } from '../../src/features/home/status-counts';
import { readEquipmentNames } from '../../src/features/equipment/pieces/equipment-names';
import { applyRemote } from '../../src/replica/changes/apply-remote';
import type { ReplicaDatabase } from '../../src/replica/database';
import { refuse } from '../../src/replica/changes/refuse';
import { joinedReplica } from './replicas';
import { startRig, type Rig } from '../support/relay';
import { MORE_RUNS } from '../support/more-runs';

const RUNS = 150;
const EARLIER = Date.UTC(2026, 4, 1);

const statuses = ['FUNCTIONING', 'NOT_IN_USE', 'NOT_FUNCTIONING'] as const;
/** few instants, so that many logs share one; two ways to write the same one */
const instants = [
  '2026-04-01T08:00:00.000Z',
  '2026-04-01T08:00:00Z',
  '2026-04-02T08:00:00Z',
  '2026-03-01T00:00:00Z',
];

interface Log {
  id: string;
  device: 'device-a' | 'device-b';
  type: 'STATUS_UPDATE' | 'TEMPERATURE_MAPPING';
  functionalStatus: (typeof statuses)[number] | undefined;
  comment: string | undefined;
  loggedAt: string;
  createdAt: string;
  refused: boolean;
}

const logs = fc.uniqueArray(
  fc.record<Log>({
    id: fc.uuid(),
    device: fc.constantFrom('device-a', 'device-b'),
    type: fc.constantFrom('STATUS_UPDATE', 'STATUS_UPDATE', 'STATUS_UPDATE', 'TEMPERATURE_MAPPING'),
    functionalStatus: fc.option(fc.constantFrom(...statuses), { nil: undefined, freq: 9 }),
    comment: fc.option(fc.constantFrom('hot', 'cold'), { nil: undefined }),
    loggedAt: fc.constantFrom(...instants),
    createdAt: fc.constantFrom(...instants),
    refused: fc.boolean(),
  }),
  { selector: ({ id }) => id, maxLength: 8 },
);

/** The order in which a replica hears of things, and where its batches end. */
const arrival = fc.record({
  order: fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
  batch: fc.integer({ min: 1, max: 5 }),
});

const scene = fc.record({
  logs,
  life: fc.constantFrom('kept', 'removed', 'brought-back'),
  here: arrival,
  there: arrival,
  central: arrival,
});
type Scene = typeof scene extends fc.Arbitrary<infer T> ? T : never;

/** The last word, worked out here in the plainest way. */
function expectedOf(told: readonly Log[]): FunctionalStatus | undefined {
  let last: Log | undefined;
  const key = ({ loggedAt, createdAt, id }: Log) =>
    [Date.parse(loggedAt), Date.parse(createdAt), id] as const;
  for (const log of told) {
    if (log.type !== 'STATUS_UPDATE' || log.functionalStatus === undefined) continue;
    const [a, b] = [key(log), last && key(last)];
    const isLater = !b || a[0] > b[0] || (a[0] === b[0] && (a[1] > b[1] || (a[1] === b[1] && a[2] > b[2])));
    if (isLater) last = log;
  }
  return last?.functionalStatus;
}

let rig: Rig;
let directory: string;
let round = 0;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'waypost-status-'));
  rig = await startRig(await openSqliteDatabase({ path: join(directory, 'central.sqlite') }));
});
afterAll(async () => {
  await rig.stop();
  await rm(directory, { recursive: true });
});

/** The changes of one asset of a store of its own. */
function changesOf({ logs: told, life }: Scene, storeId: string, assetId: string) {
  const counts = new Map<string, number>();
  const make = (device: string, kind: string, entityId: string, patch: JsonObject): Change => {
    const n = (counts.get(device) ?? 0) + 1;
    counts.set(device, n);
    const hlc = formatHlc({ ms: EARLIER + n, counter: 0, deviceId: device });
    return { id: crypto.randomUUID(), hlc, userId: device, deviceId: device, n, kind, entityId, patch };
  };
  const place = { classId: 'class', categoryId: 'category', typeId: 'type' };
  const asset = [make('device-a', 'asset.create', assetId, { storeId, assetNumber: 'A-1', ...place })];
  if (life !== 'kept')
    asset.push(make('device-a', 'asset.remove', assetId, { deletedAt: '2026-05-01T00:00:00Z' }));
  if (life === 'brought-back') asset.push(make('device-a', 'asset.edit', assetId, { deletedAt: null }));
  const changes = told.map(({ id, device, type, functionalStatus, comment, loggedAt, createdAt }) => {
    const log = { assetId, type, functionalStatus, comment, loggedAt, createdAt };
    const said = Object.entries(log).filter(([, value]) => value !== undefined);
    return make(
      device,
      'assetLog.add',
      `${assetId.slice(0, 20)}-${id}`,
      Object.fromEntries(said) as JsonObject,
    );
  });
  return { asset, changes };
}

/** In the order and the batches of an arrival; the first batch comes twice. */
function batches(changes: readonly Change[], { order, batch }: Scene['here']): Change[][] {
  const keyed = changes.map((change, index) => ({ change, at: order[index % order.length] ?? 0 }));
  const shuffled = keyed.sort((a, b) => a.at - b.at).map(({ change }) => change);
  const parts: Change[][] = [];
  for (let from = 0; from < shuffled.length; from += batch) parts.push(shuffled.slice(from, from + batch));
  return parts.concat(parts.slice(0, 1));
}

async function hear(db: ReplicaDatabase, document: string, parts: Change[][]): Promise<void> {
  const clocks = new Map(parts.flat().map(({ id }, index) => [id, index]));
  for (const part of parts) {
    const placed = part.map((change) => ({ client: 1001, clock: clocks.get(change.id) ?? 0, change }));
    await applyRemote(db, document, placed, EARLIER);
  }
}

/** The one asset of a store as each screen of a device shows it. */
async function shownOn(db: ReplicaDatabase, storeId: string, assetId: string) {
  const names = await readEquipmentNames(db, 'en');
  const list = listAssets(await listQuery(db, [storeId])(), names, new Map());
  const home = await homeQuery(db, [storeId])();
  const story = await storyOf(db, assetId)();
  return {
    list: list.map(({ status }) => status),
    chips: [...countByStatus(list)],
    home: statusCounts(home).flatMap(({ status, count }) => (count > 0 ? [[status, count]] : [])),
    homeWithout: withoutStatus(home),
    page: story?.asset.functionalStatus,
    lastWord: story ? latestStatusLog(story.logs, Date.now())?.functionalStatus : 'no story',
    since: story?.asset.statusSince,
    comment: story?.asset.comment,
  };
}

async function atCentral(storeId: string, status?: FunctionalStatus) {
  const query = { storeId, limit: 10, ...(status && { status: [status] }) };
  return (await findAssets(rig.database, query)).items;
}

test(
  'the status on list, page, first page and at central is one',
  async () => {
    const [here, there] = await Promise.all([
      joinedReplica('device-a', 1001),
      joinedReplica('device-b', 1002),
    ]);
    await fc.assert(
      fc.asyncProperty(scene, async (drawn) => {
        const [storeId, assetId] = [`store-${++round}`, crypto.randomUUID()];
        const document = storeDocument(storeId, 2026);
        const { asset, changes } = changesOf(drawn, storeId, assetId);
        const stored = [...asset, ...changes.filter((_, index) => !drawn.logs[index]?.refused)];
        const refusedIds = changes.filter((_, index) => drawn.logs[index]?.refused).map(({ id }) => id);

        await hear(here.db, document, batches([...asset, ...changes], drawn.here));
        await refuse(
          here.db,
          document,
          { code: 'bad-field', message: '', changeIds: refusedIds },
          [1001],
          EARLIER,
        );
        await hear(there.db, document, batches(stored, drawn.there));
        for (const part of batches(stored, drawn.central)) {
          const authored = await rig.sync.author(document, part, {
            deviceId: 'device-a',
            userId: 'device-a',
          });
          expect(authored.ok).toBe(true);
        }

        const status = expectedOf(drawn.logs.filter(({ refused }) => !refused));
        const gone = drawn.life === 'removed';
        const expected = {
          list: gone ? [] : [status],
          chips: gone || !status ? [] : [[status, 1]],
          home: gone || !status ? [] : [[status, 1]],
          homeWithout: gone || status ? 0 : 1,
          page: status,
          lastWord: status,
        };
        const shown = await shownOn(here.db, storeId, assetId);
        expect(shown).toMatchObject(expected);
        expect(await shownOn(there.db, storeId, assetId)).toEqual(shown);

        const fleet = await atCentral(storeId);
        expect(fleet.map(({ functionalStatus }) => functionalStatus)).toEqual(gone ? [] : [status]);
        const [item] = fleet;
        if (item) expect([item.statusSince, item.comment]).toEqual([shown.since, shown.comment]);
        for (const one of statuses)
          expect((await atCentral(storeId, one)).length).toBe(!gone && one === status ? 1 : 0);
      }),
      { numRuns: RUNS },
    );
  },
  120_000 * MORE_RUNS,
);
