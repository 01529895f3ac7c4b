// [R9] A piece leaves the region between the look at it and the act: staff of the region change it no more.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { storeDocument } from '#shared/change/documents';
import { rights } from '#shared/domain/rights';
import { ChangeMaker } from '../../tests/central/change-maker';
import { aCentral, cookiesOf, type TestCentral } from '../../tests/support/central';

const PASSWORD = 'a long enough password';
const LOG = { type: 'STATUS_UPDATE', functionalStatus: 'FUNCTIONING', loggedAt: '2026-01-01T00:00:00.000Z' };

let central: TestCentral;
let admin: Record<string, string>;
let officer: Record<string, string>;
let [here, beside, away] = ['', '', ''];

const call = (
  method: 'GET' | 'POST' | 'DELETE',
  url: string,
  headers: Record<string, string>,
  body?: unknown,
) => central.call(method, url, { headers, ...(body !== undefined && { body }) });
const made = async <T>(url: string, body: unknown): Promise<T> =>
  (await call('POST', url, admin, body)).json<T>();
/** Of all that is written of the two pieces and the log, but for moves away. */
const written = async (): Promise<string[]> => {
  const refs = [...['f1', 'f2'].map((id) => ({ entity: 'asset', id })), { entity: 'assetLog', id: 'l1' }];
  const known = await central.central.database.transaction(({ changes }) => changes.changesOfEntities(refs));
  return known
    .filter(({ change }) => change.kind !== 'asset.move' || change.patch['storeId'] !== away)
    .map(({ change }) => change.id)
    .sort();
};

/** Somebody of the whole country is faster: `moved` leaves the region once the act has begun. */
function leaves(moved: string): void {
  const { sync } = central.central;
  const move = () => call('POST', `/api/assets/${moved}/move`, admin, { storeId: away });
  const { act, author } = { act: sync.act.bind(sync), author: sync.author.bind(sync) };
  vi.spyOn(sync, 'act').mockImplementationOnce(async (one) => {
    expect((await move()).statusCode).toBe(200);
    return act(one);
  });
  vi.spyOn(sync, 'author').mockImplementationOnce(async (...given) => {
    vi.mocked(sync.act).mockReset().mockImplementation(act);
    expect((await move()).statusCode).toBe(200);
    return author(...given);
  });
}

beforeEach(async () => {
  central = await aCentral();
  admin = await central.staff();
  const region = async (code: string) =>
    (await made<{ id: string }>('/api/regions', { code, name: code })).id;
  const [north, south] = [await region('N'), await region('S')];
  const site = async (code: string, regionId: string, stores: string[]) =>
    (
      await made<{ stores: { id: string }[] }>('/api/sites', {
        ...{ code, name: code, regionId },
        stores: stores.map((name) => ({ code: name, name })),
      })
    ).stores.map(({ id }) => id);
  [here = '', beside = ''] = await site('NOR', north, ['A', 'B']);
  [away = ''] = await site('SOU', south, ['C']);
  const user = { username: 'officer', displayName: 'O', password: PASSWORD, permissions: rights };
  await made('/api/users', { ...user, regionIds: [north] });
  const session = await call('POST', '/api/session', {}, { username: 'officer', password: PASSWORD });
  officer = { cookie: cookiesOf(session), origin: central.central.origin };
  const maker = new ChangeMaker('d1', 'u1');
  const pieces = [maker.make('asset.create', { assetNumber: 'F-1' }, 'f1'), maker.make('asset.create', { assetNumber: 'F-2' }, 'f2'), maker.make('assetLog.add', { ...LOG, assetId: 'f1' }, 'l1')]; // prettier-ignore
  const document = storeDocument(here, new Date().getUTCFullYear());
  const authored = await central.central.sync.author(document, pieces, { deviceId: 'd1', userId: 'u1' });
  expect(authored.ok).toBe(true);
});
afterEach(() => central.central.close());

describe('a piece that has left the region meanwhile', () => {
  it.each<[string, string, 'POST' | 'DELETE', string, unknown, number]>([
    ['takes no void of its log', 'f1', 'POST', '/api/logs/l1/void', {}, 404],
    ['is not merged', 'f1', 'POST', '/api/assets/f1/merge', { into: 'f2' }, 404],
    ['takes no other one into itself', 'f2', 'POST', '/api/assets/f1/merge', { into: 'f2' }, 400],
    ['is not moved on', 'f1', 'POST', '/api/assets/f1/move', { storeId: 'beside' }, 404],
  ])('%s', async (_, moved, method, url, body, status) => {
    const before = await written();
    leaves(moved);
    const asked = JSON.parse(JSON.stringify(body).replace('beside', beside)) as unknown;
    expect((await call(method, url, officer, asked)).statusCode).toBe(status);
    expect(await written()).toEqual(before);
    expect((await call('GET', `/api/assets/${moved}`, admin)).json()).toMatchObject({ storeId: away });
  });

  it('is not separated', async () => {
    expect((await call('POST', '/api/assets/f1/merge', officer, { into: 'f2' })).statusCode).toBe(200);
    const before = await written();
    leaves('f2');
    expect((await call('DELETE', '/api/assets/f1/merge', officer)).statusCode).toBe(404);
    expect(await written()).toEqual(before);
  });
});

it('a piece goes where the other lies by then', async () => {
  leaves('f2');
  expect((await call('POST', '/api/assets/f1/merge', admin, { into: 'f2' })).statusCode).toBe(200);
  for (const id of ['f1', 'f2'])
    expect((await call('GET', `/api/assets/${id}`, admin)).json()).toMatchObject({ storeId: away });
});
