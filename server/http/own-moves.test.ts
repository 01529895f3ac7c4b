// A device has a piece moved between two stores of its own site: once, however often it asks, and only from where it still is.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeDocument, yearOf } from '#shared/change/documents';
import { ChangeMaker } from '../../tests/central/change-maker';
import { aCentral, codeOf, type Site, type TestCentral } from '../../tests/support/central';

let central: TestCentral;
let staff: { cookie: string; origin: string };
let site: Site;
let foreign: Site;
let device: { authorization: string };
let deviceId: string;
const maker = new ChangeMaker('d1', 'u1');

const storeOf = ({ stores }: Site, index = 0): string => stores[index]?.id ?? '';

async function added(assetId: string, storeId = storeOf(site)): Promise<string> {
  const changes = [maker.make('asset.create', { storeId, assetNumber: assetId }, assetId)];
  const document = storeDocument(storeId, yearOf(Date.now()));
  await central.call('POST', '/api/changes', { headers: staff, body: { document, changes } });
  return assetId;
}

const ask = (over: object, headers: Record<string, string> = device) =>
  central.call('POST', '/api/devices/me/moves', {
    headers,
    body: { id: randomUUID(), from: storeOf(site), storeId: storeOf(site, 1), ...over },
  });
const storeNow = async (id: string): Promise<string> =>
  (await central.call('GET', `/api/assets/${id}`, { headers: staff })).json<{ storeId: string }>().storeId;
const moveOf = async (id: string) =>
  (await central.call('GET', `/api/assets/${id}/changes`, { headers: staff }))
    .json<{ changes: { change: { id: string; kind: string; userId: string; deviceId: string } }[] }>()
    .changes.flatMap(({ change }) => (change.kind === 'asset.move' ? [change] : []));

beforeAll(async () => {
  central = await aCentral();
  staff = await central.staff();
  const stores = ['A', 'B', 'C'].map((code) => ({ code, name: code }));
  site = await central.site(staff, 'S1', stores);
  foreign = await central.site(staff, 'S2');
  const joined = (await central.join(await central.joinCode(staff, site.id))).json<{
    deviceId: string;
    deviceToken: string;
  }>();
  device = { authorization: `Bearer ${joined.deviceToken}` };
  deviceId = joined.deviceId;
});
afterAll(() => central.central.close());

describe('a move that a device asks for', () => {
  it('[W5] is made once, in the name of the device and of the person who used it, however often it is asked for', async () => {
    const assetId = await added('once');
    const id = randomUUID();
    const first = await ask({ id, assetId, userId: 'sister-grace' });
    expect([first.statusCode, first.json()]).toEqual([200, { id: assetId, storeId: storeOf(site, 1) }]);
    expect(await storeNow(assetId)).toBe(storeOf(site, 1));
    // it was moved on since: the first wish, heard again, does not bring it back
    expect((await ask({ assetId, from: storeOf(site, 1), storeId: storeOf(site, 2) })).statusCode).toBe(200);
    expect((await ask({ id, assetId, userId: 'sister-grace' })).statusCode).toBe(200);
    expect(await storeNow(assetId)).toBe(storeOf(site, 2));
    const moves = await moveOf(assetId);
    expect(new Set(moves.map(({ id: one }) => one)).size).toBe(2);
    expect(new Set(moves.map(({ userId }) => userId))).toEqual(new Set([deviceId, 'sister-grace']));
    expect(moves.every((move) => move.deviceId === deviceId)).toBe(true);
    const problems = await central.call('GET', '/api/problems', { headers: staff });
    expect(problems.body).not.toContain('said-by-another');
  });

  it('[W5] is not made where somebody has moved the piece meanwhile', async () => {
    const assetId = await added('meanwhile');
    const body = { storeId: storeOf(site, 2) };
    await central.call('POST', `/api/assets/${assetId}/move`, { headers: staff, body });
    const late = await ask({ assetId });
    expect([late.statusCode, codeOf(late)]).toEqual([409, 'moved-meanwhile']);
    expect(await storeNow(assetId)).toBe(storeOf(site, 2));
    // where it is already, there is nothing to say
    expect((await ask({ assetId, storeId: storeOf(site, 2) })).statusCode).toBe(200);
  });

  it('[W5] stays within the site of the device', async () => {
    const assetId = await added('within');
    const out = await ask({ assetId, storeId: storeOf(foreign) });
    expect([out.statusCode, codeOf(out)]).toEqual([403, 'store-left']);
    const theirs = await added('theirs', storeOf(foreign));
    const inwards = await ask({ assetId: theirs, from: storeOf(foreign) });
    expect([inwards.statusCode, codeOf(inwards)]).toEqual([403, 'store-left']);
    const stolen = await ask({ assetId: theirs });
    expect([stolen.statusCode, codeOf(stolen)]).toEqual([409, 'moved-meanwhile']);
    expect([await storeNow(assetId), await storeNow(theirs)]).toEqual([storeOf(site), storeOf(foreign)]);
    expect(codeOf(await ask({ assetId: 'nobody-knows' }))).toBe('bad-request');
  });

  it('[W5] is asked for by a device that central knows, not by staff and not in their name', async () => {
    const assetId = await added('who');
    const { json } = await central.call('GET', '/api/session', { headers: staff });
    const userId = json<{ user: { id: string } }>().user.id;
    expect(codeOf(await ask({ assetId, userId }))).toBe('bad-request');
    expect(codeOf(await ask({ assetId }, staff))).toBe('not-allowed');
    expect(codeOf(await ask({ assetId }, { authorization: 'Bearer nobody' }))).toBe('unknown-device');
    expect((await ask({ assetId }, {})).statusCode).toBe(401);
    expect(await storeNow(assetId)).toBe(storeOf(site));
  });
});

it('a device is given the names of the other devices of its site, and of no other', async () => {
  const asked = async () =>
    (await central.call('GET', '/api/devices/me', { headers: device })).json<{
      colleagues: { id: string; name: string }[];
    }>().colleagues;
  expect(await asked()).toEqual([]);
  const joined = async (siteId: string) =>
    (await central.join(await central.joinCode(staff, siteId))).json<{ deviceId: string }>().deviceId;
  const colleague = await joined(site.id);
  await joined(foreign.id);
  expect(await asked()).toEqual([{ id: colleague, name: 'Phone' }]);
  // what it wrote stays when it has gone
  await central.call('DELETE', `/api/devices/${colleague}`, { headers: staff });
  expect(await asked()).toEqual([{ id: colleague, name: 'Phone' }]);
});
