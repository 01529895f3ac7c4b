// A list of people: accounts with rights and regions, tried dry, saved, undone; first passwords on paper, which open nothing but their own change.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ImportAnswer, ImportRows } from '#shared/api/import';
import type { Me } from '#shared/api/session';
import type { FirstPassword, Member } from '#shared/api/user';
import { aCentral, cookiesOf, type TestCentral } from '../../tests/support/central';
import { newDatabasePath, openTestDatabase } from '../../tests/support/database';

let central: TestCentral;
let folder: string;
let staff: Record<string, string>;
let regionId: string;
const path = newDatabasePath();
/** added to the time of the server */
let later = 0;
const DAY = 24 * 60 * 60 * 1000;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'import-users-'));
  central = await aCentral({
    database: await openTestDatabase(path),
    dataDir: folder,
    loadsStarterData: false,
    now: () => Date.now() + later,
  });
  staff = await central.staff();
  regionId = (await post('/api/regions', { code: 'KC', name: 'Kongo Central' })).json<{ id: string }>().id;
  await post('/api/regions', { code: 'TS', name: 'Tshopo' });
  await post('/api/users', {
    ...{ username: 'ben', displayName: 'Ben', password: 'a password of Ben', permissions: ['read-fleet'] },
  });
});
afterAll(async () => {
  await central.central.close();
  await rm(folder, { recursive: true });
});

const post = (url: string, body?: unknown, headers = staff) =>
  central.call('POST', url, { headers, ...(body !== undefined && { body }) });

async function send(rows: readonly string[], headers = staff) {
  const form = new FormData();
  form.append('table', 'user');
  form.append('file', new Blob([rows.join('\n')]), 'agents.csv');
  const request = new Request('http://x', { method: 'POST', body: form });
  return central.central.app.inject({
    method: 'POST',
    url: '/api/imports',
    headers: {
      host: new URL(central.central.origin).host,
      'content-type': request.headers.get('content-type') ?? '',
      ...headers,
    },
    payload: Buffer.from(await request.arrayBuffer()),
  });
}
const sent = async (rows: readonly string[]) => (await send(rows)).json<ImportAnswer>();
const run = async ({ id }: { id: string }, what: string) =>
  (await post(`/api/imports/${id}/${what}`)).json<ImportAnswer>();
const rowsOf = async ({ id }: { id: string }) =>
  (await central.call('GET', `/api/imports/${id}/rows?limit=50`, { headers: staff })).json<ImportRows>()
    .items;
const users = async () =>
  (await central.call('GET', '/api/users', { headers: staff })).json<{ items: Member[] }>().items;
const userNamed = async (username: string) => (await users()).find((one) => one.username === username);
const signIn = (username: string, password: string) =>
  central.call('POST', '/api/session', { body: { username, password } });
const firstPasswords = async (...ids: (string | undefined)[]) =>
  (await post('/api/users/first-passwords', { ids })).json<{ items: FirstPassword[] }>().items;

const heading = 'Nom d’utilisateur;Nom complet;Droits;Région';
const list = [
  'DIRECTION DU PEV;;;',
  heading,
  'mama.k;Mama Kabila;Saisie des états;KONGO CENTRAL',
  'jean;Jean Ilunga;Voir les sites et l’équipement, Importer l’équipement;Kongo central, TS',
  'ben;Benoît;Catalogue;',
  'chef;La cheffe;Administration;Tout le pays',
  'deux mots;X;Lecture;Tshopo',
  'inconnu;Y;Magicien;Tshopo',
  'partout;Z;Lecture;',
  'JEAN;Jean encore;Lecture;Tshopo',
  'admin;Amina;Lecture;',
];

it('is tried dry: rights by any of their names, several regions, and why a row stays out', async () => {
  const read = await sent(list);
  expect(read).toMatchObject({ state: 'ready', counts: { new: 3, changed: 1, same: 0, wrong: 5 } });
  const said = (await rowsOf(read)).map(({ line, outcome, issues }) => [
    line,
    outcome,
    ...issues.map((one) => `${one.field} ${one.code}`),
  ]);
  expect(said).toEqual([
    [3, 'new'],
    [4, 'new'],
    [5, 'changed'],
    [6, 'new', 'rights gives-all-rights'],
    [7, 'wrong', 'username not-a-user-name'],
    [8, 'wrong', 'rights unknown-right'],
    [9, 'wrong', 'regions missing'],
    [10, 'wrong', 'username same-row'],
    [11, 'wrong', 'username own-account'],
  ]);
  expect((await users()).map(({ username }) => username)).toEqual(['admin', 'ben']);
});

it('saves accounts that have no password, and takes them back', async () => {
  const read = await sent(list);
  expect(await run(read, 'commit')).toMatchObject({ state: 'imported', saved: 4, left: [] });
  expect(await userNamed('jean')).toMatchObject({
    displayName: 'Jean Ilunga',
    permissions: ['read-fleet', 'import-equipment'],
    password: 'none',
  });
  expect((await userNamed('jean'))?.regionIds).toHaveLength(2);
  expect(await userNamed('mama.k')).toMatchObject({ regionIds: [regionId], password: 'none' });
  expect(await userNamed('ben')).toMatchObject({ displayName: 'Benoît', password: 'own' });
  for (const password of ['', 'none', 'a password of Ben'])
    expect((await signIn('jean', password || ' ')).statusCode).toBe(401);
  expect((await sent(list)).counts).toMatchObject({ new: 0, changed: 0, same: 4 });
  // an administrator who never came in is none: the only one that is left stays one
  const me = await userNamed('admin');
  const less = await central.call('PATCH', `/api/users/${me?.id}`, {
    headers: staff,
    body: { permissions: ['read-fleet'] },
  });
  expect(less.statusCode).toBe(409);

  expect(await run(read, 'undo')).toMatchObject({ state: 'undone', kept: [] });
  expect((await users()).map(({ username, displayName }) => [username, displayName])).toEqual([
    ['admin', me?.displayName],
    ['ben', 'Ben'],
  ]);
});

it('gives first passwords once, for nothing but a password of one’s own', async () => {
  const read = await sent([heading, 'mama.k;Mama Kabila;Saisie des états;Kongo Central']);
  await run(read, 'commit');
  const mama = await userNamed('mama.k');
  const [given] = await firstPasswords(mama?.id);
  expect(given).toMatchObject({ username: 'mama.k', displayName: 'Mama Kabila' });
  const first = given?.password ?? '';
  expect(first).toMatch(/^(?:[a-z2-9]{4}-){3}[a-z2-9]{4}$/);
  const [second] = await firstPasswords(mama?.id);
  expect((await signIn('mama.k', first)).statusCode).toBe(401);

  const entered = await signIn('mama.k', second?.password ?? '');
  expect(entered.json()).toMatchObject({ user: { permissions: [], password: 'first' } });
  const hers = { cookie: cookiesOf(entered), origin: staff['origin'] ?? '' };
  expect((await central.call('GET', '/api/users', { headers: hers })).statusCode).toBe(403);
  const change = (newPassword: string) =>
    post('/api/me/password', { oldPassword: second?.password, newPassword }, hers);
  expect((await change(second?.password ?? '')).json()).toMatchObject({ error: { code: 'same-password' } });
  expect((await change('a password of Mama')).statusCode).toBe(204);
  const session = await central.call('GET', '/api/session', { headers: hers });
  expect(session.json()).toMatchObject({
    user: { permissions: ['read-fleet', 'export-equipment', 'record-status'], password: 'own' },
  });
  expect((await signIn('mama.k', second?.password ?? '')).statusCode).toBe(401);

  // it is hers now: no list of first passwords replaces it, and no undo takes the account away
  expect(await firstPasswords(mama?.id)).toEqual([]);
  expect(await run(read, 'undo')).toMatchObject({
    kept: [{ line: 2, entity: 'user', entityId: mama?.id, fields: [] }],
  });
  for (const secret of [first, second?.password ?? '']) expect(await everythingKept()).not.toContain(secret);
});

it('passes over whoever no longer qualifies, and answers all that it set', async () => {
  const rows = [heading, 'un;Un;Lecture;Tshopo', 'deux;Deux;Lecture;Tshopo', 'trois;Trois;Lecture;Tshopo'];
  await run(await sent(rows), 'commit');
  const [one, off, three] = await Promise.all(['un', 'deux', 'trois'].map(userNamed));
  await central.call('PATCH', `/api/users/${off?.id}`, { headers: staff, body: { disabled: true } });
  const ben = await userNamed('ben');
  const given = await firstPasswords(one?.id, off?.id, 'nobody', ben?.id, three?.id, one?.id);
  expect(given.map(({ username }) => username)).toEqual(['un', 'trois']);
  for (const { username, password } of given) expect((await signIn(username, password)).statusCode).toBe(200);
  expect((await userNamed('deux'))?.password).toBe('none');
  expect((await signIn('ben', 'a password of Ben')).statusCode).toBe(200);
});

it('keeps no password that a list holds', async () => {
  const read = await sent([
    `${heading};Mot de passe provisoire`,
    'zoe;Zoé;Lecture;Tshopo;Soleil-2024',
    'faux;Faux;Magie;Tshopo;Lune-2024',
  ]);
  expect(read).toMatchObject({ counts: { new: 1, wrong: 1 }, unknown: ['Mot de passe provisoire'] });
  await run(read, 'commit');
  expect((await signIn('zoe', 'Soleil-2024')).statusCode).toBe(401);
  for (const secret of ['Soleil-2024', 'Lune-2024']) expect(await everythingKept()).not.toContain(secret);
});

/** All that central has on the disk. */
async function everythingKept(): Promise<string> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = names.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  const texts = await Promise.all([path, `${path}-wal`, ...paths].map((one) => readFile(one, 'latin1')));
  return texts.join('');
}

it('lets nobody in with a first password that lay for a month', async () => {
  await run(await sent([heading, 'tard;Tard;Lecture;Tshopo']), 'commit');
  const [given] = await firstPasswords((await userNamed('tard'))?.id);
  later = 31 * DAY;
  expect((await signIn('tard', given?.password ?? '')).statusCode).toBe(401);
  staff = await central.staff();
  expect((await userNamed('tard'))?.password).toBe('over');
});

it('is for people of the whole country who may manage users', async () => {
  await post('/api/users', {
    ...{ username: 'regional', displayName: 'R', password: 'a long password', regionIds: [regionId] },
    permissions: ['manage-users', 'manage-sites'],
  });
  await post('/api/users', {
    ...{ username: 'sites', displayName: 'S', password: 'a long password', permissions: ['manage-sites'] },
  });
  for (const username of ['regional', 'sites']) {
    const theirs = {
      cookie: cookiesOf(await signIn(username, 'a long password')),
      origin: staff['origin'] ?? '',
    };
    expect((await send([heading, 'x;X;Lecture;Tshopo'], theirs)).statusCode).toBe(403);
    // what decides whether these lists are offered
    const me = (await central.call('GET', '/api/devices/me', { headers: theirs })).json<Me>();
    expect(me.kind === 'staff' && me.user.regionIds).toEqual(
      username === 'regional' ? [regionId] : undefined,
    );
    const ids = [(await userNamed('tard'))?.id];
    expect((await post('/api/users/first-passwords', { ids }, theirs)).statusCode).toBe(403);
  }
});

it('leaves out what colleagues changed after the list was read', async () => {
  const read = await sent([heading, 'ben;Autre nom;Lecture;', 'neuf;Neuf;Lecture;Tshopo']);
  const ben = await userNamed('ben');
  await central.call('PATCH', `/api/users/${ben?.id}`, { headers: staff, body: { displayName: 'Benedict' } });
  await post('/api/users', {
    ...{ username: 'Neuf', displayName: 'N', password: 'a long password', permissions: [] },
  });
  expect(await run(read, 'commit')).toMatchObject({
    saved: 0,
    left: [
      { line: 2, code: 'changed-meanwhile' },
      { line: 3, code: 'changed-meanwhile' },
    ],
  });
  expect((await userNamed('ben'))?.displayName).toBe('Benedict');
});
