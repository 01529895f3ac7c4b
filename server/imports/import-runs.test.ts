// Two processes on one folder: one of them saves an import, in the name of somebody who may still do so.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { CountryReader } from '../country/read-country';
import type { CentralDatabase } from '../database/port/central-database';
import type { Others } from '../database/port/others';
import { openTestDatabase } from '../../tests/support/database';
import { BEAT_MS, Claims } from './claims';
import { noCounts, type ImportRecord, type ImportTable } from './import-record';
import { ImportRuns } from './import-runs';
import { ImportStore } from './import-store';
import { Imports } from './imports';
import { NotNow } from './not-now';
import type { ReadState } from './read-table';

const by = { deviceId: 'd', userId: 'u' };
const caller = { ...by, rights: ['edit-variants'], siteIds: undefined };
let now = 1_800_000_000_000;
let folder: string;
let kept: ImportStore;
let database: CentralDatabase;
let acts: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'two-processes-'));
  kept = new ImportStore(folder, () => now);
  const real = await openTestDatabase();
  let last: Promise<unknown> = Promise.resolve();
  const alone: Others['alone'] = (_, work) => {
    const run = last.then(work);
    last = run.catch(() => undefined);
    return run;
  };
  database = Object.create(real, { others: { value: { alone } } }) as CentralDatabase;
  acts = 0;
});
afterEach(async () => {
  vi.useRealTimers();
  await database.close();
  await rm(folder, { recursive: true });
});

const onError = (error: unknown): void => {
  throw error;
};
const parts = () => ({
  ...{ database, kept, now: () => now, onError, country: new CountryReader(database) },
  sync: {
    act: async () => {
      acts += 1;
      return { stored: 0 };
    },
    author: () => Promise.reject(new Error('no site is saved here')),
    refreshSession: () => undefined,
  },
});
const aProcess = (): ImportRuns => new ImportRuns(parts());
const claims = (): Claims => new Claims({ ...parts(), others: database.others });

async function anImport(
  state: ImportRecord['state'],
  { table = 'item', row = { line: 2, outcome: 'same' } }: { table?: ImportTable; row?: object } = {},
): Promise<ImportRecord> {
  const record: ImportRecord = {
    ...{ id: 'i', table, state, done: 0, total: 1, questions: [], settled: [], headings: [], columns: [] },
    ...{ counts: noCounts, userId: 'u', createdAt: '2026-11-30T00:00:00.000Z', fileName: 'a.csv' },
    ...{ answers: {}, mapping: {}, readSeq: 0, saved: 0, left: [], kept: [], runBy: by },
  };
  await kept.put(record);
  await writeFile(kept.rowsPath('i'), `${JSON.stringify(row)}\n`);
  return record;
}

const user = (permissions: string[], regionIds?: string[]) =>
  database.registry.staff.addUser({
    ...{ id: 'u', username: 'u', displayName: 'U', passwordHash: 'x', permissions },
    ...(regionIds && { regionIds }),
  });

it('one of two that are asked at once saves it', async () => {
  const record = await anImport('ready');
  const [a, b] = [aProcess(), aProcess()];
  const answers = await Promise.allSettled([a.commit(record, caller), b.commit(record, caller)]);
  expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(answers.find((one) => one.status === 'rejected')?.reason).toBeInstanceOf(NotNow);
  await Promise.all([a.ended('i'), b.ended('i')]);
  expect([(await kept.get('i'))?.state, acts]).toEqual(['imported', 1]);
  // what the other one read before is not what stands now
  await expect(b.commit(record, caller)).rejects.toBeInstanceOf(NotNow);
});

it.each(['its answers', 'its saving'])(
  'nobody saves an import that is read anew: first come %s',
  async (first) => {
    await kept.putFile('i', Buffer.from('Code,Name,Unit\nI-1,Syringe,piece\n'));
    const record = await anImport('ready');
    const runs = aProcess();
    const imports = new Imports(parts(), runs);
    const importer = { userId: 'u', siteIds: undefined };
    const say = async () => (await imports.say(record, { answers: {}, mapping: {} }, importer)).read;
    const save = async () => {
      await runs.commit(record, caller);
      await runs.ended('i');
    };
    const begun = first === 'its answers' ? [say(), save()] : [save(), say()];
    const answers = await Promise.allSettled(begun);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect((await kept.get('i'))?.state).toBe(first === 'its answers' ? 'ready' : 'imported');
    if (first === 'its answers') await save();
    expect((await kept.get('i'))?.state).toBe('imported');
  },
);

it('of two who answer at once the second hears that it was too early, and nothing said is lost', async () => {
  await kept.putFile('i', Buffer.from('Code,Name,Unit\nI-1,Syringe,piece\n'));
  const record = await anImport('asking');
  const imports = new Imports(parts(), aProcess());
  const importer = { userId: 'u', siteIds: undefined };
  const say = async (name: string) =>
    (await imports.say(record, { answers: { [name]: 'x' }, mapping: {} }, importer)).read;
  const [one, other] = await Promise.allSettled([say('one'), say('other')]);
  expect([one.status, other.status]).toEqual(['fulfilled', 'rejected']);
  await say('other');
  expect((await kept.get('i'))?.answers).toMatchObject({ one: 'x', other: 'x' });
});

it('one whose reading a stop cut off is read once somebody says something of it', async () => {
  await kept.putFile('i', Buffer.from('Code,Name,Unit\nI-1,Syringe,piece\n'));
  await anImport('reading');
  const imports = new Imports(parts(), aProcess());
  const cut = await imports.get('i');
  expect(cut).toMatchObject({ state: 'unreadable', error: { code: 'cut-off' } });
  if (!cut) throw new Error('it is gone');
  const { read } = await imports.say(cut, { answers: {}, mapping: {} }, { userId: 'u', siteIds: undefined });
  await read;
  expect((await imports.get('i'))?.state).toBe('ready');
});

it('one that another process reads is not called cut off', async () => {
  let go: (state: ReadState) => void = () => undefined;
  const readInThread = () => new Promise<ReadState>((resolve) => (go = resolve));
  const there = new Imports({ ...parts(), readInThread }, aProcess());
  const here = new Imports(parts(), aProcess());
  const file = {
    table: 'item',
    fileName: 'a.csv',
    answers: {},
    mapping: {},
    bytes: new Uint8Array(1),
  } as const;
  const { record, read } = await there.add(file, { userId: 'u', siteIds: undefined });
  expect((await here.get(record.id))?.state).toBe('reading');
  await vi.waitUntil(
    () => (go({ state: 'ready' }), there.get(record.id).then((one) => one?.state === 'ready')),
  );
  await read;
  expect((await here.get(record.id))?.state).toBe('ready');
});

it('it is held as long as its process lives, whatever it waits for, and free soon after that ended', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  await anImport('ready');
  const [a, b] = [claims(), claims()];
  expect(await a.take('i')).toBeDefined();
  for (let beat = 0; beat < 4; beat += 1) {
    now += BEAT_MS;
    vi.advanceTimersByTime(BEAT_MS);
    await expect.poll(() => kept.beatOf('i')).toBe(now);
    expect(await b.take('i')).toBeUndefined();
  }
  now += 2 * BEAT_MS;
  expect(await b.take('i')).toBeDefined();
  await b.release('i');
  await a.release('i');
  expect(await claims().take('i')).toBeDefined();
});

it('to another process it is being saved, not stopped; and it stops when that one is asked', async () => {
  await anImport('importing');
  const there = claims();
  await there.take('i');
  const here = new Imports(parts(), aProcess());
  expect((await here.get('i'))?.state).toBe('importing');
  const record = await here.get('i');
  if (record) await here.runs.stop(record);
  expect(await kept.isAskedToStop('i')).toBe(true);
  await there.release('i');
  expect((await here.get('i'))?.state).toBe('stopped');
});

it.each([
  ['with the right', ['edit-variants'], undefined, 'item', 'imported'],
  ['without the right', ['edit-catalogue'], undefined, 'item', 'stopped'],
  ['sites, in the whole country', ['manage-sites'], undefined, 'site', 'imported'],
  ['sites, bound to a region meanwhile', ['manage-sites'], ['r'], 'site', 'stopped'],
] as const)(
  'goes on after a cut as far as its person may now: %s',
  async (_, rights, regions, table, state) => {
    await anImport('importing', { table });
    await user([...rights], regions && [...regions]);
    const runs = aProcess();
    await runs.resume();
    await runs.ended('i');
    expect((await kept.get('i'))?.state).toBe(state);
  },
);

it('goes on after a cut within the border of now', async () => {
  await database.registry.sites.add({
    ...{ id: 's', code: 'S', name: 'S', createdAt: '2026-01-01T00:00:00.000Z' },
    stores: [{ id: 'st', code: 'ST', name: 'ST' }],
  });
  await user(['import-equipment'], ['r']);
  const record = { storeId: 'st', values: { assetNumber: 'A-1' } };
  await anImport('importing', { table: 'equipment', row: { line: 2, outcome: 'new', record } });
  const runs = aProcess();
  await runs.resume();
  await runs.ended('i');
  expect(await kept.get('i')).toMatchObject({
    state: 'imported',
    saved: 0,
    left: [{ line: 2, code: 'store-not-here' }],
  });
});
