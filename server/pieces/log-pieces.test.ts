import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Change } from '#shared/change/change';
import { encodeBody } from '#shared/change/codec/struct';
import { encodeUpdate } from '#shared/change/codec/write';
import { readPiece } from '#shared/change/piece/piece';
import { openTestDatabase } from '../../tests/support/database';
import type { CentralDatabase } from '../database/port/central-database';
import type { SqliteDatabase } from '../database/sqlite/open-database';
import { CHANGES_PER_PIECE, LogPieces } from './log-pieces';

const DOCUMENT = 'store/s1/2026';
let folder: string;
let database: CentralDatabase;
const errors: unknown[] = [];
const opened: LogPieces[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pieces-'));
  database = await openTestDatabase();
});
afterEach(async () => {
  for (const one of opened.splice(0)) await one.idle();
  await database.close();
  await rm(folder, { recursive: true });
  expect(errors.splice(0)).toEqual([]);
});

function pieces(patience = 60_000): LogPieces {
  const made = new LogPieces({ database, folder, onError: (error) => errors.push(error), patience });
  opened.push(made);
  return made;
}

function changeOf(client: number, clock: number, word: string): Change {
  const id = `00000000-0000-4000-8000-${String(client * 1e6 + clock).padStart(12, '0')}`;
  const hlc = `${1_780_000_000_000 + clock}-0000-d${client}`;
  return {
    id,
    hlc,
    userId: 'u',
    deviceId: `d${client}`,
    n: clock + 1,
    kind: 'asset.create',
    entityId: id,
    patch: { notes: word },
  };
}

async function insert(client: number, from: number, count: number, word = 'a'): Promise<void> {
  const changes = Array.from({ length: count }, (_, index) => {
    const change = changeOf(client, from + index, word);
    const place = { document: DOCUMENT, client, clock: from + index };
    return {
      ...place,
      change,
      body: encodeBody(change),
      receivedAt: '2026-06-01T00:00:00Z',
      receivedFrom: 'd',
    };
  });
  await database.transaction((tx) => tx.changes.insertChanges(changes));
}

/** The ids of the changes that the pieces bring to an empty Yjs document. */
async function contentOf(from: LogPieces, names: readonly string[]): Promise<Set<string>> {
  const doc = new Y.Doc();
  for (const name of names) {
    const read = readPiece(brotliDecompressSync((await from.bytes(DOCUMENT, name)) ?? ''));
    if (!read.ok) throw new Error('not a piece');
    const structs = read.value.structs.map((struct) => ({ ...struct, changeId: struct.key }));
    Y.applyUpdate(doc, encodeUpdate(structs));
  }
  return new Set(doc.getMap('changes').keys());
}

const namesOf = async (from: LogPieces, after = 0): Promise<string[]> =>
  (await from.list(DOCUMENT, after)).map(({ name }) => name);

test('[Q1] the log is cut every thousand changes, whoever wrote them; the rest waits', async () => {
  await insert(7, 0, 600);
  await insert(8, 0, 700);
  await insert(7, 600, 900);
  const log = pieces();
  const list = await log.list(DOCUMENT, 0);
  expect(list.map(({ after, to, changes }) => [after, to, changes])).toEqual([
    [0, 1000, CHANGES_PER_PIECE],
    [1000, 2000, CHANGES_PER_PIECE],
  ]);
  expect(list.map(({ marks }) => marks.map(({ client, clock }) => [client, clock]))).toEqual([
    [
      [7, 600],
      [8, 400],
    ],
    [
      [8, 700],
      [7, 1300],
    ],
  ]);
  expect(
    await contentOf(
      log,
      list.map(({ name }) => name),
    ),
  ).toEqual(
    new Set(
      [...Array(1300).keys()]
        .map((clock) => changeOf(7, clock, '').id)
        .concat([...Array(700).keys()].map((clock) => changeOf(8, clock, '').id)),
    ),
  );
  expect(await namesOf(log, 1000)).toEqual([list[1]?.name]);
  expect(await namesOf(log, 2000)).toEqual([]);
});

test('[Q1] a piece never alters when the log grows, nor when it is made again', async () => {
  await insert(7, 0, 1500);
  const first = await namesOf(pieces());
  await insert(8, 0, 1000);
  const grown = pieces();
  const more = await namesOf(grown);
  expect(more).toHaveLength(2);
  expect(more[0]).toBe(first[0]);
  await rm(folder, { recursive: true });
  expect(await namesOf(pieces())).toEqual(more);
});

test('[Q1] large changes make smaller pieces', async () => {
  await insert(7, 0, 1000, 'x'.repeat(20_000));
  const of = (await pieces().list(DOCUMENT, 0)).map(({ changes }) => changes);
  expect(of.length).toBeGreaterThan(5);
  expect(new Set(of).size).toBe(1);
  // the rest would fit into one
  expect(1000 - of.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(of[0] ?? 0);
});

test('pieces are made once, and kept', async () => {
  await insert(7, 0, 2000);
  const [one, other] = [pieces(), pieces()];
  const [lists] = [await Promise.all([namesOf(one), namesOf(one), namesOf(one)])];
  expect(new Set(lists.map((names) => names.join())).size).toBe(1);
  const [own = ''] = await readdir(folder);
  const before = await readFile(join(folder, own, 'pieces.json'), 'utf8');
  expect(await namesOf(other)).toEqual(lists[0]);
  expect(await readFile(join(folder, own, 'pieces.json'), 'utf8')).toBe(before);
});

test('who asks first waits for a moment only, and finds them when asking again', async () => {
  await insert(7, 0, 1000);
  const log = pieces(0);
  expect(await namesOf(log)).toEqual([]);
  await log.idle();
  expect(await namesOf(log)).toHaveLength(1);
});

test('[G10] what a disk has spoilt is in no piece; once it is put back, the pieces are there', async () => {
  await insert(7, 0, 1000);
  await insert(8, 0, 1000);
  const { file } = database as SqliteDatabase;
  const all = () =>
    file.read((sql) => sql.all<{ last: number; bodies: Uint8Array }>('SELECT last, bodies FROM log'));
  const put = (last: number, bodies: Uint8Array) =>
    file.write((sql) => sql.run('UPDATE log SET bodies = ? WHERE last = ?', bodies, last));
  const run = all().find(({ last }) => last > 500);
  if (!run) throw new Error('no run');
  await put(run.last, new Uint8Array(run.bodies.length).fill(0xff));
  const log = pieces();
  expect(await namesOf(log)).toEqual([]);
  await put(run.last, run.bodies);
  expect(await namesOf(log)).toHaveLength(2);
});

test('[Q3] a log that was restored serves no piece of the other life', async () => {
  await insert(7, 0, 1100, 'first life');
  const [former = ''] = await namesOf(pieces());
  await database.close();
  database = await openTestDatabase();
  await insert(7, 0, 900, 'first life');
  await insert(7, 900, 200, 'second life');
  const log = pieces();
  expect(await log.bytes(DOCUMENT, former)).toBeUndefined();
  const [present = ''] = await namesOf(log);
  expect(present).not.toBe(former);
  expect(await log.bytes(DOCUMENT, former)).toBeUndefined();
  expect(await log.bytes(DOCUMENT, present)).toBeDefined();
});

test('[Q3] a log that was restored to before a piece does not name it', async () => {
  await insert(7, 0, 1100);
  const [former = ''] = await namesOf(pieces());
  await database.close();
  database = await openTestDatabase();
  await insert(7, 0, 500);
  expect(await namesOf(pieces())).toEqual([]);
  expect(await pieces().bytes(DOCUMENT, former)).toBeUndefined();
  await insert(7, 500, 500);
  // the same content has the same name
  expect(await namesOf(pieces())).toEqual([former]);
});

test('[Q3] a piece that was damaged on disk is not served, and made again', async () => {
  await insert(7, 0, 1000);
  const [name = ''] = await namesOf(pieces());
  const [own = ''] = await readdir(folder);
  const path = join(folder, own, `${name}.br`);
  const sound = await readFile(path);
  for (const damaged of [sound.subarray(0, 100), Buffer.alloc(sound.length, 1)]) {
    await writeFile(path, damaged);
    const log = pieces();
    expect(await log.bytes(DOCUMENT, name)).toBeUndefined();
    expect(await namesOf(log)).toEqual([name]);
    expect(await log.bytes(DOCUMENT, name)).toEqual(sound);
  }
  await rm(path);
  const log = pieces();
  expect(await log.bytes(DOCUMENT, name)).toBeUndefined();
  expect(await namesOf(log)).toEqual([name]);
  expect(await log.bytes(DOCUMENT, name)).toEqual(sound);
});

test('a list that cannot be read is made again, and so is one of another form', async () => {
  await insert(7, 0, 1000);
  const names = await namesOf(pieces());
  const [own = ''] = await readdir(folder);
  for (const content of ['', '{', '{"form":2,"pieces":[]}', '[]']) {
    await writeFile(join(folder, own, 'pieces.json'), content);
    expect(await namesOf(pieces())).toEqual(names);
  }
});

test('a folder that cannot be written leaves the document to the socket, and is said', async () => {
  await insert(7, 0, 1000);
  await rm(folder, { recursive: true });
  await writeFile(folder, 'a file');
  expect(await namesOf(pieces())).toEqual([]);
  expect(errors.splice(0)).toHaveLength(1);
});

test('a document that nobody wrote has no pieces', async () => {
  expect(await pieces().list('config', 0)).toEqual([]);
  expect(await pieces().bytes('config', '0'.repeat(64))).toBeUndefined();
});
