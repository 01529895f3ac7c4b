// The status of an asset is a function of its logs and of the moment at which one asks (S1). Replicas that are asked at one moment agree,
// even if they heard of the logs at other times and by other clocks.
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { formatHlc } from '#shared/change/hlc';
import type { Change } from '#shared/change/change';
import { encodeBody } from '#shared/change/codec/struct';
import { currentStatus, blankAssetLog, type AssetLog } from '#shared/domain/asset-log';
import { functionalStatuses } from '#shared/domain/functional-status';
import { applyRemote } from '../../src/replica/changes/apply-remote';
import { keepStatuses, restateDue } from '../../src/replica/changes/due-statuses';
import { hearCentral } from '../../src/replica/identity/hear-central';
import type { LoggedChange } from '../../server/database/port/changes';
import { RowsFile } from '../../server/database/sqlite/rows/rows-file';
import { Follower } from '../../server/rows/follower';
import { newDatabasePath } from '../support/database';
import { joinedReplica, store } from './replicas';
import { MORE_RUNS } from '../support/more-runs';

const DOCUMENT = `store/${store.id}/2026`;
const HOUR = 60 * 60 * 1000;
const NOW = Date.UTC(2026, 5, 1);

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: NOW }));
afterEach(() => void vi.useRealTimers());

const idOf = (n: number): string => `0190b5a2-7c10-7a31-8e5f-${String(n).padStart(12, '0')}`;

const change = (n: number, kind: string, entityId: string, patch: Change['patch']): Change => ({
  ...{ id: idOf(n), userId: 'ruth', deviceId: 'd', n, kind, entityId, patch },
  hlc: formatHlc({ ms: NOW + n, counter: 0, deviceId: 'd' }),
});

const asset = change(1, 'asset.create', 'a1', { assetNumber: '1', storeId: store.id });

interface Said {
  status: (typeof functionalStatuses)[number];
  hour: number;
  isVoided: boolean;
}

const logsOf = (said: readonly Said[]): AssetLog[] =>
  said.map(({ status, hour, isVoided }, index) => ({
    ...blankAssetLog,
    ...{ id: `l${index}`, assetId: 'a1', functionalStatus: status },
    loggedAt: new Date(NOW + hour * HOUR).toISOString(),
    createdAt: new Date(NOW + index).toISOString(),
    ...(isVoided && { voidedAt: new Date(NOW).toISOString() }),
  }));

const changesOf = (said: readonly Said[]): Change[] => [
  asset,
  ...logsOf(said).flatMap(({ id, assetId, functionalStatus = '', loggedAt, createdAt, voidedAt }, index) => [
    change(2 * index + 2, 'assetLog.add', id, {
      ...{ assetId, type: 'STATUS_UPDATE', functionalStatus, loggedAt, createdAt },
    }),
    ...(voidedAt === undefined ? [] : [change(2 * index + 3, 'assetLog.void', id, {})]),
  ]),
];

interface Told {
  status: string | undefined;
  since: string | undefined;
}

/** Central's rows, with a clock of their own: each time they are asked, their keeper is a new one, as after a start. */
async function central() {
  const rows = await RowsFile.open(newDatabasePath());
  const logged: LoggedChange[] = [];
  const log = {
    after: (seq: number, limit: number) =>
      Promise.resolve(logged.filter((one) => one.seq > seq).slice(0, limit)),
    at: (seqs: readonly number[]) => Promise.resolve(logged.filter((one) => seqs.includes(one.seq))),
  };
  const follower = (onProgress = (): void => undefined, now: () => number = Date.now): Follower =>
    new Follower({
      ...{ log, rows, batch: 2, now, onProgress },
      onFault: (error) => {
        throw error;
      },
    });
  return {
    rows,
    follower,
    hear: (changes: readonly Change[]) => {
      for (const one of changes)
        logged.push({
          ...{ seq: logged.length + 1, document: DOCUMENT, client: 7, clock: logged.length, change: one },
          ...{ receivedAt: new Date(NOW).toISOString(), receivedFrom: 'd', body: encodeBody(one) },
        });
    },
    async ask(): Promise<Told> {
      const asked = follower();
      asked.kick();
      await vi.waitFor(() => {
        if (rows.state.seq < logged.length || (rows.nextDue() ?? Infinity) <= Date.now()) throw new Error();
      });
      await asked.close();
      const status = await rows.transaction((tx) => tx.statusOf('a1'));
      return { status: status?.functionalStatus, since: status?.since };
    },
  };
}

async function device() {
  const { db } = await joinedReplica();
  let clock = 0;
  return {
    db,
    hear: async (changes: readonly Change[]) => {
      const placed = changes.map((one) => ({ client: 7, clock: clock++, change: one }));
      await applyRemote(db, DOCUMENT, placed, Date.now());
    },
    async ask(): Promise<Told> {
      await restateDue(db);
      const row = await db.assets.get('a1');
      return { status: row?.functionalStatus, since: row?.statusSince };
    },
  };
}

const anySaid = fc.record({
  status: fc.constantFrom(...functionalStatuses),
  hour: fc.integer({ min: -72, max: 96 }),
  isVoided: fc.boolean(),
});

test(
  '[S1] [F1] replicas that heard the logs at different moments agree when they are asked at one',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anySaid, { minLength: 1, maxLength: 6 }),
        fc.array(fc.integer({ min: -48, max: 120 }), { minLength: 2, maxLength: 4 }),
        fc.nat(),
        async (said, hours, cut) => {
          const changes = changesOf(said);
          const [early, late, server] = [await device(), await device(), await central()];
          const at = cut % changes.length;
          vi.setSystemTime(NOW + (hours[0] ?? 0) * HOUR);
          await early.hear(changes.slice(0, at));
          server.hear(changes.slice(0, at));
          await server.ask();
          vi.setSystemTime(NOW + (hours[1] ?? 0) * HOUR);
          await early.hear(changes.slice(at));
          server.hear(changes.slice(at));
          await late.hear([...changes].reverse());
          // central's time only grows for a device that has heard it; the clock of a server may be set back while it stands
          for (const [index, hour] of [...hours, 120].sort((a, b) => a - b).entries()) {
            // not on the very edge of a day from a log: a device knows central's time to a millisecond or two
            const now = NOW + hour * HOUR + 7 * 60_000;
            vi.setSystemTime(now);
            if (index === 0) for (const { db } of [early, late]) await hearCentral(db, -1, now + 1);
            const is = currentStatus(logsOf(said), now);
            const right = { status: is?.functionalStatus, since: is?.statusSince };
            expect(await early.ask()).toEqual(right);
            expect(await late.ask()).toEqual(right);
            expect(await server.ask()).toEqual(right);
          }
          await early.db.delete();
          await late.db.delete();
          server.rows.close();
        },
      ),
      { numRuns: 25 },
    );
  },
  120_000 * MORE_RUNS,
);

const ahead: Said[] = [
  { status: 'FUNCTIONING', hour: 0, isVoided: false },
  { status: 'NOT_IN_USE', hour: 30, isVoided: false },
];

test('[S1] a device looks again by itself when the day of a log has come', async () => {
  const phone = await device();
  await phone.hear(changesOf(ahead));
  expect(await phone.ask()).toMatchObject({ status: 'FUNCTIONING' });
  const waits: { ms: number; run: () => void }[] = [];
  const stop = keepStatuses(phone.db, (ms, run) => {
    waits.push({ ms, run });
    return () => undefined;
  });
  await vi.waitFor(() => expect(waits.length).toBeGreaterThan(0));
  // no timer runs for weeks, so it looks every hour
  expect(waits.at(-1)?.ms).toBe(HOUR);
  vi.setSystemTime(NOW + 6 * HOUR);
  waits.at(-1)?.run();
  await vi.waitFor(async () =>
    expect(await phone.db.assets.get('a1')).toMatchObject({ functionalStatus: 'NOT_IN_USE' }),
  );
  expect(await phone.db.assets.get('a1')).not.toHaveProperty('statusUntil');
  stop();
});

test('[S1] central looks again by itself when the day of a log has come, though nothing is written', async () => {
  const server = await central();
  server.hear(changesOf(ahead));
  await server.ask();
  // a clock that runs, and has a moment to go until the second log counts
  const began = performance.now();
  const follower = server.follower(undefined, () => NOW + 6 * HOUR - 300 + (performance.now() - began));
  follower.kick();
  await vi.waitFor(async () => {
    const status = await server.rows.transaction((tx) => tx.statusOf('a1'));
    expect(status?.functionalStatus).toBe('NOT_IN_USE');
  }, 20_000);
  await follower.close();
  expect(server.rows.nextDue()).toBeUndefined();
});
