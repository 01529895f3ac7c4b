import { IDBFactory } from 'fake-indexeddb';
import Dexie from 'dexie';
import { describe, expect, it } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import { editAsset } from '#shared/commands/edit-asset';
import { updateStatus } from '#shared/commands/update-status';
import { storeDocument } from '#shared/change/documents';
import { adoptSite } from '../../src/replica/identity/identity';
import { applyRemote } from '../../src/replica/changes/apply-remote';
import { historyOf } from '../../src/replica/changes/history';
import { keepFoldVersion } from '../../src/replica/changes/fold-version';
import { assignPositions, settle, unassignUnconfirmed, waitingFor } from '../../src/replica/changes/outbox';
import { refuse } from '../../src/replica/changes/refuse';
import { openReplica } from '../../src/replica/replica';
import { fridge, joinedAs, joinedReplica, openDatabase, store, testClock, withHierarchy } from './replicas';

const document = storeDocument(store.id, 2026);

async function withAsset() {
  const replica = await joinedReplica();
  await withHierarchy(replica.db);
  const result = await replica.commit(addAsset, fridge('A-1', 'asset-1'));
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return { ...replica, changes: result.value };
}

async function allRows(db: ReturnType<typeof openDatabase>) {
  return { assets: await db.assets.toArray(), logs: await db.assetLogs.toArray() };
}

describe('commit', () => {
  it('saves the changes, the rows they make and what is owed to central together', async () => {
    const { db, changes } = await withAsset();
    expect(changes.map((change) => [change.kind, change.n])).toEqual([
      ['asset.create', 1],
      ['assetLog.add', 2],
    ]);
    expect(await db.assets.get('asset-1')).toMatchObject({
      assetNumber: 'A-1',
      functionalStatus: 'FUNCTIONING',
      conflicts: 0,
    });
    expect(await db.outbox.orderBy('hlc').toArray()).toMatchObject([
      { kind: 'asset.create', storeId: store.id, state: 'saved' },
      { kind: 'assetLog.add', storeId: store.id, state: 'saved' },
    ]);
  });

  it('is told of only when it is on the storage itself, not when the system has it in hand', async () => {
    const { db, commit } = await withAsset();
    const modes: unknown[] = [];
    db.outbox.hook('creating', (_key, _entry, transaction) => {
      modes.push(transaction.idbtrans.durability);
    });
    expect(await commit(updateStatus, { assetId: 'asset-1', functionalStatus: 'FUNCTIONING' })).toMatchObject(
      {
        ok: true,
      },
    );
    expect(modes).toEqual(['strict']);
  });

  it('saves nothing when the command refuses', async () => {
    const { db, commit } = await withAsset();
    const result = await commit(updateStatus, { assetId: 'asset-1', functionalStatus: 'NOT_FUNCTIONING' });
    expect(result).toMatchObject({ ok: false, issues: [{ code: 'reason-missing' }] });
    expect(await db.outbox.count()).toBe(2);
  });

  it('answers not-saved and tells of a fault of its own, so that a form is never left waiting', async () => {
    const told: unknown[] = [];
    const clock = { ...testClock(), tell: (fault: unknown) => void told.push(fault) };
    const { db, commit } = await joinedReplica('device-1', 1001, clock);
    await withHierarchy(db);
    const fault = new TypeError('a fault of ours');
    db.outbox.hook('creating', () => {
      throw fault;
    });
    const result = await commit(addAsset, fridge('A-2'));
    expect(result).toEqual({ ok: false, issues: [{ code: 'not-saved' }] });
    expect(told).toEqual([fault]);
    expect(await allRows(db)).toEqual({ assets: [], logs: [] });
  });

  it('answers storage-full and leaves nothing half-saved when the device has no room', async () => {
    const { db, commit } = await withAsset();
    const before = {
      rows: await allRows(db),
      changes: await db.changes.count(),
      outbox: await db.outbox.count(),
      author: await db.author.get('me'),
    };
    db.outbox.hook('creating', () => {
      throw new DOMException('no room', 'QuotaExceededError');
    });
    const result = await commit(addAsset, fridge('A-2'));
    expect(result).toMatchObject({ ok: false, issues: [{ code: 'storage-full' }] });
    expect({
      rows: await allRows(db),
      changes: await db.changes.count(),
      outbox: await db.outbox.count(),
      author: await db.author.get('me'),
    }).toEqual(before);
  });

  it('answers not-joined in a browser that is nobody yet', async () => {
    const { commit } = openReplica(openDatabase(), testClock());
    expect(await commit(addAsset, fridge('A-1'))).toMatchObject({
      ok: false,
      issues: [{ code: 'not-joined' }],
    });
  });

  it('never gives two tabs the same number', async () => {
    const indexedDB = new IDBFactory();
    const clock = testClock();
    const tabs = [
      openReplica(openDatabase(indexedDB, 'shared'), clock),
      openReplica(openDatabase(indexedDB, 'shared'), clock),
    ] as const;
    await adoptSite(tabs[0].db, 'http://localhost:1', 'A phone', joinedAs('device-1', 1001));
    await withHierarchy(tabs[0].db);
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        tabs[index % 2 === 0 ? 0 : 1].commit(addAsset, fridge(`A-${index}`)),
      ),
    );
    const changes = results.flatMap((result) => (result.ok ? result.value : []));
    expect(changes.map((change) => change.n).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
    expect(new Set(changes.map((change) => change.hlc)).size).toBe(20);
  });
});

describe('what came from central', () => {
  it('makes the same rows however often it comes', async () => {
    const author = await withAsset();
    const placed = author.changes.map((change, clock) => ({ client: 1001, clock, change }));
    const reader = await joinedReplica('device-2', 1002);
    await applyRemote(reader.db, document, placed, 0);
    const once = { rows: await allRows(reader.db), changes: await reader.db.changes.toArray() };
    await applyRemote(reader.db, document, [...placed].reverse(), 0);
    expect({ rows: await allRows(reader.db), changes: await reader.db.changes.toArray() }).toEqual(once);
    expect(once.rows).toEqual(await allRows(author.db));
  });

  it('shows an asset whose logs came first with its status', async () => {
    const author = await withAsset();
    const placed = author.changes.map((change, clock) => ({ client: 1001, clock, change }));
    const reader = await joinedReplica('device-2', 1002);
    for (const entry of [...placed].reverse()) await applyRemote(reader.db, document, [entry], 0);
    expect(await reader.db.assets.get('asset-1')).toMatchObject({ functionalStatus: 'FUNCTIONING' });
  });

  it('moves the clock and the number on, so that a database restored from an old copy repeats neither', async () => {
    const { db, commit, changes } = await withAsset();
    const later = changes.map((change, clock) => ({
      client: 1001,
      clock,
      change: { ...change, id: `${change.id.slice(0, -4)}ffff`, n: 40 + clock },
    }));
    await applyRemote(db, document, later, Date.UTC(2026, 5, 1));
    const result = await commit(editAsset, { id: 'asset-1', values: { notes: 'seen' } });
    expect(result).toMatchObject({ ok: true, value: [{ n: 42 }] });
  });

  it('settles what was owed, since central has it', async () => {
    const { db, changes } = await withAsset();
    await applyRemote(
      db,
      document,
      changes.map((change, clock) => ({ client: 1001, clock, change })),
      0,
    );
    expect(await db.outbox.count()).toBe(0);
  });

  it('counts the fields on which two unseen edits stand against each other', async () => {
    const { db, changes, commit } = await withAsset();
    await commit(editAsset, { id: 'asset-1', values: { notes: 'mine' } });
    const [create] = changes;
    if (!create) throw new Error('nothing was created');
    const unseen = {
      ...create,
      id: crypto.randomUUID(),
      kind: 'asset.edit',
      patch: { notes: 'theirs' },
      deviceId: 'device-2',
    };
    await applyRemote(db, document, [{ client: 1002, clock: 0, change: unseen }], 0);
    expect(await db.assets.get('asset-1')).toMatchObject({ notes: 'mine', conflicts: 1 });
    expect((await historyOf(db, 'asset', 'asset-1')).conflicts).toMatchObject([
      { field: 'notes', others: [{ value: 'theirs' }] },
    ]);
    await commit(editAsset, { id: 'asset-1', values: { notes: 'theirs' }, settles: ['notes'] });
    expect(await db.assets.get('asset-1')).toMatchObject({ notes: 'theirs', conflicts: 0 });
  });
});

describe('places', () => {
  it('are written before anything is sent, settled by what central stored, and taken back when it has not', async () => {
    const { db } = await withAsset();
    const waiting = await waitingFor(db, store.id, 10);
    expect(
      await assignPositions(db, { document, client: 1001, clock: 5 }, waiting, { owedOnly: true, at: 0 }),
    ).toMatchObject([{ clock: 5 }, { clock: 6 }]);
    expect(await settle(db, document, new Map([[1001, 6]]))).toBe(1);
    expect(await unassignUnconfirmed(db, document)).toBe(1);
    const [, second] = waiting;
    expect(await db.outbox.toArray()).toMatchObject([{ changeId: second?.id, state: 'saved' }]);
    expect(
      (await db.changes.where('documents').equals(document).toArray()).map((record) => record.id),
    ).toEqual([waiting[0]?.id]);
  });
});

describe('a refusal', () => {
  it('moves the change to the problems and folds its entity without it', async () => {
    const { db, commit } = await withAsset();
    await commit(editAsset, { id: 'asset-1', values: { notes: 'too much' } });
    const waiting = await waitingFor(db, store.id, 10);
    await assignPositions(db, { document, client: 1001, clock: 0 }, waiting, { owedOnly: true, at: 0 });
    const refused = waiting.find((change) => change.kind === 'asset.edit');
    const outcome = await refuse(
      db,
      document,
      { code: 'bad-field', message: 'No.', changeIds: [refused?.id ?? ''] },
      [1001],
      7,
    );
    expect(outcome).toBe('set-aside');
    expect((await db.assets.get('asset-1'))?.notes).toBeUndefined();
    expect(await db.problems.toArray()).toMatchObject([{ code: 'bad-field', entityId: 'asset-1', at: 7 }]);
    expect(await db.outbox.count()).toBe(2);
  });

  it('of a status gives the asset back the one before', async () => {
    const { db, commit } = await withAsset();
    const broken = await commit(updateStatus, { assetId: 'asset-1', functionalStatus: 'NOT_IN_USE' });
    const [log] = broken.ok ? broken.value : [];
    expect(await db.assets.get('asset-1')).toMatchObject({ functionalStatus: 'NOT_IN_USE' });
    const waiting = await waitingFor(db, store.id, 10);
    await assignPositions(db, { document, client: 1001, clock: 0 }, waiting, { owedOnly: true, at: 0 });
    const refusal = { code: 'bad-field', message: '', changeIds: [log?.id ?? ''] };
    expect(await refuse(db, document, refusal, [1001], 7)).toBe('set-aside');
    expect(await db.assets.get('asset-1')).toMatchObject({ functionalStatus: 'FUNCTIONING' });
  });

  it('[G5] takes nothing that a receipt proves, and only what is this device’s own', async () => {
    const { db } = await withAsset();
    const waiting = await waitingFor(db, store.id, 10);
    await assignPositions(db, { document, client: 1001, clock: 0 }, waiting, { owedOnly: true, at: 0 });
    const seal = { root: new Uint8Array(16), start: 1, seq: 1, at: 1, keyId: 1, mac: new Uint8Array(16) };
    const receipt = { vector: new Map([[1001, 1]]), ...seal };
    await settle(db, document, new Map([[1001, 1]]), { marks: [], receipts: [receipt] });
    const refusal = { message: 'No.', changeIds: waiting.map(({ id }) => id) };
    expect(await refuse(db, document, { code: 'clock-reused', ...refusal }, [1001], 7)).toBe('put-again');
    const [first, second] = waiting.map(({ id }) => id);
    expect((await db.changes.get(first ?? ''))?.places).toEqual([{ document, client: 1001, clock: 0 }]);
    expect(await db.outbox.toArray()).toMatchObject([{ changeId: second, state: 'saved' }]);
    expect(await refuse(db, document, { code: 'not-yours', ...refusal }, [1001], 8)).toBe('not-ours');
    expect(await db.receipts.count()).toBe(1);
  });

  it('[G5] is over once the change comes from central', async () => {
    const { db } = await withAsset();
    const waiting = await waitingFor(db, store.id, 10);
    await assignPositions(db, { document, client: 1001, clock: 0 }, waiting, { owedOnly: true, at: 0 });
    const refusal = { code: 'not-yours', message: 'No.', changeIds: waiting.map(({ id }) => id) };
    expect(await refuse(db, document, refusal, [1001], 7)).toBe('set-aside');
    expect(await db.problems.count()).toBe(2);
    const [change] = waiting;
    await applyRemote(db, document, change ? [{ client: 2002, clock: 0, change }] : [], 8);
    expect((await db.changes.get(change?.id ?? ''))?.refused).toBeUndefined();
    expect(await db.problems.toArray()).toMatchObject([{ change: { id: waiting[1]?.id } }]);
  });

  it('of what central once acknowledged puts the clocks in doubt: others may hold it there', async () => {
    const { db } = await withAsset();
    const [first] = await assignPositions(
      db,
      { document, client: 1001, clock: 0 },
      await waitingFor(db, store.id, 10),
      { owedOnly: true, at: 0 },
    );
    await settle(db, document, new Map([[1001, 1]]));
    const refusal = { code: 'not-yours', message: '', changeIds: [first?.change.id ?? ''] };
    expect(await refuse(db, document, refusal, [1001], 7)).toBe('moved');
  });

  it('for a clock that was used twice puts everything again and blames nothing', async () => {
    const { db } = await withAsset();
    await assignPositions(db, { document, client: 1001, clock: 0 }, await waitingFor(db, store.id, 10), {
      owedOnly: true,
      at: 0,
    });
    await settle(db, document, new Map([[1001, 1]]));
    const outcome = await refuse(
      db,
      document,
      { code: 'clock-reused', message: 'No.', changeIds: [] },
      [1001],
      7,
    );
    expect(outcome).toBe('put-again');
    expect(await db.problems.count()).toBe(0);
    expect((await db.outbox.toArray()).map((entry) => entry.state)).toEqual(['saved', 'saved']);
  });

  it('that names nothing of ours is shown once', async () => {
    const { db } = await withAsset();
    const refusal = { code: 'bad-field', message: 'No.', changeIds: [crypto.randomUUID()] };
    expect(await refuse(db, document, refusal, [1001], 7)).toBe('not-ours');
    expect(await refuse(db, document, refusal, [1001], 8)).toBe('not-ours');
    expect(await db.problems.count()).toBe(1);
  });
});

describe('the database', () => {
  it('takes over a database that an earlier build made, with all that is in it', async () => {
    const indexedDB = new IDBFactory();
    const first = new Dexie('waypost', { indexedDB });
    first.version(0.5).stores({ identity: 'id', problems: '++id' });
    await first.table('problems').add({ code: 'bad-field', message: 'No.', at: 1 });
    first.close();
    const db = openDatabase(indexedDB, 'waypost');
    expect(await db.problems.toArray()).toMatchObject([{ code: 'bad-field' }]);
    expect(await db.assets.count()).toBe(0);
  });

  it('folds everything again when the fold has learnt something', async () => {
    const { db } = await withAsset();
    const before = await allRows(db);
    await keepFoldVersion(db, '1');
    await db.assets.clear();
    await keepFoldVersion(db, '1');
    expect(await db.assets.count()).toBe(0);
    await keepFoldVersion(db, '2');
    expect(await allRows(db)).toEqual(before);
  });

  it('refuses a second central server', async () => {
    const { db } = await withAsset();
    const other = await adoptSite(db, 'http://localhost:2', 'A phone', {
      ...joinedAs('device-9', 9),
      centralId: 'central-2',
    });
    expect(other).toMatchObject({ ok: false, issues: [{ code: 'another-central' }] });
  });
});
