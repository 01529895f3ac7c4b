/**
 * Several processes (here: several databases opened on the same PostgreSQL, each with a copy of its own) append at once. Nothing is
 * missing, nothing doubled, and a reader of the tail skips nothing.
 */
import { afterEach, expect, test } from 'vitest';
import fc from 'fast-check';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Mark } from '#shared/proof/digest';
import type { Receipt } from '#shared/proof/receipt';
import { Allowances } from '../../server/budgets/allowance';
import { RestoreWatch, type Shown } from '../../server/operations/restored/restore-watch';
import type { Change } from '#shared/change/change';
import { encodeBody } from '#shared/change/codec/struct';
import type { LoggedChange, NewChange } from '../../server/database/port/changes';
import type { PostgresDatabase } from '../../server/database/postgres/open-postgres';
import { newPostgresUrl, openTestPostgres } from '../support/postgres';

const opened: PostgresDatabase[] = [];
const urls = new WeakMap<PostgresDatabase, string>();
const open = async (url: string): Promise<PostgresDatabase> => {
  const database = await openTestPostgres(url);
  urls.set(database, url);
  opened.push(database);
  return database;
};
afterEach(async () => {
  for (const database of opened.splice(0)) await database.close();
});

async function processes<Count extends number>(count: Count): Promise<Processes<Count>> {
  const url = await newPostgresUrl();
  const all: PostgresDatabase[] = [];
  for (let index = 0; index < count; index++) all.push(await open(url));
  return all as Processes<Count>;
}

type Processes<Count extends number> = Count extends 2
  ? [PostgresDatabase, PostgresDatabase]
  : [PostgresDatabase, PostgresDatabase, PostgresDatabase];

let made = 0;
function newChange(document: string, client: number, clock: number, parts: Partial<Change> = {}): NewChange {
  made += 1;
  const change: Change = {
    id: `00000000-0000-4000-8000-${String(made).padStart(12, '0')}`,
    hlc: `${String(1_780_000_000_000 + made)}-0000-d1`,
    ...{ userId: 'u1', deviceId: 'd1', n: made, kind: 'asset.create', entityId: `asset-${made}` },
    patch: { assetNumber: `F-${made}` },
    ...parts,
  };
  const place = { document, client, clock, change, body: encodeBody(change) };
  return { ...place, receivedAt: '2026-06-01T00:00:00.000Z', receivedFrom: 'd1' };
}

/** Appends to a document at the clock that is next within the transaction itself, as the judge does. */
const append = (database: PostgresDatabase, document: string, client: number, count: number) =>
  database.transaction(async ({ changes }) => {
    const next = (await changes.heads([document])).get(document)?.get(client) ?? 0;
    const news = Array.from({ length: count }, (_, index) => newChange(document, client, next + index));
    await changes.insertChanges(news);
    return news.map(({ change }) => change.id);
  });

const wholeLog = async ({ changes }: PostgresDatabase): Promise<LoggedChange[]> => changes.after(0, 100_000);

/** Without gaps, and the same in every process. */
async function expectOneLog(all: readonly PostgresDatabase[], ids: readonly string[]): Promise<void> {
  const logs = await Promise.all(all.map(wholeLog));
  const [first = []] = logs;
  expect(first.map(({ seq }) => seq)).toEqual(first.map((_, index) => index + 1));
  expect(first.map(({ change }) => change.id).sort()).toEqual([...ids].sort());
  const places = first.map(({ document, client, clock }) => `${document} ${client} ${clock}`);
  expect(new Set(places).size).toBe(places.length);
  for (const log of logs) expect(log).toEqual(first);
}

test('three processes write to the same document and to different ones, all at once', async () => {
  const all = await processes(3);
  const documents = ['store/same/2026', 'store/s0/2026', 'store/s1/2026', 'store/s2/2026'];
  const written = await Promise.all(
    Array.from({ length: 60 }, (_, turn) => {
      const at = turn % 3;
      const document = (turn % 2 === 0 ? documents[0] : documents[1 + at]) ?? '';
      // the same client by every process, as of a device that goes from one to the other
      return append(all[at] ?? all[0], document, 7, 1 + (turn % 5));
    }),
  );
  await expectOneLog(all, written.flat());
});

test('whoever reads the tail skips nothing, whatever delays the commits', async () => {
  const [watch, ...writers] = await processes(3);
  const tail: number[] = [];
  watch.others.onStored(({ changes }) => tail.push(...changes.map((one) => (one as LoggedChange).seq)));
  const ids: string[] = [];
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          at: fc.nat(1),
          document: fc.nat(3),
          count: fc.integer({ min: 1, max: 70 }),
          before: fc.nat(15),
          within: fc.nat(15),
          fails: fc.boolean(),
        }),
        { minLength: 2, maxLength: 12 },
      ),
      async (turns) => {
        await Promise.all(
          turns.map(async ({ at, document, count, before, within, fails }) => {
            await sleep(before);
            const name = `store/s${document}/2026`;
            const tried = (writers[at] ?? writers[0]).transaction(async ({ changes }) => {
              const next = (await changes.heads([name])).get(name)?.get(9) ?? 0;
              const news = Array.from({ length: count }, (_, index) => newChange(name, 9, next + index));
              await changes.insertChanges(news);
              await sleep(within);
              if (fails) throw new Error('undone');
              return news.map(({ change }) => change.id);
            });
            ids.push(...(await tried.catch(() => [])));
          }),
        );
        await watch.changes.lastSeq();
        expect(tail).toEqual(tail.map((_, index) => index + 1));
        expect(tail).toHaveLength(ids.length);
      },
    ),
    { numRuns: 12 },
  );
  await expectOneLog([...writers, watch], ids);
});

interface Gate {
  open: () => void;
  opened: Promise<void>;
}

function gate(): Gate {
  let open: Gate['open'] = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

/** The sessions of the database that wait for a lock. */
const waitingIn = async ({ pool }: PostgresDatabase): Promise<number | undefined> =>
  (
    await pool.read((sql) =>
      sql.get<{ count: number }>(
        `SELECT count(*) AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      ),
    )
  )?.count;

test('whoever waits for its turn takes in meanwhile what others stored', async () => {
  const [a, b, c] = await processes(3);
  const [begun, endOfA, endOfB] = [gate(), gate(), gate()];
  const heard = new Promise<number>((resolve) => c.others.onStored(({ changes }) => resolve(changes.length)));
  const atA = a.transaction(async ({ changes }) => {
    await changes.insertChanges([newChange('store/s1/2026', 1, 0), newChange('store/s1/2026', 1, 1)]);
    begun.open();
    await endOfA.opened;
  });
  await begun.opened;
  const atB = b.transaction(() => endOfB.opened);
  await expect.poll(() => waitingIn(a)).toBe(1);
  const atC = append(c, 'store/s1/2026', 1, 1);
  await expect.poll(() => waitingIn(a)).toBe(2);
  endOfA.open();
  await atA;
  expect(await heard).toBe(2);
  endOfB.open();
  await atB;
  expect(await atC).toHaveLength(1);
});

test('what PostgreSQL has undone counts as stored nowhere', async () => {
  const [a, b] = await processes(2);
  const tried = a.transaction(async ({ changes }) => {
    // no text of PostgreSQL holds this: from here on it undoes the transaction, whoever passes over the fault
    await changes.setMeta('a note', '\0').catch(() => undefined);
  });
  await expect(tried).rejects.toThrow('undone');
  const ids = await append(a, 'store/s1/2026', 1, 2);
  await expectOneLog([a, b], ids);
});

test('an entity belongs to the store where any process put it first', async () => {
  const [a, b] = await processes(2);
  const ref = { entity: 'asset', id: 'shared' };
  const first = newChange('store/s1/2026', 1, 0, { entityId: 'shared' });
  await a.transaction(({ changes }) => changes.insertChanges([first]));
  await b.transaction(async ({ changes }) => {
    expect((await changes.storesOwning([ref])).get('asset/shared')).toEqual(['s1']);
    expect(await changes.changesByIds([first.change.id])).toHaveLength(1);
    await changes.insertChanges([
      newChange('store/s2/2026', 2, 0, { entityId: 'shared', kind: 'asset.move', patch: { storeId: 's2' } }),
    ]);
    await changes.assignOwners([{ ...ref, storeId: 's2' }]);
  });
  await a.transaction(async ({ changes }) => {
    expect((await changes.storesOwning([ref])).get('asset/shared')).toEqual(['s1', 's2']);
  });
  // and one that begins now
  expect(await a.changes.moved()).toEqual([ref]);
});

test('a client id is given out once, whoever asks', async () => {
  const all = await processes(2);
  const given = await Promise.all(
    all.map((database, index) =>
      database.transaction(({ changes }) => changes.registerClient(99, `d${index}`)),
    ),
  );
  expect(given.filter(Boolean)).toHaveLength(1);
  const owners = await Promise.all(
    all.map((database) => database.transaction(({ changes }) => changes.registeredClients([99]))),
  );
  expect(owners[0]).toEqual(owners[1]);
});

test('rows of one process show what another stored, at once', async () => {
  const [a, b] = await processes(2);
  const change = newChange('store/s1/2026', 1, 0, {
    entityId: 'seen',
    patch: { storeId: 's1', assetNumber: 'SEEN-1', classId: 'c', categoryId: 'k', typeId: 't' },
  });
  await a.transaction(({ changes }) => changes.insertChanges([change]));
  expect(await b.rows.asset('seen')).toMatchObject({ assetNumber: 'SEEN-1' });
});

test('what one tells all others arrives in order, once', async () => {
  const [a, b] = await processes(2);
  const heard: string[] = [];
  const all = new Promise<void>((resolve) => {
    b.others.onTold(({ subject }) => {
      heard.push(subject);
      if (heard.length === 20) resolve();
    });
  });
  for (let index = 0; index < 20; index++)
    await a.others.tell({ what: 'close-device', subject: `d${index}` });
  await all;
  expect(heard).toEqual(Array.from({ length: 20 }, (_, index) => `d${index}`));
});

test('who was out of reach for so long that a message went lets all its sockets come back', async () => {
  const [a, b] = await processes(2);
  const heard: string[] = [];
  b.others.onTold(({ what, subject }) => void heard.push(`${what} ${subject}`));
  await a.others.tell({ what: 'close-device', subject: 'd1' });
  await expect.poll(() => heard).toEqual(['close-device d1']);
  // as of an hour ago, whoever told it: nobody reads it any more
  await a.pool.write('registry', async (sql) => {
    for (const id of ['d2', 'd3'])
      await sql.run('INSERT INTO told (what, subject) VALUES (?, ?)', 'close-device', id);
    await sql.run(`DELETE FROM told WHERE subject <> 'd3'`);
  });
  await a.others.tell({ what: 'close-device', subject: 'd4' });
  await expect.poll(() => heard).toContain('refresh-all ');
  // what follows is heard as before
  await a.others.tell({ what: 'close-device', subject: 'd5' });
  await expect.poll(() => heard.at(-1)).toBe('close-device d5');
});

test('what only one may do at a time is taken over by another', async () => {
  const [a, b] = await processes(2);
  const doing: string[] = [];
  const wait = (name: string) => (signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      doing.push(`${name} begins`);
      signal.addEventListener('abort', () => {
        doing.push(`${name} ends`);
        resolve();
      });
    });
  const first = a.others.oneAtATime('duty', wait('a'));
  await expect.poll(() => doing).toEqual(['a begins']);
  const second = b.others.oneAtATime('duty', wait('b'));
  await sleep(50);
  expect(doing).toEqual(['a begins']);
  await first.stop();
  await expect.poll(() => doing, { timeout: 5000 }).toEqual(['a begins', 'a ends', 'b begins']);
  await second.stop();
});

test('failed tries are counted together', async () => {
  const [a, b] = await processes(2);
  const limit = { failures: 3, windowMs: 60_000 };
  const begin = (database: PostgresDatabase, now: number) => database.tries?.begin('join', 'x', limit, now);
  expect([await begin(a, 1000), await begin(b, 1000), await begin(a, 1000)]).toEqual([0, 0, 0]);
  expect(await begin(b, 31_000)).toBe(30);
  await a.tries?.giveBack('join', 'x', 31_000);
  expect(await begin(b, 31_000)).toBe(0);
  expect(await begin(b, 61_001)).toBe(0);
});

test('a budget is one for all', async () => {
  const [a, b] = await processes(2);
  const allowance = { most: 4, restMs: 1000 };
  const use = (database: PostgresDatabase, caller: string, now: number) =>
    database.allowances?.use('client-ids', caller, 2, allowance, now);
  const inMemory = new Allowances(allowance, () => at);
  let at = 5000;
  for (const [database, now] of [
    [a, 5000],
    [b, 5000],
    [a, 5000],
    [b, 5600],
    [a, 9000],
    [b, 9000],
  ] as const) {
    at = now;
    expect(await use(database, 'phone', now)).toBe(inMemory.use('phone', 2));
  }
  expect(await use(a, 'other', 9000)).toBe(0);
});

test('[P9] a receipt of any process that runs is known to all; what one counts after a restore, all show', async () => {
  const [a, b] = await processes(2);
  const at = Date.UTC(2026, 5, 1);
  const receipt = (start: number, seq: number): Receipt => ({
    ...{ vector: new Map(), root: new Uint8Array(16), keyId: 1, mac: new Uint8Array(16) },
    ...{ start, seq, at: at - 1000 },
  });
  await a.transaction(({ proofs }) => proofs.addStart(7, ''));
  await b.transaction(({ proofs }) => proofs.addStart(8, ''));
  await append(a, 'store/s1/2026', 9, 3);
  const [atA, atB] = [await RestoreWatch.open(a, () => at), await RestoreWatch.open(b, () => at)];
  // the first start goes on while there is a second one
  atB.shown(receipt(7, 3));
  await atB.write();
  expect(atB.noticed.restored).toBeUndefined();
  atA.shown(receipt(99, 3));
  atA.gaveBack(3, false);
  await atA.write();
  await atB.write();
  expect(atB.noticed.restored).toMatchObject({ at, cameBack: 3 });
  atB.shown(receipt(7, 4));
  atB.gaveBack(4, true);
  atB.unknownDevice('d1');
  atA.gaveBack(5, false);
  await Promise.all([atA.write(), atB.write()]);
  await Promise.all([atA.write(), atB.write()]);
  const all = { at, cameBack: 12, branches: 1, unknownDevices: ['d1'] };
  expect([atA.noticed.restored, atB.noticed.restored]).toEqual([
    { ...all, keyMissingFor: [] },
    { ...all, keyMissingFor: [] },
  ]);
});

const none: Mark = { client: 9, clock: 3, digest: new Uint8Array(16) };

const markOf = async ({ proofs }: PostgresDatabase): Promise<Mark | undefined> =>
  (await proofs.marks(['store/s1/2026'])).get('store/s1/2026')?.get(9);

test('[P9] a restore is noticed where all processes began again without their copies, and wrote on', async () => {
  const [a, b] = await processes(2);
  const at = Date.UTC(2026, 5, 1);
  const receipt = (start: number, seq: number): Receipt => ({
    ...{ vector: new Map(), root: new Uint8Array(16), keyId: 1, mac: new Uint8Array(16) },
    ...{ start, seq, at: at - 1000 },
  });
  const proven = (mark: Mark | undefined): Shown => ({
    document: 'store/s1/2026',
    marks: mark ? [mark] : [],
  });
  await a.transaction(({ proofs }) => proofs.addStart(7, ''));
  await b.transaction(({ proofs }) => proofs.addStart(8, ''));
  await append(a, 'store/s1/2026', 9, 3);
  const held = await markOf(a);
  // the backup is of now. A phone holds receipts for three changes, and for five that the backup lacks
  const url = urls.get(a) ?? '';
  for (const database of opened.splice(0)) await database.close();
  const [c, d] = [await open(url), await open(url)];
  expect([c.wasPutBack, d.wasPutBack]).toEqual([false, false]);
  await c.transaction(({ proofs }) => proofs.addStart(17, ''));
  await d.transaction(({ proofs }) => proofs.addStart(18, ''));
  await append(c, 'store/s2/2026', 10, 8);
  const watches = [await RestoreWatch.open(c, () => at), await RestoreWatch.open(d, () => at)];
  for (const watch of watches) {
    watch.shown(receipt(7, 3), proven(held));
    await watch.write();
    expect(watch.noticed.restored).toBeUndefined();
  }
  watches[0]?.shown(receipt(7, 5), proven({ client: 9, clock: 5, digest: new Uint8Array(16) }));
  for (const watch of watches) await watch.write();
  expect(watches.map(({ noticed }) => noticed.restored?.at)).toEqual([at, at]);
});

test('[P9] what another process has just stored is no sign of a restore', async () => {
  const [a, b] = await processes(2);
  const at = Date.UTC(2026, 5, 1);
  await a.transaction(({ proofs }) => proofs.addStart(7, ''));
  const watch = await RestoreWatch.open(b, () => at);
  await append(a, 'store/s1/2026', 9, 3);
  const receipt = { vector: new Map(), root: new Uint8Array(16), keyId: 1, mac: new Uint8Array(16) };
  watch.shown(
    { ...receipt, start: 7, seq: 3, at: at - 1000 },
    { document: 'store/s1/2026', marks: [(await markOf(a)) ?? none] },
  );
  await watch.write();
  expect(watch.noticed.restored).toBeUndefined();
  // as much of the chain, and another one
  watch.shown({ ...receipt, start: 7, seq: 3, at: at - 1000 }, { document: 'store/s1/2026', marks: [none] });
  await watch.write();
  expect(watch.noticed.restored).toMatchObject({ at });
});
