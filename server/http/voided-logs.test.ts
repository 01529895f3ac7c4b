// Logs that are wrong: of a day that has not come, from a clock years ahead, and voided ones, as the outside contract has them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeDocument, yearOf } from '#shared/change/documents';
import { formatHlc } from '#shared/change/hlc';
import { derivedAssetId } from '#shared/domain/label/derived-id';
import { aCentral, type TestCentral } from '../../tests/support/central';
import { newId } from '../new-id';

let central: TestCentral;
let staff: { cookie: string; origin: string };
let document: string;
let n = 0;

const change = (kind: string, entityId: string, patch: object, over: object = {}) => ({
  ...{ id: newId(Date.now()), userId: 'd1', deviceId: 'd1', n: ++n, kind, entityId, patch },
  hlc: formatHlc({ ms: Date.now(), counter: n, deviceId: 'd1' }),
  ...over,
});
const asset = (id: string) =>
  change('asset.create', id, { assetNumber: id, classId: 'c', categoryId: 'k', typeId: 't' });
const log = (id: string, assetId: string, functionalStatus: string, loggedAt: string, over: object = {}) =>
  change('assetLog.add', id, { assetId, type: 'STATUS_UPDATE', functionalStatus, loggedAt, createdAt: loggedAt }, over); // prettier-ignore
const now = () => new Date().toISOString();

async function post(...changes: object[]): Promise<{ stored: string[]; refused: unknown[] }> {
  const answer = await central.call('POST', '/api/changes', { headers: staff, body: { document, changes } });
  return answer.json();
}
const get = async <T>(url: string): Promise<T> =>
  (await central.call('GET', url, { headers: staff })).json<T>();
const statusOf = async (id: string) =>
  (await get<{ functionalStatus?: string }>(`/api/assets/${id}`)).functionalStatus;
const problemsOf = async (assetId: string) =>
  (await get<{ items: { code: string; assetId?: string }[] }>('/api/problems')).items
    .filter((problem) => problem.assetId === assetId)
    .map(({ code }) => code);

beforeAll(async () => {
  central = await aCentral();
  staff = await central.staff();
  const site = await central.site(staff, 'S1');
  document = storeDocument(site.stores[0]?.id ?? '', yearOf(Date.now()));
});
afterAll(() => central.central.close());

describe('a log of a day that has not come', () => {
  it('is stored and flagged, does not hold the status, and can be voided, which ends the problem', async () => {
    const sent = await post(asset('a1'), log('l1', 'a1', 'NOT_IN_USE', '2036-05-01T00:00:00.000Z'), log('l2', 'a1', 'FUNCTIONING', now())); // prettier-ignore
    expect(sent.refused).toEqual([]);
    expect(await statusOf('a1')).toBe('FUNCTIONING');
    expect(await problemsOf('a1')).toContain('logged-in-future');

    const voided = await central.call('POST', '/api/logs/l1/void', { headers: staff, body: {} });
    expect(voided.statusCode).toBe(200);
    expect(await problemsOf('a1')).not.toContain('logged-in-future');
    const { items } = await get<{ items: { id: string; voidedAt?: string; voidedBy?: string }[] }>('/api/assets/a1/logs'); // prettier-ignore
    expect(items.find(({ id }) => id === 'l1')).toMatchObject({
      functionalStatus: 'NOT_IN_USE',
      voidedAt: expect.any(String) as unknown,
      voidedBy: expect.any(String) as unknown,
    });
  });

  it('[L7] is voided by a change as well, which edits nothing of it; a second one changes nothing', async () => {
    await post(asset('a2'), log('m1', 'a2', 'FUNCTIONING', '2026-01-01T00:00:00.000Z'), log('m2', 'a2', 'NOT_IN_USE', '2026-02-01T00:00:00.000Z')); // prettier-ignore
    expect(await statusOf('a2')).toBe('NOT_IN_USE');
    const patch = { functionalStatus: 'DECOMMISSIONED', comment: 'edited?' };
    expect((await post(change('assetLog.void', 'm2', patch))).refused).toEqual([]);
    expect(await statusOf('a2')).toBe('FUNCTIONING');
    await post(change('assetLog.void', 'm2', {}));
    const { items } = await get<{ items: { id: string }[] }>('/api/assets/a2/logs');
    expect(items.find(({ id }) => id === 'm2')).toMatchObject({ functionalStatus: 'NOT_IN_USE' });
    expect(items.find(({ id }) => id === 'm2')).not.toHaveProperty('comment');
  });

  it('of another kind of entity there is no void', async () => {
    const sent = await post(change('asset.void', 'a1', {}));
    expect(sent.refused).toEqual([]);
    expect(await statusOf('a1')).toBe('FUNCTIONING');
  });

  it('that is unknown is not found; nobody who has not signed in voids anything', async () => {
    const unknown = await central.call('POST', '/api/logs/nix/void', { headers: staff, body: {} });
    const stranger = await central.call('POST', '/api/logs/m1/void', { headers: {}, body: {} });
    expect([unknown.statusCode, stranger.statusCode]).toEqual([404, 401]);
  });
});

describe('one label in two stores', () => {
  it('stands under Problems with both, until one of them is removed', async () => {
    const other = await central.site(staff, 'S2');
    const places = [document, storeDocument(other.stores[0]?.id ?? '', yearOf(Date.now()))];
    const ids = places.map((place) => derivedAssetId(place.split('/')[1] ?? '', '09506000134352', 'SAME-1'));
    for (const [index, place] of places.entries()) {
      const patch = {
        assetNumber: `L-${index}`,
        serialNumber: 'SAME-1',
        classId: 'c',
        categoryId: 'k',
        typeId: 't',
      };
      const body = { document: place, changes: [change('asset.create', ids[index] ?? '', patch)] };
      await central.call('POST', '/api/changes', { headers: staff, body });
    }
    for (const id of ids) expect(await problemsOf(id)).toContain('label-in-two-stores');
    await post(change('asset.remove', ids[0] ?? '', { deletedAt: now() }));
    for (const id of ids) expect(await problemsOf(id)).not.toContain('label-in-two-stores');
  });
});

describe('a clock years ahead', () => {
  const ahead = (counter: number) =>
    formatHlc({ ms: Date.parse('2036-11-29T00:00:00Z'), counter, deviceId: 'd9' });

  it('[H4] is flagged where its value stands; a sound device that writes over it is not, and ends it', async () => {
    await post(asset('a3'), change('asset.edit', 'a3', { notes: 'from 2036' }, { hlc: ahead(1) }));
    expect(await problemsOf('a3')).toContain('clock-ahead');
    const after = { hlc: ahead(2).replace('d9', 'd1'), base: { notes: [ahead(1)] } };
    expect((await post(change('asset.edit', 'a3', { notes: 'now' }, after))).refused).toEqual([]);
    expect(await problemsOf('a3')).not.toContain('clock-ahead');
    expect(await get('/api/assets/a3')).toMatchObject({ notes: 'now' });
  });

  it('[H6] even the last value that can be written is stored, and can be written over', async () => {
    const last = '9999999999999-ffff-zzzz';
    await post(asset('a4'), change('asset.edit', 'a4', { notes: 'the end' }, { hlc: last }));
    const after = { hlc: `${last}-`, base: { notes: [last] } };
    expect((await post(change('asset.edit', 'a4', { notes: 'after the end' }, after))).refused).toEqual([]);
    expect(await get('/api/assets/a4')).toMatchObject({ notes: 'after the end' });
  });

  it('a log of it holds the status only until the next true one, whatever their order of writing', async () => {
    await post(asset('a5'), log('k1', 'a5', 'NOT_IN_USE', '2036-11-29T00:00:00.000Z', { hlc: ahead(3) }));
    await post(log('k2', 'a5', 'FUNCTIONING', now()));
    expect(await statusOf('a5')).toBe('FUNCTIONING');
    await post(change('assetLog.void', 'k1', {}));
    expect(await problemsOf('a5')).not.toContain('clock-ahead');
  });
});
