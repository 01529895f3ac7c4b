import { beforeEach, describe, expect, test } from 'vitest';
import type { Change } from '#shared/change/change';
import { encodeUpdate, toBytes } from '#shared/change/codec/write';
import type { PositionedChange } from '#shared/change/codec/struct';
import { digestAfter, firstDigest, type Mark } from '#shared/proof/digest';
import { emptyUpdate, type GiveBack } from '#shared/protocol/messages';
import { openTestDatabase } from '../../tests/support/database';
import { bodiesOf, encodeRun } from '../database/sqlite/log/run';
import { isUnreadable } from '../database/sqlite/log/unreadable';
import type { SqliteDatabase } from '../database/sqlite/open-database';
import { spoiltParts } from '../database/sqlite/prove-log';
import { Handback } from './handback';
import { Ingest } from './ingest';
import { newMetrics } from './metrics';
import { Comparison } from './peer-view';
import { Receipts } from './receipts';

const DOCUMENT = 'store/s1/2026';
const AT = Date.UTC(2026, 5, 1);
let database: SqliteDatabase;
let receipts: Receipts;
let ingest: Ingest;
/** the moment of the receipts */
let at: number;

beforeEach(async () => {
  database = await openTestDatabase();
  at = AT;
  receipts = new Receipts({ centralId: 'c', now: () => at, newClientId: () => 99 });
  const faults: unknown[] = [];
  ingest = new Ingest({
    ...{ database, receipts, now: () => AT, metrics: newMetrics() },
    onCommitted: () => undefined,
    onFailed: (error) => faults.push(error),
  });
  await ingest.act({ by: 'central', plan: async () => [] });
});

const placed = (clock: number, entityId = 'a1', client = 7): PositionedChange => {
  const id = `00000000-0000-4000-${entityId === 'a1' ? 8000 : 9000}-${String(client * 1000 + clock).padStart(12, '0')}`;
  const change: Change = {
    ...{ id, hlc: `${AT + clock}-0000-d1`, userId: 'u', deviceId: 'd1', n: clock + 1 },
    ...{ kind: clock === 0 ? 'asset.create' : 'asset.edit', entityId, patch: { notes: `n${clock}` } },
  };
  return { client, clock, change };
};

const run = (count: number, entityId?: string): PositionedChange[] =>
  Array.from({ length: count }, (_, clock) => placed(clock, entityId));

const markOf = (chain: readonly PositionedChange[]): Mark => {
  const changes = chain.map(({ change }) => change);
  const client = chain[0]?.client ?? 7;
  return { client, clock: chain.length, digest: digestAfter(firstDigest(DOCUMENT, client), changes) };
};

/** The part that a holder of `chain` gives back, from `from` on. */
function given(chain: readonly PositionedChange[], from = 0, to = chain.length): GiveBack {
  const marks = [markOf(chain)];
  const receipt = receipts.seal(DOCUMENT, marks);
  if (!receipt) throw new Error('no receipt');
  return { receipt, marks, update: encodeUpdate(chain.slice(from, to).map(toBytes)) };
}

const judged = { type: 'judged', same: [], otherwise: [], forked: [], unproven: [] };
const device = { kind: 'device' as const, deviceId: 'd2' };
const handback = (): Handback => new Handback(DOCUMENT, device, { ingest, receipts });
const stored = async (): Promise<Change[]> =>
  (await database.changes.after(0, 100)).map(({ change }) => change);
const changesOf = (chain: readonly PositionedChange[]): Change[] => chain.map(({ change }) => change);

/** Of a run of this length, one change is nothing that can be read. */
async function spoilAt(clock: number, count: number): Promise<void> {
  await database.file.write((sql) => {
    const row = sql.get<{ last: number; bodies: Uint8Array }>('SELECT last, bodies FROM log');
    const bodies = bodiesOf(row?.bodies ?? new Uint8Array(), count).map((body) => body.slice());
    bodies[clock]?.fill(0xff);
    sql.run('UPDATE log SET bodies = ? WHERE last = ?', encodeRun(bodies), row?.last ?? 0);
  });
  expect((await stored()).filter(isUnreadable)).toHaveLength(1);
}

test('[G1] what is proven is stored where it stood, whoever made it', async () => {
  expect(await handback().take(given(run(3)))).toEqual({ ...judged, same: [7] });
  expect((await database.changes.heads([DOCUMENT])).get(DOCUMENT)).toEqual(new Map([[7, 3]]));
  expect(await stored()).toEqual(changesOf(run(3)));
});

test('[G2] a chain in pieces is stored at its end, and not before', async () => {
  const back = handback();
  expect(await back.take(given(run(3), 0, 2))).toEqual(judged);
  expect(await stored()).toEqual([]);
  expect(await back.take(given(run(3), 2))).toEqual({ ...judged, same: [7] });
  expect(await stored()).toEqual(changesOf(run(3)));
});

test('[G2] a piece that another holder brought meanwhile is known, and the rest goes on from there', async () => {
  await handback().take(given(run(2)));
  expect(await handback().take(given(run(4)))).toEqual({ ...judged, same: [7] });
  expect(await handback().take(given(run(4), 1))).toEqual({ ...judged, same: [7] });
  expect(await stored()).toEqual(changesOf(run(4)));
});

test('[G1] a message is about one client: what it holds of others is passed over, so that it does not wait uncounted', async () => {
  const other = run(2, 'a2').map((one) => ({ ...one, client: 8 }));
  const marks = [markOf(run(2)), markOf(other)];
  const receipt = receipts.seal(DOCUMENT, marks);
  if (!receipt) throw new Error('no receipt');
  const update = encodeUpdate([...run(2), ...other].map(toBytes));
  expect(await handback().take({ receipt, marks, update })).toEqual({ ...judged, same: [7] });
  expect(await stored()).toEqual(changesOf(run(2)));
});

describe('a chain of more bytes than may wait', () => {
  const most = encodeUpdate(run(2).map(toBytes)).length;
  const small = (): Handback =>
    new Handback(DOCUMENT, device, {
      ...{ ingest, receipts, mostStaged: most },
      compare: new Comparison(database),
    });
  const piece = (clock: number, count: number): GiveBack => given(run(count), clock, clock + 1);

  const pass = async (back: Handback, count: number, from = 0): Promise<unknown[]> => {
    const taken: unknown[] = [];
    for (let clock = from; clock < count; clock++) taken.push(await back.take(piece(clock, count)));
    return taken;
  };

  test('[G2] is followed to its end, asked for once more, and then stored as it comes', async () => {
    const back = small();
    expect(await pass(back, 9)).toEqual([...Array<unknown>(8).fill(judged), { type: 'again', client: 7 }]);
    expect(await stored()).toEqual([]);
    for (let clock = 0; clock < 8; clock++) expect(await back.take(piece(clock, 9))).toEqual(judged);
    expect(await back.take(piece(8, 9))).toEqual({ ...judged, same: [7] });
    expect(await stored()).toEqual(changesOf(run(9)));
    const behind = run(2, 'a2').map((one) => ({ ...one, client: 8 }));
    expect(await back.take(given(behind))).toEqual({ ...judged, same: [8] });
  });

  test('[G2] goes on from what central has; what it has is passed over the second time', async () => {
    await handback().take(given(run(3)));
    const back = small();
    expect((await pass(back, 9, 3)).at(-1)).toEqual({ type: 'again', client: 7 });
    expect((await pass(back, 9)).at(-1)).toEqual({ ...judged, same: [7] });
    expect(await stored()).toEqual(changesOf(run(9)));
  });

  test('[G2] that is cut in the second time has left what came, and the rest comes with the next socket', async () => {
    const back = small();
    await pass(back, 9);
    for (let clock = 0; clock < 6; clock++) await back.take(piece(clock, 9));
    const kept = (await stored()).length;
    expect(kept).toBeGreaterThan(3);
    const next = new Handback(DOCUMENT, device, { ingest, receipts, compare: new Comparison(database) });
    expect((await pass(next, 9, kept)).at(-1)).toEqual({ ...judged, same: [7] });
    expect(await stored()).toEqual(changesOf(run(9)));
  });

  test('[G4] is not taken where it ends otherwise, or is another one the second time; the chains behind it go on', async () => {
    const back = small();
    const forged = (clock: number, count = 5): GiveBack => ({
      ...piece(clock, count),
      update: encodeUpdate(
        run(count, 'forged')
          .slice(clock, clock + 1)
          .map(toBytes),
      ),
    });
    for (let clock = 0; clock < 4; clock++) expect(await back.take(forged(clock))).toEqual(judged);
    expect(await back.take(forged(4))).toEqual({ type: 'unproven', client: 7 });
    for (const clock of [3, 4, 0]) expect(await back.take(piece(clock, 5))).toEqual(judged);
    const behind = run(2, 'a2').map((one) => ({ ...one, client: 8 }));
    expect(await back.take(given(behind))).toEqual({ ...judged, same: [8] });
    expect(await stored()).toEqual(changesOf(behind));
    const other = small();
    expect((await pass(other, 9)).at(-1)).toEqual({ type: 'again', client: 7 });
    const taken: unknown[] = [];
    for (let clock = 0; clock < 5; clock++) taken.push(await other.take(forged(clock, 9)));
    expect(taken).toContainEqual({ ...judged, unproven: [7] });
    expect(await stored()).toEqual(changesOf(behind));
  });

  test('[G2] does not wait without end the second time, whatever comes in its place', async () => {
    const back = small();
    await pass(back, 9);
    const huge = (clock: number): GiveBack => {
      const { change, ...place } = placed(clock);
      const forged = { ...place, change: { ...change, patch: { notes: 'x'.repeat(3_000_000) } } };
      return { ...piece(clock, 9), update: encodeUpdate([toBytes(forged)]) };
    };
    expect(await back.take(huge(0))).toEqual(judged);
    expect(await back.take(huge(1))).toEqual({ type: 'unproven', client: 7 });
    expect(await stored()).toEqual([]);
  });

  test('[W4] is as old as the receipt that proves it, though another names as many changes', async () => {
    const back = small();
    at = AT + 5000;
    await pass(back, 9);
    at = AT;
    await pass(back, 9);
    const received = (await database.changes.after(0, 100)).map(({ receivedAt }) => Date.parse(receivedAt));
    expect(received).toEqual(Array(9).fill(AT + 5000));
  });

  test('[G7] of another branch than stands here is not proven, and is not asked for again and again', async () => {
    await handback().take(given(run(2, 'other')));
    const back = small();
    expect((await pass(back, 9)).at(-1)).toEqual({ type: 'again', client: 7 });
    const second = await pass(back, 9);
    expect(second.filter((one) => JSON.stringify(one) !== JSON.stringify(judged))).toEqual([
      { ...judged, unproven: [7] },
    ]);
    expect(await stored()).toEqual(changesOf(run(2, 'other')));
  });

  test('[G10] in which a disk has spoilt something here is not asked for again and again', async () => {
    await handback().take(given(run(9)));
    await spoilAt(6, 9);
    const back = small();
    expect((await pass(back, 9)).at(-1)).toEqual({ type: 'again', client: 7 });
    const second = await pass(back, 9);
    expect(second.filter((one) => JSON.stringify(one) !== JSON.stringify(judged))).toEqual([
      { ...judged, unproven: [7] },
    ]);
  });

  test('[G2] is told from one that was begun several times', async () => {
    const back = small();
    for (let time = 0; time < 4; time++) expect(await back.take(piece(0, 2))).toEqual(judged);
    expect(await back.take(piece(1, 2))).toEqual({ ...judged, same: [7] });
  });
});

describe('nothing is stored', () => {
  test('[G2] of a chain that is not the one that the receipt proves', async () => {
    const forged = { ...given(run(2)), update: encodeUpdate(run(2, 'forged').map(toBytes)) };
    expect(await handback().take(forged)).toEqual({ ...judged, unproven: [7] });
    expect(await stored()).toEqual([]);
  });

  test('[G2] of another branch than what stands here, though it ends as the receipt says', async () => {
    await handback().take(given(run(2, 'other')));
    expect(await handback().take(given(run(4), 2))).toEqual({ ...judged, otherwise: [7] });
    expect(await handback().take(given(run(4), 1))).toEqual({ ...judged, otherwise: [7] });
    expect(await stored()).toEqual(changesOf(run(2, 'other')));
  });

  test('[G2] of a client that the receipt does not name, or beyond what it names', async () => {
    const other = encodeUpdate([toBytes(placed(0, 'a1', 8))]);
    await handback().take({ ...given(run(2)), update: other });
    const more = encodeUpdate(run(4).map(toBytes));
    await handback().take({ ...given(run(2)), update: more });
    expect(await stored()).toEqual(changesOf(run(2)));
  });

  test('[G2] [G4] under digests that are not the receipt’s, or a receipt of another document or nobody', async () => {
    const good = given(run(2));
    const liar = { ...good, marks: [{ ...markOf(run(2)), client: 8 }] };
    const made = { ...good, receipt: { ...good.receipt, mac: new Uint8Array(16) } };
    const elsewhere = new Handback('store/s2/2026', device, { ingest, receipts });
    for (const [back, bad] of [
      [handback(), liar],
      [handback(), made],
      [elsewhere, good],
    ] as const)
      expect(await back.take(bad)).toEqual({ type: 'unproven', client: 7 });
    expect(await stored()).toEqual([]);
  });

  test('[G2] of what is no update, and it may be tried again', async () => {
    const noise = { ...given(run(1)), update: new Uint8Array([9, 9, 9]) };
    const back = handback();
    expect(await back.take(noise)).toEqual({ type: 'unproven', client: 7 });
    expect(await back.take(given(run(1)))).toEqual({ ...judged, same: [7] });
  });
});

test('[G2] nothing under a receipt is judged: what is proven counts, whatever the rules are today', async () => {
  const odd = placed(0, 'a1');
  const chain = [{ ...odd, change: { ...odd.change, patch: { assetNumber: 5 } } }];
  expect(await handback().take(given(chain))).toEqual({ ...judged, same: [7] });
  expect(await stored()).toEqual(changesOf(chain));
});

describe('[G7] another branch, shown from its beginning,', () => {
  const places = async () =>
    (await database.changes.after(0, 100)).map(({ client, clock, change }) => ({ client, clock, change }));

  test('lives on beside the one that stands here, once, under central’s own client id', async () => {
    await handback().take(given(run(2, 'other')));
    const brought = { ...judged, forked: [{ client: 7, from: 0 }] };
    expect(await handback().take(given(run(3)))).toEqual(brought);
    expect(await handback().take(given(run(3)))).toEqual(brought);
    expect(await places()).toEqual([
      ...run(2, 'other'),
      ...changesOf(run(3)).map((change, clock) => ({ client: 99, clock, change })),
    ]);
  });

  test('brings only what the document lacks', async () => {
    const common = run(1);
    await handback().take(given([...common, ...run(2, 'other').slice(1)]));
    expect(await handback().take(given(run(3)))).toEqual({ ...judged, forked: [{ client: 7, from: 1 }] });
    expect((await stored()).map(({ id }) => id).sort()).toEqual(
      [...changesOf(run(3)), ...changesOf(run(2, 'other').slice(1))].map(({ id }) => id).sort(),
    );
  });

  test('changes nothing where the receipt does not prove it', async () => {
    await handback().take(given(run(2, 'other')));
    const forged = { ...given(run(2)), update: encodeUpdate(run(2, 'forged').map(toBytes)) };
    expect(await handback().take(forged)).toEqual({ ...judged, unproven: [7] });
    expect(await stored()).toEqual(changesOf(run(2, 'other')));
  });
});

test('[G6] a receipt alone is shown, and nothing is stored for it', async () => {
  const { marks, ...rest } = given(run(2));
  const alone = { ...rest, marks, update: emptyUpdate };
  expect(await handback().take(alone)).toEqual({ type: 'shown', marks });
  expect(await handback().take({ ...alone, receipt: { ...rest.receipt, mac: new Uint8Array(16) } })).toEqual({
    ...{ type: 'unproven', client: 7 },
  });
  expect(await stored()).toEqual([]);
});

describe('[G10] what a disk has spoilt here', () => {
  const spoil = async (clock: number): Promise<void> => {
    await handback().take(given(run(5)));
    await spoilAt(clock, 5);
  };

  test.each([0, 2, 4])(
    'is put back in its place, from a chain that is shown from its beginning: change %i',
    async (clock) => {
      await spoil(clock);
      expect(await handback().take(given(run(5)))).toEqual({ ...judged, same: [7] });
      expect(await stored()).toEqual(changesOf(run(5)));
      // it is known again under its own id
      const { id } = changesOf(run(5))[clock] ?? { id: '' };
      const places = await database.transaction(({ changes }) => changes.changesByIds([id]));
      expect(places.map((place) => place.clock)).toEqual([clock]);
      await database.following.reached();
      expect((await database.rows.problems({ limit: 9 })).items.map(({ code }) => code)).not.toContain(
        'unknown-kind',
      );
      expect((await database.rows.row('asset', 'a1'))?.notes).toBe('n4');
    },
  );

  test('and what goes on beyond it is stored as well; a shorter chain is enough where more stands behind', async () => {
    await spoil(1);
    expect(await handback().take(given(run(3)))).toEqual({ ...judged, same: [7] });
    expect(await stored()).toEqual(changesOf(run(5)));
    expect(await handback().take(given(run(7)))).toEqual({ ...judged, same: [7] });
    expect(await stored()).toEqual(changesOf(run(7)));
  });

  test('is not replaced by another branch, nor where it is not plain which one stood there', async () => {
    await spoil(4);
    const other = [...run(4), ...run(5, 'other').slice(4)];
    expect(await handback().take(given(other))).toMatchObject({ type: 'judged', same: [] });
    await handback().take(given(run(5), 4));
    const [last] = (await database.changes.after(4, 1)).map(({ change }) => change);
    expect(last && isUnreadable(last)).toBe(true);
  });

  test('is not replaced by what stood there in another life, though all around it is the same', async () => {
    await spoil(1);
    const other = run(3).map((one) => (one.clock === 1 ? { ...one, ...placed(1, 'other') } : one));
    expect(await handback().take(given(other))).toMatchObject({ type: 'judged', same: [] });
    const [, second] = await stored();
    expect(second && isUnreadable(second)).toBe(true);
    expect(await handback().take(given(run(3)))).toEqual({ ...judged, same: [7] });
    expect((await stored()).slice(0, 5)).toEqual(changesOf(run(5)));
  });

  test('is found where nobody would miss it: another value in its place', async () => {
    await handback().take(given(run(5)));
    const parts = () => spoiltParts(database.file.read((sql) => sql));
    expect(await parts()).toEqual([]);
    await database.file.write((sql) => {
      const row = sql.get<{ last: number; bodies: Uint8Array }>('SELECT last, bodies FROM log');
      const text = Buffer.from(row?.bodies ?? [])
        .toString('latin1')
        .replace('n3', 'n8');
      sql.run('UPDATE log SET bodies = ? WHERE last = ?', Buffer.from(text, 'latin1'), row?.last ?? 0);
    });
    expect(await parts()).toEqual([{ document: DOCUMENT, client: 7, from: 0, to: 5 }]);
  });
});
