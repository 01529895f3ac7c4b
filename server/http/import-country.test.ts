// A country's list at central: answers are remembered, values that people recorded later stay, and staff of a region import within their
// border.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ImportAnswer } from '#shared/api/import';
import { storeDocument } from '#shared/change/documents';
import { formatHlc } from '#shared/change/hlc';
import { newId } from '../new-id';
import { aCentral, cookiesOf, type TestCentral } from '../../tests/support/central';

type Who = Record<string, string>;

let central: TestCentral;
let folder: string;
let staff: Who;
let regionId: string;
let storeId: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'import-country-'));
  central = await aCentral({ dataDir: folder, loadsStarterData: true });
  staff = await central.staff();
  regionId = (await post('/api/regions', { code: 'KC', name: 'Kongo Central' })).json<{ id: string }>().id;
  const made = await post('/api/sites', {
    ...{ code: 'MBZ', name: 'Centre de Santé de Mbanza', regionId, facility: { nationalId: '10-1' } },
    stores: [{ code: 'MBZ-A', name: 'Dépôt' }],
  });
  storeId = made.json<{ stores: { id: string }[] }>().stores[0]?.id ?? '';
  await post('/api/sites', { code: 'KIN', name: 'CS Kinkole', stores: [{ code: 'KIN-A', name: 'Dépôt 2' }] });
});
afterAll(async () => {
  await central.central.close();
  await rm(folder, { recursive: true });
});

const post = (url: string, body?: unknown, headers = staff) =>
  central.call('POST', url, { headers, ...(body !== undefined && { body }) });

async function sent(rows: readonly string[], headers = staff): Promise<ImportAnswer> {
  const form = new FormData();
  form.append('table', 'equipment');
  form.append('file', new Blob([rows.join('\n')]), 'liste.csv');
  const request = new Request('http://x', { method: 'POST', body: form });
  const answer = await central.central.app.inject({
    method: 'POST',
    url: '/api/imports',
    headers: {
      host: new URL(central.central.origin).host,
      'content-type': request.headers.get('content-type') ?? '',
      ...headers,
    },
    payload: Buffer.from(await request.arrayBuffer()),
  });
  return answer.json<ImportAnswer>();
}

const DAY = 86_400_000;
const heading = 'N° inventaire;Formation sanitaire;Code PQS;État;Bailleur';
const said = async (id: string, answers: Record<string, string>): Promise<ImportAnswer> =>
  (await central.call('PATCH', `/api/imports/${id}`, { headers: staff, body: { answers } })).json();
const commit = async (id: string, headers = staff): Promise<ImportAnswer> =>
  (await post(`/api/imports/${id}/commit`, undefined, headers)).json();
const rowsOf = async (id: string) =>
  (await central.call('GET', `/api/imports/${id}/rows`, { headers: staff })).json<{
    items: { outcome: string; issues: { code: string; field?: string }[] }[];
  }>().items;
const assetOf = async (number: string) =>
  (await central.call('GET', `/api/assets?storeId=${storeId}&q=${number}`, { headers: staff })).json<{
    items: Record<string, string | undefined>[];
  }>().items[0];

async function fieldSays(
  kind: string,
  entityId: string,
  patch: Record<string, unknown>,
  now = Date.now(),
): Promise<void> {
  const deviceId = 'phone-1';
  const change = {
    ...{ id: newId(now), hlc: formatHlc({ ms: now, counter: 0, deviceId }), userId: 'nurse', deviceId, n: 1 },
    ...{ kind, entityId, patch },
  };
  const document = storeDocument(storeId, new Date(now).getUTCFullYear());
  const answer = await post('/api/changes', { document, changes: [change] });
  expect(answer.json()).toMatchObject({ refused: [] });
}

it('asks what is doubtful with what is most alike, keeps nothing else waiting, and remembers the answer', async () => {
  const lines = [heading, 'T-1;CS Mbanzza;E003/007;Fonctionnel;', 'T-2;MBZ;E003/007;Functioning;'];
  const read = await sent(lines);
  expect(read).toMatchObject({ state: 'ready', counts: { new: 1, wrong: 1 } });
  expect(read.questions).toMatchObject([
    { code: 'facility', value: 'CS Mbanzza', guess: storeId },
    { code: 'value', value: 'Fonctionnel', guess: 'FUNCTIONING' },
  ]);
  const answers = {
    'facility:storeId:CS Mbanzza': storeId,
    'value:functionalStatus:Fonctionnel': 'FUNCTIONING',
  };
  expect(await said(read.id, answers)).toMatchObject({ state: 'ready', counts: { new: 2 }, questions: [] });
  expect(await sent(lines)).toMatchObject({ counts: { new: 2 }, questions: [] });
  expect(await commit(read.id)).toMatchObject({ state: 'imported', saved: 2 });
  expect(await sent(lines)).toMatchObject({ counts: { new: 0, same: 2 } });
});

it('what people recorded stays, unless the list is younger; what imports said is said anew', async () => {
  const list = (donor: string, status: string) => [heading, `L-1;MBZ;E003/007;${status};${donor}`];
  await commit((await sent(list('Gavi', 'Functioning'))).id);
  expect(await sent(list('Unicef', 'Not in use'))).toMatchObject({ counts: { changed: 1 } });
  const asset = await assetOf('L-1');
  await fieldSays('asset.edit', asset?.id ?? '', { donor: 'Field' });
  const at = new Date().toISOString();
  await fieldSays('assetLog.add', newId(Date.now()), {
    ...{ assetId: asset?.id, type: 'STATUS_UPDATE', functionalStatus: 'FUNCTIONING_BUT_NEEDS_ATTENTION' },
    ...{ loggedAt: at, createdAt: at },
  });
  const undated = await sent(list('Unicef', 'Not in use'));
  expect(undated.counts).toMatchObject({ changed: 0, same: 1 });
  expect((await rowsOf(undated.id))[0]?.issues.map(({ code, field }) => [code, field])).toEqual([
    ['said-later', 'donor'],
    ['said-later', 'functionalStatus'],
  ]);
  expect(await said(undated.id, { 'as-of': '2020-01-01' })).toMatchObject({
    counts: { changed: 0, same: 1 },
  });
  const today = new Date().toISOString().slice(0, 10);
  const younger = new Date(Date.now() + DAY).toISOString().slice(0, 10);
  // a day that has not come is none
  expect(await said(undated.id, { 'as-of': younger })).toMatchObject({ counts: { changed: 0 } });
  expect(await said(undated.id, { 'as-of': today })).toMatchObject({ counts: { changed: 0, same: 1 } });
  expect(await assetOf('L-1')).toMatchObject({ donor: 'Field' });

  const { classId, categoryId, typeId } = asset ?? {};
  const old = {
    storeId,
    assetNumber: 'O-1',
    classId,
    categoryId,
    typeId,
    donor: 'Old',
    needsReplacement: false,
  };
  await fieldSays('asset.create', newId(Date.now()), old, Date.now() - 3 * DAY);
  const lines = ['N° inventaire;Formation sanitaire;Bailleur', 'O-1;MBZ;Gavi'];
  const read = await sent(lines);
  expect(read.counts).toMatchObject({ same: 1 });
  const yesterday = new Date(Date.now() - DAY).toISOString().slice(0, 10);
  expect(await said(read.id, { 'as-of': yesterday })).toMatchObject({ counts: { changed: 1 } });
});

it('staff of a region import within their border, and see no import of others', async () => {
  const user = { username: 'bound', password: 'a long password', displayName: 'Bound' };
  await post('/api/users', { ...user, permissions: ['manage-sites', 'read-fleet'], regionIds: [regionId] });
  const answer = await central.call('POST', '/api/session', {
    body: { username: user.username, password: user.password },
  });
  const bound = { cookie: cookiesOf(answer), origin: central.central.origin };
  const read = await sent([heading, 'B-1;MBZ;E003/007;Functioning;', 'B-2;KIN;E003/007;Functioning;'], bound);
  expect(read.counts).toMatchObject({ new: 1, wrong: 1 });
  expect(JSON.stringify(read.questions)).not.toContain('Kinkole');
  const answers = { 'facility:storeId:KIN': storeId };
  await central.call('PATCH', `/api/imports/${read.id}`, { headers: bound, body: { answers } });
  const remembered = await sent([heading, 'B-4;KIN;E003/007;Functioning;']);
  expect(remembered.settled).toEqual([]);
  expect(await commit(read.id, bound)).toMatchObject({ state: 'imported', saved: 2 });
  const national = await sent([heading, 'B-3;KIN;E003/007;Functioning;']);
  const theirs = await central.call('GET', `/api/imports/${national.id}`, { headers: bound });
  expect(theirs.statusCode).toBe(404);
  const list = await central.call('GET', '/api/imports', { headers: bound });
  expect(list.json<{ items: { id: string }[] }>().items.map(({ id }) => id)).toEqual([read.id]);
});
