/**
 * Central data that came together are kept as one record: a device then answers, folds, proves and gives back just as one that keeps each
 * change by itself.
 */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PositionedChange } from '#shared/change/codec/struct';
import { CONFIG } from '#shared/change/documents';
import { saveCentralData } from '#shared/commands/save-central-data';
import { adoptStaff } from '../../src/replica/identity/identity';
import { keepFoldVersion } from '../../src/replica/changes/fold-version';
import { historyOf } from '../../src/replica/changes/history';
import { contentOf } from '../../src/replica/changes/outbox';
import { refuse } from '../../src/replica/changes/refuse';
import { swapBranch } from '../../src/replica/changes/swap-branch';
import { setAsideCentralData } from '../../src/replica/changes/take-back';
import { recordOf } from '../../src/replica/changes/change-record';
import { apply, change, history, kept, NOW, phone, plain, told, uuid } from './bundled';
import { joinedReplica, openDatabase } from './replicas';
import { must, Restored } from './restored';

describe('a batch of new central data', () => {
  test('is one record, of which the device says the same as of single ones', async () => {
    const placed = history(200, 60);
    const db = await phone();
    await apply(db, placed);
    expect(await kept(db)).toEqual([0, 1]);
    expect(await told(db)).toEqual(await plain(placed));
    const { changes } = await historyOf(db, 'item', uuid(50_000));
    expect(changes.map(({ change: { kind } }) => kind)).toEqual(['item.edit', 'item.create']);
  });

  test('that comes again changes nothing', async () => {
    const placed = history(200, 60);
    const db = await phone();
    await apply(db, placed);
    await apply(db, placed);
    expect(await told(db)).toEqual(await plain(placed));
  });

  test('cut and shuffled as you like gives the same', async () => {
    const placed = history(150, 250);
    const expected = await plain(placed);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(placed, { minLength: placed.length }),
        fc.array(fc.nat(placed.length), { maxLength: 4 }),
        fc.boolean(),
        async (shuffled, cuts, isShuffled) => {
          const db = await phone();
          const all = isShuffled ? shuffled : placed;
          const ends = [...new Set([...cuts, all.length])].sort((a, b) => a - b);
          let from = 0;
          for (const end of ends) {
            await apply(db, all.slice(from, end));
            from = end;
          }
          expect(await told(db)).toEqual(expected);
          await db.delete();
        },
      ),
      { numRuns: 12 },
    );
  });

  const single: [string, (placed: PositionedChange[]) => PositionedChange[]][] = [
    ['is small', (placed) => placed.slice(0, 99)],
    [
      'has a kind that only a newer app knows',
      (placed) => [
        ...placed,
        { client: 8, clock: 0, change: change(900, { kind: 'beacon.create', entityId: 'b', patch: {} }) },
      ],
    ],
    [
      'has a change of this device',
      (placed) => [
        ...placed,
        {
          client: 8,
          clock: 0,
          change: change(900, { kind: 'item.create', entityId: 'i', patch: {}, deviceId: 'device-1' }),
        },
      ],
    ],
    [
      'has a change in two places',
      (placed) => [...placed, ...placed.slice(0, 1).map((one) => ({ ...one, client: 8, clock: 0 }))],
    ],
  ];

  test.each(single)('that %s is kept as single changes', async (_name, alter) => {
    const placed = alter(history(200, 0));
    const db = await phone();
    await apply(db, placed);
    expect((await kept(db))[1]).toBe(0);
    expect(await told(db)).toEqual(await plain(placed));
  });
});

describe('changes that were kept together', () => {
  test('lie by themselves once another change of one of their entities comes, and fold with it', async () => {
    const placed = history(200, 0);
    const more = {
      ...{ client: 9, clock: 0 },
      change: change(999, { kind: 'item.edit', entityId: uuid(50_003), patch: { name: 'Another name' } }),
    };
    const db = await phone();
    await apply(db, placed);
    await apply(db, [more]);
    expect(await kept(db)).toEqual([201, 0]);
    expect(await told(db)).toEqual(await plain([...placed, more]));
    expect(await db.items.get(uuid(50_003))).toMatchObject({ code: 'I3', name: 'Another name' });
  });

  test('stay together where what comes is of others', async () => {
    const placed = history(200, 0);
    const other = {
      ...{ client: 9, clock: 0 },
      change: change(999, { kind: 'item.create', entityId: 'other', patch: { code: 'O', name: 'Other' } }),
    };
    const db = await phone();
    await apply(db, placed);
    await apply(db, [other]);
    expect(await kept(db)).toEqual([1, 1]);
    expect(await told(db)).toEqual(await plain([...placed, other]));
  });

  test('are folded again after an update, also where it is cut off in between', async () => {
    const [first, second] = [history(300, 0).slice(0, 150), history(300, 100).slice(150)];
    const db = await phone();
    await apply(db, first);
    await apply(db, second.slice(0, 150));
    await apply(db, second.slice(150));
    const before = await db.items.toArray();
    expect(before).toHaveLength(300);
    await db.items.clear();
    await db.settings.put({ key: 'foldVersion', value: 'before' });
    let runs = 0;
    while ((await db.settings.get('foldVersion'))?.value !== 'after') {
      const once = new AbortController();
      runs += 1;
      db.items.hook('creating').subscribe(() => once.abort());
      await keepFoldVersion(db, 'after', once.signal);
    }
    expect(runs).toBeGreaterThan(1);
    expect(await db.items.toArray()).toEqual(before);
  });

  test('give way to central’s branch', async () => {
    const placed = history(200, 0);
    const db = await phone();
    await apply(db, placed);
    await swapBranch(db, { document: CONFIG, client: 7, from: 0, at: NOW });
    expect((await contentOf(db, CONFIG)).placed).toEqual([]);
    // never proven, so they are owed again
    expect(await db.outbox.count()).toBe(200);
  });

  test('are whole where a refusal puts this device’s places in doubt', async () => {
    const db = await phone();
    await apply(db, history(200, 0));
    const before = await told(db);
    const refusal = { code: 'clock-reused', message: '', changeIds: [] };
    await refuse(db, CONFIG, refusal, [1001], NOW);
    expect(await told(db)).toEqual(before);
  });

  test('count where a site wrote past every command: that goes, and central’s record stays', async () => {
    const db = await phone();
    await apply(db, history(200, 0));
    const row = await db.items.get(uuid(50_000));
    const stray = change(1, { kind: 'item.edit', entityId: uuid(50_000), patch: { name: 'Ours' } });
    await db.changes.add(recordOf({ ...stray, id: uuid(77_777) }, {}));
    expect(await setAsideCentralData(db, NOW)).toBe(1);
    expect(await db.items.get(uuid(50_000))).toEqual(row);
  });

  test('are edited by staff who sign in in that browser', async () => {
    const { db, commit } = await joinedReplica();
    await apply(db, history(200, 0));
    const user = { id: 'u', username: 'u', displayName: 'U', permissions: ['edit-variants'] };
    must(await adoptStaff(db, 'http://localhost:1', 'central-1', { user, deviceId: 'desk', clientId: 5 }));
    must(
      await commit(saveCentralData, {
        entity: 'item',
        id: uuid(50_005),
        values: { name: 'Edited by staff' },
      }),
    );
    expect(await db.items.get(uuid(50_005))).toMatchObject({ code: 'I5', name: 'Edited by staff' });
    expect((await historyOf(db, 'item', uuid(50_005))).changes).toHaveLength(2);
  });
});

test('what a device of the version before keeps by itself stays so, and is one with what comes together', async () => {
  const db = openDatabase();
  const placed = history(400, 0);
  await apply(db, placed.slice(0, 150), false);
  await apply(db, placed.slice(150));
  expect(await kept(db)).toEqual([150, 1]);
  const edit = {
    ...{ client: 9, clock: 0 },
    change: change(999, { kind: 'item.edit', entityId: uuid(50_001), patch: { name: 'Later' } }),
  };
  await apply(db, [edit]);
  expect(await kept(db)).toEqual([151, 1]);
  expect(await db.items.get(uuid(50_001))).toMatchObject({ name: 'Later' });
});

describe('at a central server', () => {
  let programme: Restored;
  beforeEach(async () => (programme = await Restored.start()));
  afterEach(() => programme.stop());

  test('[G1] [P5] they are proven, and given back after a restore', async () => {
    const device = await programme.device();
    const backup = await programme.backup();
    const items = history(150, 0).map(({ change: { kind, entityId, patch } }) => ({ kind, entityId, patch }));
    for (const item of items) await programme.author(CONFIG, item);
    await programme.visit(device);
    expect((await kept(device.db))[1]).toBeGreaterThan(0);
    const root = await programme.rootAtCentral(CONFIG);
    expect(await programme.rootAt(device, CONFIG)).toBe(root);
    const there = await programme.changesOf(CONFIG);
    await programme.restore(backup);
    expect(await programme.changesOf(CONFIG)).not.toEqual(there);
    await programme.visit(device);
    expect(await programme.changesOf(CONFIG)).toEqual(there);
    // and the same device, opened again, fills its document from what it keeps
    await programme.visit(device);
    expect(await programme.rootAt(device, CONFIG)).toBe(await programme.rootAtCentral(CONFIG));
  });
});
