// A country's list of facilities: sites and stores are made, facts brought up to date, and all of it taken back but for what is used.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ImportAnswer, ImportRows } from '#shared/api/import';
import { aCentral, codeOf, cookiesOf, type TestCentral } from '../../tests/support/central';
import { newDatabasePath, openTestDatabase } from '../../tests/support/database';

let central: TestCentral;
let folder: string;
let staff: Record<string, string>;
let regionId: string;
const path = newDatabasePath();
const start = async () =>
  aCentral({ database: await openTestDatabase(path), dataDir: folder, loadsStarterData: false });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'import-sites-'));
  central = await start();
  staff = await central.staff();
  regionId = (await post('/api/regions', { code: 'KC', name: 'Kongo Central' })).json<{ id: string }>().id;
  await post('/api/sites', {
    ...{ code: 'F00001', name: 'CS Mbanza', facility: { type: 'Poste' } },
    stores: [{ code: 'F00001', name: 'Dépôt' }],
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
  form.append('table', 'site');
  form.append('file', new Blob([rows.join('\n')]), 'fosa.csv');
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

interface Site {
  id: string;
  code: string;
  name: string;
  regionId?: string;
  facility?: Record<string, unknown>;
  stores: { id: string; code: string; name: string }[];
}
const sites = async () =>
  (await central.call('GET', '/api/sites?limit=50', { headers: staff })).json<{ items: Site[] }>().items;

const heading = 'Code FOSA;Formation sanitaire;Province;Type de structure;Latitude;Code du dépôt;Dépôt';
const list = [
  'MINISTÈRE DE LA SANTÉ;;;;;;',
  heading,
  'F00001;Centre de Santé de Mbanza;KONGO CENTRAL;Centre de santé;-5,2583;;',
  'F00002;HGR Kisantu;Kongo central;Hôpital;-5.13;F2-A;Dépôt PEV',
  'F00002;HGR Kisantu;Kongo central;Hôpital;-5.13;F2-B;Maternité',
  'F00003;CS Inconnu;Nulle part;Centre;;;',
  'F00004;CS Matadi;;;-99;;',
];

it('reads a ministry’s headings, makes sites with their stores, and says why a row stays out', async () => {
  const read = await sent(list);
  expect(read).toMatchObject({ state: 'ready', counts: { new: 2, changed: 1, same: 0, wrong: 2 } });
  const rows = await rowsOf(read);
  expect(
    rows.map(({ line, outcome, issues }) => [
      line,
      outcome,
      ...issues.map((one) => `${one.field} ${one.code}`),
    ]),
  ).toEqual([
    [3, 'changed'],
    [4, 'new'],
    [5, 'new'],
    [6, 'wrong', 'regionId unknown-region'],
    [7, 'wrong', 'latitude not-a-number'],
  ]);
  expect([read.heading?.[0], rows[3]?.cells?.slice(0, 3)]).toEqual([
    'Code FOSA',
    ['F00003', 'CS Inconnu', 'Nulle part'],
  ]);
  expect(await run(read, 'commit')).toMatchObject({ state: 'imported', saved: 3, left: [] });
  expect(await sites()).toMatchObject([
    {
      ...{ code: 'F00001', name: 'Centre de Santé de Mbanza', regionId },
      facility: { type: 'Centre de santé', latitude: -5.2583 },
    },
    {
      ...{ code: 'F00002', name: 'HGR Kisantu', regionId },
      stores: [
        { code: 'F2-A', name: 'Dépôt PEV' },
        { code: 'F2-B', name: 'Maternité' },
      ],
    },
  ]);
  expect((await sent(list)).counts).toMatchObject({ new: 0, changed: 0, same: 3, wrong: 2 });

  expect(await run(read, 'undo')).toMatchObject({ state: 'undone', kept: [] });
  expect(await sites()).toMatchObject([
    { code: 'F00001', name: 'CS Mbanza', facility: { type: 'Poste' }, stores: [{ code: 'F00001' }] },
  ]);
  expect((await sites())[0]?.regionId).toBeUndefined();
});

it('keeps at an undo what is used or was edited since', async () => {
  const read = await sent([
    heading,
    'F1;Un;Kongo Central;Poste;;;',
    'F2;Deux;;;;;',
    'F00001;Autre nom;;Centre;;;',
  ]);
  await run(read, 'commit');
  const made = await sites();
  const one = made.find(({ code }) => code === 'F1');
  const first = made.find(({ code }) => code === 'F00001');
  expect((await central.join(await central.joinCode(staff, one?.id ?? ''))).statusCode).toBe(201);
  await central.call('PATCH', `/api/sites/${first?.id}`, {
    headers: staff,
    body: { facility: { type: 'HGR' } },
  });
  const undone = await run(read, 'undo');
  expect(undone.kept).toMatchObject([
    { line: 4, fields: ['type'] },
    { line: 2, entity: 'site', fields: [] },
  ]);
  expect((await sites()).map(({ code, name }) => `${code} ${name}`)).toEqual(['F00001 CS Mbanza', 'F1 Un']);
});

it('keeps at an undo a store of a site at which a device works: it may have recorded something there', async () => {
  const site = await central.site(staff, 'DEV', [{ code: 'DEV', name: 'Dépôt' }]);
  const { id } = site;
  expect((await central.join(await central.joinCode(staff, id))).statusCode).toBe(201);
  const read = await sent([heading, 'DEV;Autre nom;;;;DEV-2;Maternité']);
  expect(await run(read, 'commit')).toMatchObject({ state: 'imported', saved: 1 });
  expect((await run(read, 'undo')).kept).toMatchObject([
    { line: 2, entity: 'site', entityId: id, fields: [] },
  ]);
  const found = (await sites()).find(({ code }) => code === 'DEV');
  expect([found?.name, ...(found?.stores ?? []).map(({ code }) => code)]).toEqual([
    'Site DEV',
    'DEV',
    'DEV-2',
  ]);
});

it('writes nothing over what colleagues changed after the file was read', async () => {
  for (const code of ['C1', 'C2', 'C3']) await central.site(staff, code);
  const edit = async (code: string, body: unknown) =>
    central.call('PATCH', `/api/sites/${(await sites()).find((one) => one.code === code)?.id}`, {
      headers: staff,
      body,
    });
  const read = await sent([
    heading,
    'C1;Site C1;;Hôpital;;C1-A;',
    'C2;De la liste;;;;C2-A;',
    'C2;De la liste;;;;C2-B;',
    'C3;Site C3;;Hôpital;-5;C3-A;',
    'C3;Site C3;;Hôpital;-5;C3-B;',
  ]);
  expect(read.counts).toMatchObject({ new: 2, changed: 3 });
  await edit('C1', { facility: { type: 'Poste' } });
  await edit('C2', { name: 'De la collègue' });
  await edit('C3', { facility: { ownership: 'public' } });
  expect(await run(read, 'commit')).toMatchObject({
    state: 'imported',
    saved: 2,
    left: [2, 3, 4].map((line) => ({ line, code: 'changed-meanwhile' })),
  });
  const now = new Map((await sites()).map((site) => [site.code, site]));
  expect([now.get('C1')?.facility, now.get('C2')?.name, now.get('C2')?.stores.length]).toEqual([
    { type: 'Poste' },
    'De la collègue',
    1,
  ]);
  expect(now.get('C3')).toMatchObject({
    facility: { type: 'Hôpital', latitude: -5, ownership: 'public' },
    stores: [{ code: 'C3-A' }, { code: 'C3-B' }],
  });
});

it('is out of reach for who began it, from the moment at which they are bound to a region', async () => {
  const password = 'a long password';
  const user = { username: 'ida', displayName: 'Ida', password, permissions: ['read-fleet', 'manage-sites'] };
  const { id } = (await post('/api/users', user)).json<{ id: string }>();
  const own = async () => {
    const answer = await central.call('POST', '/api/session', { body: { username: 'ida', password } });
    return { cookie: cookiesOf(answer), origin: central.central.origin };
  };
  const read = (await send([heading, 'B1;Bound;;;;;'], await own())).json<ImportAnswer>();
  expect(read.state).toBe('ready');
  await central.call('PATCH', `/api/users/${id}`, { headers: staff, body: { regionIds: [regionId] } });
  expect((await post(`/api/imports/${read.id}/commit`, undefined, await own())).statusCode).toBe(404);
  expect(await run(read, 'commit')).toMatchObject({ state: 'imported', saved: 1 });
});

it('is for staff of the whole country', async () => {
  await post('/api/users', {
    ...{
      username: 'eve',
      displayName: 'Eve',
      password: 'a long password',
      permissions: ['read-fleet', 'manage-sites'],
    },
    regionIds: [regionId],
  });
  const answer = await central.call('POST', '/api/session', {
    body: { username: 'eve', password: 'a long password' },
  });
  const refused = await send(list, { cookie: cookiesOf(answer), origin: central.central.origin });
  expect([refused.statusCode, codeOf(refused)]).toEqual([403, 'no-right']);
});

it('goes on at the next start with what a stop of the server cut off', async () => {
  const rows = Array.from(
    { length: 400 },
    (_, at) => `S${String(at).padStart(3, '0')};Structure ${at};Kongo Central;Poste;;;`,
  );
  const read = await sent([heading, ...rows]);
  await post(`/api/imports/${read.id}/commit?wait=no`);
  // a server that ends leaves it between two groups
  await central.central.close();
  const left = JSON.parse(
    await readFile(join(folder, 'imports', read.id, 'import.json'), 'utf8'),
  ) as ImportAnswer;
  expect(left.state).toBe('importing');
  central = await start();
  staff = await central.staff();
  const answer = async () =>
    (await central.call('GET', `/api/imports/${read.id}`, { headers: staff })).json<ImportAnswer>();
  await expect.poll(async () => (await answer()).state, { timeout: 60_000 }).toBe('imported');
  expect(await answer()).toMatchObject({ saved: 400, left: [] });
  const found = (await central.call('GET', '/api/sites?limit=1&q=Structure', { headers: staff })).json<{
    total: number;
  }>();
  expect(found.total).toBe(400);
});
