// A device's clock that somebody sets: years ahead, hours ahead and then right, back to a factory's date.
import { addAsset } from '#shared/commands/add-asset';
import { updateStatus } from '#shared/commands/update-status';
import { checkChange } from '#shared/change/check';
import { storeDocument } from '#shared/change/documents';
import { compareHlc, hlcTime } from '#shared/change/hlc';
import { describe, expect, test } from 'vitest';
import { fridge, joinedReplica, store, testClock, withHierarchy } from '../../../tests/sync/replicas';
import { ClockWatch, jumpOf, lookedAt } from './clock-offset';
import { hearCentral } from './hear-central';
import type { AuthorRecord } from '../records';
import type { Replica } from '../replica';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEARS = 10 * 365 * DAY;

async function device() {
  const clock = testClock();
  const start = clock.time;
  const replica = await joinedReplica('device-1', 1001, clock);
  await withHierarchy(replica.db);
  await hearCentral(replica.db, 0, clock.time);
  const added = await replica.commit(addAsset, fridge('1'));
  return { clock, start, replica, assetId: added.ok ? (added.value[0]?.entityId ?? '') : '' };
}
const record = async (
  { commit }: Replica,
  assetId: string,
  functionalStatus: 'NOT_IN_USE' | 'FUNCTIONING',
) => {
  const result = await commit(updateStatus, { assetId, functionalStatus });
  if (!result.ok || !result.value[0]) throw new Error('not recorded');
  return result.value[0];
};
const statusOf = async ({ db }: Replica, id: string) => (await db.assets.get(id))?.functionalStatus;

describe('a jump', () => {
  const author: AuthorRecord = { id: 'me', deviceId: 'd', userId: 'd', n: 0, clock: { ms: 0, counter: 0 }, offsetMs: -3 * HOUR, wall: 1000 * DAY }; // prettier-ignore

  test('back is noticed by the last time that was seen; central’s time goes on', () => {
    const after = lookedAt(author, 1000 * DAY - 3 * HOUR);
    expect(after).toMatchObject({ offsetMs: 0, unsure: true });
    expect(lookedAt(author, 1000 * DAY + 5 * HOUR)).toMatchObject({ offsetMs: -3 * HOUR });
  });

  test.each([
    ['the time that passed is none', 2 * HOUR, 2 * HOUR, 0, 0],
    ['drift is none', 2 * HOUR + 30_000, 2 * HOUR, 0, 0],
    ['set back three hours', -HOUR, 2 * HOUR, 0, -3 * HOUR],
    ['a night asleep is none, as the steady clock stands still', 9 * HOUR, HOUR, 0, 0],
    ['ten years ahead is no sleep', YEARS + HOUR, HOUR, 0, YEARS],
    ['three hours ahead that put a known error right', 4 * HOUR, HOUR, 3 * HOUR, 3 * HOUR],
  ])('%s', (_name, wall, steady, offset, expected) => {
    expect(jumpOf(wall, steady, offset)).toBe(expected);
  });

  test('while a page is open is known exactly, by a clock that nobody sets', () => {
    let steady = 0;
    const watch = new ClockWatch(() => steady);
    const first = watch.look(author, 1000 * DAY);
    steady += 2 * HOUR;
    const second = watch.look(first, 1000 * DAY - HOUR);
    expect(second.offsetMs).toBe(0);
    // a jump that another tab accounted for is not counted twice
    const heard = { ...second, wall: 999 * DAY, offsetMs: 7 };
    expect(watch.look(heard, 999 * DAY + MINUTE).offsetMs).toBe(7);
  });
});

test('three hours ahead at the last sync and then set right: the next status is the status', async () => {
  const { clock, start, replica, assetId } = await device();
  clock.time = start + 3 * HOUR + MINUTE;
  await hearCentral(replica.db, -3 * HOUR, clock.time);
  await record(replica, assetId, 'FUNCTIONING');
  clock.time = start + 10 * MINUTE;
  const change = await record(replica, assetId, 'NOT_IN_USE');
  expect(await statusOf(replica, assetId)).toBe('NOT_IN_USE');
  expect(Math.abs(Date.parse(String(change.patch['loggedAt'])) - clock.time)).toBeLessThan(15 * MINUTE);
});

describe('ten years ahead', () => {
  test('[H7] what was not sent is stamped again at the next contact, in its order and as long ago as it was', async () => {
    const { clock, start, replica, assetId } = await device();
    clock.time = start + YEARS;
    const wrong = await record(replica, assetId, 'NOT_IN_USE');
    expect(hlcTime(wrong.hlc)).toBeGreaterThan(start + YEARS - HOUR);
    clock.time += HOUR;
    await hearCentral(replica.db, -YEARS, clock.time);
    const right = await replica.db.changes.get(wrong.id);
    expect(hlcTime(right?.change.hlc ?? '')).toBeGreaterThanOrEqual(start);
    expect(hlcTime(right?.change.hlc ?? '')).toBeLessThan(start + HOUR);
    expect(Date.parse(String(right?.change.patch['loggedAt']))).toBeLessThan(start + HOUR);
    expect((await replica.db.outbox.get(wrong.id))?.hlc).toBe(right?.change.hlc);
    await record(replica, assetId, 'FUNCTIONING');
    expect(await statusOf(replica, assetId)).toBe('FUNCTIONING');
  });

  test('[H7] what was sent stays as it is; every change after the contact has central’s time again', async () => {
    const { clock, start, replica, assetId } = await device();
    clock.time = start + YEARS;
    const wrong = await record(replica, assetId, 'NOT_IN_USE');
    await replica.db.outbox.update(wrong.id, { state: 'sent' });
    clock.time = start + HOUR;
    await hearCentral(replica.db, 0, clock.time);
    expect((await replica.db.changes.get(wrong.id))?.change.hlc).toBe(wrong.hlc);
    const next = await record(replica, assetId, 'FUNCTIONING');
    expect(hlcTime(next.hlc)).toBeLessThan(start + 2 * HOUR);
  });
});

describe('beyond the last time that an hlc can write, in the year 2286', () => {
  const FAR = Date.UTC(2300, 0, 1);

  test('[H6] every record is one that central takes, in its order, and shown at once', async () => {
    const { clock, replica, assetId } = await device();
    clock.time = FAR;
    const [first, second] = [
      await record(replica, assetId, 'NOT_IN_USE'),
      await record(replica, assetId, 'FUNCTIONING'),
    ];
    for (const change of [first, second])
      expect(checkChange(change, storeDocument(store.id, 2299))).toMatchObject({ ok: true });
    expect(compareHlc(first.hlc, second.hlc)).toBe(-1);
    expect(await statusOf(replica, assetId)).toBe('FUNCTIONING');
  });

  test('[H7] at the next contact it is stamped again with central’s time, and not with one of years ago', async () => {
    const { clock, start, replica, assetId } = await device();
    clock.time = FAR;
    const wrong = [
      await record(replica, assetId, 'NOT_IN_USE'),
      await record(replica, assetId, 'FUNCTIONING'),
    ];
    const central = start + HOUR;
    await hearCentral(replica.db, central - FAR, FAR);
    const right = await replica.db.changes.bulkGet(wrong.map(({ id }) => id));
    const times = right.map((one) => hlcTime(one?.change.hlc ?? ''));
    expect(times).toEqual([central, central]);
    for (const one of right) expect(Date.parse(String(one?.change.patch['loggedAt']))).toBe(central);
    await record(replica, assetId, 'NOT_IN_USE');
    expect(await statusOf(replica, assetId)).toBe('NOT_IN_USE');
  });
});
