// Two records of one piece at central: seen as such, merged by staff or by a site, shown as one, and separated again.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeDocument, yearOf } from '#shared/change/documents';
import { formatHlc } from '#shared/change/hlc';
import { aCentral, codeOf, type TestCentral } from '../../tests/support/central';
import { newId } from '../new-id';

let central: TestCentral;
let staff: { cookie: string; origin: string };
let stores: string[];
let n = 0;

const change = (kind: string, entityId: string, patch: object) => ({
  ...{ id: newId(Date.now()), userId: 'd1', deviceId: 'd1', n: ++n, kind, entityId, patch },
  hlc: formatHlc({ ms: Date.now(), counter: n, deviceId: 'd1' }),
});
const asset = (id: string, over: object = {}) =>
  change('asset.create', id, { assetNumber: id, classId: 'c', categoryId: 'k', typeId: 't', ...over });
const log = (id: string, assetId: string, functionalStatus: string, loggedAt: string) =>
  change('assetLog.add', id, {
    assetId,
    type: 'STATUS_UPDATE',
    functionalStatus,
    loggedAt,
    createdAt: loggedAt,
  });
const file = (id: string, ownerId: string) =>
  change('file.attach', id, { ownerTable: 'asset', ownerId, fileName: `${id}.jpg`, mimeType: 'image/jpeg', totalBytes: 1, sha256: id.padEnd(64, '0').replace(/[^0-9a-f]/g, 'a') }); // prettier-ignore

async function post(store: number, ...changes: object[]) {
  const document = storeDocument(stores[store] ?? '', yearOf(Date.now()));
  const answer = await central.call('POST', '/api/changes', { headers: staff, body: { document, changes } });
  return answer.json<{ stored: string[]; refused: { code: string }[]; error?: { code: string } }>();
}
const get = async <T>(url: string): Promise<T> =>
  (await central.call('GET', url, { headers: staff })).json<T>();
interface Shown {
  functionalStatus?: string;
  deletedAt?: string;
  mergedInto?: string;
  storeId: string;
  samePieceAs?: string;
  problems: string[];
}
const shown = (id: string) => get<Shown>(`/api/assets/${id}`);
const logsOf = async (id: string) =>
  (await get<{ items: { id: string }[] }>(`/api/assets/${id}/logs`)).items.map((row) => row.id).sort();
const filesOf = async (id: string) =>
  (await get<{ items: { id: string }[] }>(`/api/assets/${id}/files`)).items.map((row) => row.id).sort();
const merge = (id: string, into: string) =>
  central.call('POST', `/api/assets/${id}/merge`, { headers: staff, body: { into } });

beforeAll(async () => {
  central = await aCentral();
  staff = await central.staff();
  const listed = [change('assetClass.create', 'c', { name: 'C' }), change('assetCategory.create', 'k', { name: 'K', classId: 'c' }), change('assetType.create', 't', { name: 'T', categoryId: 'k' })]; // prettier-ignore
  await central.call('POST', '/api/changes', {
    headers: staff,
    body: { document: 'config', changes: listed },
  });
  const named = ['A', 'B'].map((code) => ({ code, name: code }));
  stores = (await central.site(staff, 'S1', named)).stores.map(({ id }) => id);
});
afterAll(() => central.central.close());

describe('two records of one piece', () => {
  it('are found by serial number and maker, merged by staff, shown as one, and separated again', async () => {
    const piece = { serialNumber: 'SN-1', manufacturer: 'Vestfrost' };
    await post(
      0,
      asset('a1', piece),
      asset('a2', { ...piece, serialNumber: 'sn‑1' }),
      asset('a3', { serialNumber: 'SN-1', manufacturer: 'Haier' }),
      log('l1', 'a1', 'FUNCTIONING', '2026-03-01T00:00:00.000Z'),
      log('l2', 'a2', 'NOT_IN_USE', '2026-04-01T00:00:00.000Z'),
      file('f1', 'a1'),
      file('f2', 'a2'),
    );
    expect(await shown('a1')).toMatchObject({ samePieceAs: 'a2', functionalStatus: 'FUNCTIONING' });
    expect((await shown('a2')).problems).toContain('same-piece');
    expect((await shown('a3')).problems).not.toContain('same-piece');

    expect((await merge('a2', 'a1')).json()).toEqual({ id: 'a2', mergedInto: 'a1' });
    expect(await shown('a1')).toMatchObject({ functionalStatus: 'NOT_IN_USE' });
    expect((await shown('a1')).problems).not.toContain('same-piece');
    expect(await shown('a2')).toMatchObject({ mergedInto: 'a1', deletedAt: expect.any(String) as string });
    expect(await logsOf('a1')).toEqual(['l1', 'l2']);
    expect(await filesOf('a1')).toEqual(['f1', 'f2']);
    const list = await get<{ items: { id: string }[]; total: number }>('/api/assets');
    expect(list.items.map(({ id }) => id)).toEqual(['a1', 'a3']);

    // a log that somebody who had not heard of it writes counts for the record that stands
    await post(0, log('l3', 'a2', 'DECOMMISSIONED', '2026-05-01T00:00:00.000Z'));
    expect(await shown('a1')).toMatchObject({ functionalStatus: 'DECOMMISSIONED' });

    await central.call('DELETE', '/api/assets/a2/merge', { headers: staff });
    expect(await shown('a1')).toMatchObject({ functionalStatus: 'FUNCTIONING' });
    const second = await shown('a2');
    expect(second).toMatchObject({ functionalStatus: 'DECOMMISSIONED', problems: ['same-piece'] });
    expect([second.deletedAt, second.mergedInto]).toEqual([undefined, undefined]);
    expect(await logsOf('a1')).toEqual(['l1']);
    const acts = (await get<{ items: { action: string }[] }>('/api/audit')).items.map(({ action }) => action);
    expect(acts).toEqual(expect.arrayContaining(['asset.merge', 'asset.separate']));
  });

  it('[T4] in two stores are brought into one first, and what was merged moves along', async () => {
    await post(0, asset('b1'), asset('b2'), log('m2', 'b2', 'NOT_IN_USE', '2026-04-01T00:00:00.000Z'));
    await post(1, asset('b3'));
    expect((await merge('b2', 'b1')).statusCode).toBe(200);
    expect((await merge('b1', 'b3')).statusCode).toBe(200);
    expect(await shown('b3')).toMatchObject({ functionalStatus: 'NOT_IN_USE', storeId: stores[1] });
    expect(await logsOf('b3')).toEqual(['m2']);
    for (const id of ['b1', 'b2']) expect(await shown(id)).toMatchObject({ storeId: stores[1] });
    const moved = { headers: staff, body: { storeId: stores[0] } };
    expect((await central.call('POST', '/api/assets/b3/move', moved)).statusCode).toBe(200);
    for (const id of ['b1', 'b2', 'b3']) expect(await shown(id)).toMatchObject({ storeId: stores[0] });
    expect(await shown('b3')).toMatchObject({ functionalStatus: 'NOT_IN_USE' });
  });

  it('[T2] whose merge does not count stand both, flagged until it counts or is taken back', async () => {
    await post(0, asset('c1'), change('asset.merge', 'c1', { into: 'c2' }));
    expect(await shown('c1')).toMatchObject({ problems: ['unknown-asset'] });
    expect((await shown('c1')).deletedAt).toBeUndefined();
    await post(1, asset('c2'));
    expect(await shown('c1')).toMatchObject({ problems: ['merged-elsewhere'] });
    await central.call('POST', '/api/assets/c2/move', { headers: staff, body: { storeId: stores[0] } });
    expect(await shown('c1')).toMatchObject({ mergedInto: 'c2', problems: [], deletedAt: expect.any(String) as string }); // prettier-ignore
  });

  it('[T1] a merge names another record and says nothing else; it may say so as the row does', async () => {
    await post(0, asset('d1'), asset('d2'), asset('d3'));
    for (const patch of [{}, { into: 'd1' }, { into: 7 }, { into: 'd2', notes: 'x' }]) {
      const answer = await post(0, change('asset.merge', 'd1', patch));
      expect(answer.error?.code).toBe('refused');
    }
    expect((await post(0, change('asset.merge', 'd1', { mergedInto: 'd2' }))).refused).toEqual([]);
    expect(await shown('d1')).toMatchObject({ mergedInto: 'd2', problems: [], deletedAt: expect.any(String) as string }); // prettier-ignore
  });

  it('are not merged with themselves, with what is not there, or by who may not', async () => {
    await post(0, asset('e1'), asset('e2'));
    expect((await merge('e1', 'e1')).statusCode).toBe(400);
    expect((await merge('e1', 'nothing')).statusCode).toBe(400);
    expect((await merge('nothing', 'e1')).statusCode).toBe(404);
    const user = { username: 'reader', displayName: 'R', password: 'a long password', permissions: ['read-fleet'] }; // prettier-ignore
    await central.call('POST', '/api/users', { headers: staff, body: user });
    const session = await central.call('POST', '/api/session', { body: { username: 'reader', password: 'a long password' } }); // prettier-ignore
    const cookie = session.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const refused = await central.call('POST', '/api/assets/e1/merge', { headers: { ...staff, cookie }, body: { into: 'e2' } }); // prettier-ignore
    expect([refused.statusCode, codeOf(refused)]).toEqual([403, 'no-right']);
  });
});

describe('a finished round', () => {
  it('[N1] reaches staff with the numbers of what was missing and the name of who held it', async () => {
    await post(0, asset('r1'), asset('r2'));
    const finished = { startedAt: '2026-06-01T00:00:00.000Z', finishedAt: '2026-06-01T01:00:00.000Z' };
    const said = { storeId: stores[0], ...finished, found: ['r1'], missing: ['r2'], unexpected: [] };
    expect((await post(0, change('round.finish', 'round-1', said))).refused).toEqual([]);
    expect((await post(1, change('round.finish', 'round-2', said))).error?.code).toBe('refused');
    const held = await get<{ items: object[]; assets: object[] }>(`/api/rounds?storeId=${stores[0]}`);
    expect(held.items).toEqual([{ ...said, id: 'round-1', userId: expect.any(String) as string, expected: ['r1', 'r2'] }]); // prettier-ignore
    expect(held.assets).toEqual([{ id: 'r2', assetNumber: 'r2' }]);
    expect((await get<{ items: object[] }>(`/api/rounds?storeId=${stores[1]}`)).items).toEqual([]);
    expect((await central.call('GET', '/api/rounds', { headers: staff })).statusCode).toBe(400);
  });
});
