import { encodeBody } from '#shared/change/codec/struct';
import { describe, expect, it, vi } from 'vitest';
import { encodeUpdate, toBytes } from '#shared/change/codec/write';
import type { Change } from '#shared/change/change';
import { Alarm } from './alarm';
import { backoff, LONGEST_FAULT_WAIT_MS, LONGEST_WAIT_MS } from './backoff';
import { CarriedDocument } from './carried-document';
import { endingOf, gravest, isOfLink, longestWait, reactionTo } from './ending';
import { lacking } from './exchange';
import { haltFor } from './find-central';
import { Inbox } from './inbox';
import { contiguous, firstPiece } from '#shared/change/runs';
import { KEPT_STORES, plan } from './plan';
import { ProgressBoard } from './progress-board';

const change = (n: number): Change => ({
  id: `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`,
  hlc: `${1_780_000_000_000 + n}-0000-device`,
  userId: 'user',
  deviceId: 'device',
  n,
  kind: 'asset.edit',
  entityId: 'asset',
  patch: { notes: String(n) },
});
const placed = (client: number, clock: number, n = clock) => ({ client, clock, change: change(n + 1) });
const DOCUMENT = 'store/s/2026';

describe('the wait between two tries', () => {
  it('grows with every failure up to a minute, and is spread over all of it', () => {
    expect([1, 2, 3, 20].map((failures) => backoff(failures, 1))).toEqual([
      1000,
      2000,
      4000,
      LONGEST_WAIT_MS,
    ]);
    expect(backoff(20, 0)).toBe(250);
  });
  it('grows on where this device cannot keep what comes: each try costs its people the same data again', () => {
    const waits = (code: string) => [1, 7, 20].map((failures) => backoff(failures, 1, longestWait(code)));
    expect(waits('offline')).toEqual([1000, LONGEST_WAIT_MS, LONGEST_WAIT_MS]);
    for (const code of ['storage-full', 'storage-unavailable', 'crashed'])
      expect(waits(code)).toEqual([1000, 64_000, LONGEST_FAULT_WAIT_MS]);
  });
});

describe('the plan of a cycle', () => {
  const nothing = {
    isSite: true,
    known: new Map(),
    settled: new Set<string>(),
    roots: new Map(),
    proven: new Set<string>(),
    waitingStores: new Set<string>(),
    unconfirmed: new Set<string>(),
  };
  it('keeps config and this year of each store open, and visits what moved', () => {
    const central = [
      { name: 'config', seq: 4 },
      { name: 'store/s/2025', seq: 7 },
      { name: 'store/s/2024', seq: 2 },
    ];
    const known = new Map([['store/s/2024', { seq: 2 }]]);
    expect(plan({ ...nothing, storeIds: ['s'], year: 2026, central, known })).toEqual({
      keep: ['config', 'store/s/2026'],
      visit: ['store/s/2025'],
      giveBack: [],
    });
  });
  it('[P8] compares what documents hold where central says so, and visits what it has lost', () => {
    const central = [
      { name: 'config', seq: 4, root: 'c' },
      { name: 'store/s/2022', seq: 9, root: 'same' },
      { name: 'store/s/2023', seq: 7, root: 'other' },
      { name: 'store/s/2024', seq: 2, root: 'settled' },
      { name: 'store/s/2025', seq: 2, root: 'same' },
    ];
    const known = new Map(central.map(({ name, seq }) => [name, { seq }]));
    const settled = new Set(['store/s/2024']);
    const names = [2021, 2022, 2023, 2024].map((year) => `store/s/${year}`);
    const roots = new Map([...names, 'store/s/2025'].map((name) => [name, 'same']));
    const held = { known, settled, roots, proven: new Set([...names, 'store/another/2023']) };
    const { visit, giveBack } = plan({ ...nothing, storeIds: ['s'], year: 2026, central, ...held });
    // 2023 holds something else, which another exchange of 2024 would not mend, 2025 was never proven here, and 2021 is gone at central
    expect(visit).toEqual(['store/s/2023', 'store/s/2025', 'store/s/2021']);
    expect(giveBack).toEqual(['store/another/2023']);
  });
  it('[G9] gives back what is proven of stores of other sites, and nothing where it is staff', () => {
    const proven = new Set(['config', 'store/s/2025', 'store/gone/2025', 'store/gone/2026']);
    const held = { ...nothing, storeIds: ['s'], year: 2026, central: [], proven };
    expect(plan(held).giveBack).toEqual(['store/gone/2025', 'store/gone/2026']);
    // of a document that central lists for it, all is exchanged
    const central = [{ name: 'store/gone/2025', seq: 1, root: 'r' }];
    expect(plan({ ...held, central }).giveBack).toEqual(['store/gone/2026']);
    expect(plan({ ...held, isSite: false, storeIds: [] }).giveBack).toEqual([]);
  });
  it('holds few sockets for a technician with many stores, and serves those that wait first', () => {
    const storeIds = Array.from({ length: 200 }, (_, index) => `s${index}`);
    const { keep } = plan({
      ...nothing,
      storeIds,
      year: 2026,
      central: [],
      waitingStores: new Set(['s150']),
    });
    expect(keep).toHaveLength(1 + KEPT_STORES);
    expect(keep[1]).toBe('store/s150/2026');
  });
  it('visits a document of last year in which something sent was never confirmed', () => {
    const { visit } = plan({
      ...nothing,
      storeIds: ['s'],
      year: 2027,
      central: [],
      unconfirmed: new Set(['store/s/2026']),
    });
    expect(visit).toEqual(['store/s/2026']);
  });
  it('is config alone for staff, whatever moved elsewhere', () => {
    expect(
      plan({
        ...nothing,
        isSite: false,
        storeIds: [],
        year: 2026,
        central: [{ name: 'store/s/2026', seq: 1 }],
      }),
    ).toEqual({ keep: ['config'], visit: [], giveBack: [] });
  });
  it('visits a store that moved to another site only while something made there waits', () => {
    const lost = { ...nothing, storeIds: ['s'], year: 2026, central: [] };
    expect(plan({ ...lost, waitingStores: new Set(['gone']) }).visit).toEqual(['store/gone/2026']);
    expect(plan(lost).visit).toEqual([]);
  });
});

describe('pieces', () => {
  it('hold no more than a message should, but at least one entry', () => {
    expect(
      firstPiece(
        Array.from({ length: 900 }, () => 10),
        (bytes) => bytes,
      ),
    ).toHaveLength(400);
    expect(firstPiece([300_000, 1], (bytes) => bytes)).toEqual([300_000]);
    expect(firstPiece([], () => 1)).toEqual([]);
  });
  it('leave out what stands after a gap', () => {
    expect(
      contiguous([placed(1, 3), placed(1, 0), placed(1, 1), placed(2, 5)], (client) =>
        client === 2 ? 5 : 0,
      ),
    ).toEqual([placed(1, 0), placed(1, 1), placed(2, 5)]);
  });
});

describe('an exchange', () => {
  const here = [placed(1, 0, 10), placed(1, 1, 11), placed(2, 0, 20), placed(2, 1, 21), placed(3, 0, 21)];
  it('sends what central lost of ours as it stood', () => {
    expect(lacking(here, new Map([[1, 1]]), new Set([1]))).toEqual([placed(1, 1, 11)]);
  });
});

describe('a document as Yjs carries it', () => {
  const bytes = (...entries: ReturnType<typeof placed>[]) => encodeUpdate(entries.map(toBytes));

  it('answers only what has come to its place: a gap waits for what fills it', () => {
    const carrier = new CarriedDocument(DOCUMENT, 9);
    expect(carrier.take(bytes(placed(1, 1)), 'central').placed).toEqual([]);
    expect(carrier.isWhole).toBe(false);
    expect(
      carrier
        .take(bytes(placed(1, 0)), 'central')
        .placed.map(({ clock }) => clock)
        .sort(),
    ).toEqual([0, 1]);
    expect(carrier.isWhole).toBe(true);
  });
  it('keeps its client id, though it reads structs of its own', () => {
    const carrier = new CarriedDocument(DOCUMENT, 9);
    carrier.fill([placed(9, 0)], []);
    const update = carrier.put([placed(9, 1)]);
    expect(update).toEqual(bytes(placed(9, 1)));
    carrier.take(bytes(placed(9, 2)), 'central');
    expect([carrier.doc.clientID, carrier.stateOf(9)]).toEqual([9, 3]);
  });
  it('notes a struct that is no change, reaches what stands after it, and does so again when filled', () => {
    const bad = { ...change(1), n: 0 };
    const carrier = new CarriedDocument(DOCUMENT, 9);
    const { placed: arrived, holes } = carrier.take(
      bytes({ client: 1, clock: 0, change: bad }, placed(1, 1)),
      'central',
    );
    expect(arrived).toHaveLength(1);
    expect(holes).toEqual([
      { document: DOCUMENT, client: 1, clock: 0, length: 1, key: bad.id, body: encodeBody(bad) },
    ]);
    const again = new CarriedDocument(DOCUMENT, 9);
    again.fill(arrived, holes);
    expect(again.stateOf(1)).toBe(2);
  });
  it('never throws on bytes that are none', () => {
    expect(new CarriedDocument(DOCUMENT, 9).take(new Uint8Array([1, 255, 3]), 'central')).toMatchObject({
      placed: [],
      holes: [],
    });
  });
});

describe('the inbox', () => {
  it('writes in order, in batches, and says why it stopped', async () => {
    const written: number[] = [];
    const inbox = new Inbox(
      async (batch) => void written.push(batch.length),
      () => undefined,
      () => undefined,
    );
    const arrival = (from: number, count: number) => ({
      placed: Array.from({ length: count }, (_, index) => placed(1, from + index)),
      marks: [],
      receipts: [],
    });
    for (const from of [0, 400, 800]) inbox.push(arrival(from, 400));
    inbox.push(arrival(1200, 1));
    await inbox.flushed();
    expect(written).toEqual([800, 401]);
    expect(await inbox.soFar()).toBe(true);
    const faults: unknown[] = [];
    const full = new Inbox(
      () => Promise.reject(new Error('full')),
      () => undefined,
      (error) => faults.push(error),
    );
    full.push({ placed: [placed(1, 0)], marks: [], receipts: [] });
    const isWritten = full.soFar();
    await expect(full.flushed()).rejects.toThrow('full');
    expect(faults).toHaveLength(1);
    expect([await isWritten, await full.soFar()]).toEqual([false, false]);
  });
  it('says when what came so far is written, though more came meanwhile', async () => {
    const done: (() => void)[] = [];
    const inbox = new Inbox(
      () => new Promise((resolve) => done.push(resolve)),
      () => undefined,
      () => undefined,
    );
    const push = (clock: number): Promise<boolean> => {
      inbox.push({ placed: [placed(1, clock)], marks: [], receipts: [] });
      return inbox.soFar();
    };
    const first = push(0);
    await Promise.resolve();
    const heard: string[] = [];
    const second = push(1).then((isWritten) => heard.push(`second ${isWritten}`));
    done.shift()?.();
    expect(await first).toBe(true);
    expect(heard).toEqual([]);
    await vi.waitFor(() => expect(done).toHaveLength(1));
    done.shift()?.();
    await second;
    expect(heard).toEqual(['second true']);
    await inbox.flushed();
    expect(inbox.isEmpty).toBe(true);
  });
});

describe('what follows when a connection ends', () => {
  it('stops for a device that is not known any more, and tells staff to sign in', () => {
    expect(reactionTo({ type: 'closed', reason: 'unknown-device' }, 'site')).toEqual({
      type: 'stop',
      code: 'device-revoked',
    });
    expect(reactionTo({ type: 'closed', reason: 'unknown-device' }, 'staff')).toEqual({
      type: 'stop',
      code: 'not-signed-in',
    });
    expect(reactionTo({ type: 'closed', reason: 'protocol-version' }, 'site')).toEqual({
      type: 'stop',
      code: 'update-needed',
    });
  });
  it('leaves one document alone for what is only about it, and never loops on a refusal that names nothing of ours', () => {
    expect(reactionTo({ type: 'closed', reason: 'not-allowed' }, 'site')).toEqual({
      type: 'hold',
      code: 'not-allowed',
    });
    expect(reactionTo({ type: 'refused', outcome: 'not-ours', code: 'overwrite' }, 'site')).toEqual({
      type: 'hold',
      code: 'overwrite',
    });
  });
  it('tries again after a cut link and a busy server; the gravest decides', () => {
    const [cut, busy] = [
      reactionTo({ type: 'cut' }, 'site'),
      reactionTo({ type: 'closed', reason: 'busy' }, 'site'),
    ];
    expect([cut.type, busy.type]).toEqual(['retry', 'retry']);
    const full = reactionTo(endingOf(1013, 'store-unwritable'), 'site');
    expect(full).toEqual({ type: 'retry', code: 'store-unwritable' });
    expect(reactionTo(endingOf(1013, 'over-budget: again in 4 s'), 'site')).toEqual(busy);
    expect(gravest([cut, { type: 'stop', code: 'another-central' }, { type: 'rekey' }]).type).toBe('stop');
  });
  it('does not try a call again that a person has to mend first', () => {
    expect(haltFor('unknown-device', { kind: 'site' })).toEqual({ type: 'stop', code: 'device-revoked' });
    expect(haltFor('not-signed-in', { kind: 'staff' })).toEqual({ type: 'stop', code: 'not-signed-in' });
    expect(haltFor('internal', { kind: 'site' })).toEqual({ type: 'retry', code: 'internal' });
    expect(haltFor('another-central', { kind: 'site' })).toEqual({ type: 'stop', code: 'another-central' });
  });
  it('[M9] takes an answer about the call for a fault on the way, and tries again', () => {
    for (const code of ['not-signed-in', 'bad-request', 'not-found', 'too-large', 'unsupported-type'])
      expect(haltFor(code, { kind: 'site' })).toEqual({ type: 'retry', code: 'call-spoilt' });
    expect(isOfLink('call-spoilt')).toBe(true);
  });
  it('closes everything and asks again where staff put right in mSupply which central server it is', () => {
    for (const code of ['another-central', 'told-another-central'])
      expect(haltFor(code, { kind: 'site', mSupply: {} })).toEqual({ type: 'pause', code });
  });
});

describe('the progress', () => {
  it('names the step at which it stopped, and forgets the error when it succeeds', () => {
    const board = new ProgressBoard(
      () => 5,
      () => undefined,
    );
    board.begin();
    board.step('find', { state: 'done' });
    board.stopped('offline', 'offline', 9);
    expect(board.board).toMatchObject({ state: 'offline', errorCode: 'offline', nextTry: 9 });
    expect(board.board.steps[1]).toMatchObject({ name: 'prepare', state: 'failed', errorCode: 'offline' });
    board.files({ waiting: 0, isPaused: false });
    board.begin();
    board.step('find', { notice: 'msupply-unreachable' });
    board.count('pull', 3);
    board.done();
    expect(board.board).toEqual({
      state: 'done',
      since: 5,
      lastSuccess: 5,
      steps: ['find', 'prepare', 'push', 'pull', 'files', 'integrate'].map((name) => ({
        name,
        state: 'done',
        done: name === 'pull' ? 3 : 0,
        total: name === 'pull' ? 3 : 0,
        ...(name === 'find' && { notice: 'msupply-unreachable' }),
      })),
    });
  });
});

describe('the files', () => {
  it('are a step that neither a cycle nor its end touches, and at which no cycle stops', () => {
    const board = new ProgressBoard(
      () => 5,
      () => undefined,
    );
    const step = () => board.board.steps.find(({ name }) => name === 'files');
    board.files({ waiting: 4, isPaused: false });
    board.files({ waiting: 3, isPaused: false });
    const underWay = { name: 'files', state: 'working', done: 1, total: 4 };
    board.begin();
    expect(step()).toEqual(underWay);
    board.done();
    expect(step()).toEqual(underWay);
    for (const name of ['find', 'prepare', 'push', 'pull'] as const) board.step(name, { state: 'done' });
    board.stopped('offline', 'offline');
    expect(step()).toEqual(underWay);
    expect(board.board.steps.at(-1)).toMatchObject({ name: 'integrate' });
  });
});

describe('the alarm', () => {
  it('is heard by the next who waits, once; a nudge only by who waits already', async () => {
    const alarm = new Alarm();
    const timers: (() => void)[] = [];
    const after = (_ms: number, run: () => void) => {
      timers.push(run);
      return () => undefined;
    };
    alarm.ring();
    await alarm.wait(1, after);
    alarm.nudge();
    const waiting = alarm.wait(1, after);
    expect(timers).toHaveLength(1);
    timers[0]?.();
    await waiting;
  });
});
