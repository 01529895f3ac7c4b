import { createServer, type Server } from 'node:http';
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Programme } from './central';
import { siteCoded } from './device';
import { OpenMSupplySite, type Data } from './open-msupply-site';
import { someAsset, someFile } from './records';

let programme: Programme;
let site: OpenMSupplySite;

beforeEach(async () => {
  programme = await Programme.start();
  site = await programme.v6Site('hill');
});
afterEach(() => programme.end());

const post = async (call: string, body: string, type = 'application/json') => {
  const answer = await fetch(`${programme.origin}/central/sync/${call}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body,
  });
  return { status: answer.status, body: (await answer.json()) as Data };
};

const request = (fields: Data = {}) =>
  JSON.stringify({ syncV5Settings: site.settings, syncV6Version: 5, ...fields });

const refusedWith = (code: string) => ({
  status: 200,
  body: { error: { legacyServerError: { code, message: expect.any(String), data: null } } },
});

const anError = { status: 200, body: { error: { otherServerError: expect.any(String) } } };

describe('the V6 wire', () => {
  it('answers each call in its own mixture of cases', async () => {
    const asset = someAsset(randomUUID());
    const record = { tableName: 'asset', recordId: asset.id, action: 'insert', recordData: asset };
    const batch = { end_cursor: 1, total_records: 1, records: [{ cursor: 1, record }], is_last_batch: true };
    expect(await post('push', request({ batch }))).toEqual({
      status: 200,
      body: { data: { records_pushed: 1 } },
    });
    await site.untilIntegrated();
    expect(await post('site_status', request())).toEqual({
      status: 200,
      body: { data: { is_integrating: false } },
    });
    const pulled = await post('pull', request({ cursor: 0, batchSize: 10, isInitialised: false }));
    expect(pulled.body).toEqual({
      data: {
        end_cursor: 1,
        total_records: 1,
        records: [{ cursor: 1, record: { ...record, action: 'Insert' } }],
        is_last_batch: true,
      },
    });
  });

  it.each([0, 5])('speaks version %i', async (syncV6Version) => {
    expect(await post('site_status', request({ syncV6Version }))).toMatchObject({ body: { data: {} } });
  });

  it.each([-1, 6])('tells a site of version %i which it speaks', async (syncV6Version) => {
    for (const call of ['push', 'pull', 'site_status'])
      expect(await post(call, request({ syncV6Version }))).toEqual({
        status: 200,
        body: { error: { syncVersionMismatch: [0, 5, syncV6Version] } },
      });
  });

  it('refuses a wrong password, a name that nobody has, and counts the failures', async () => {
    for (const [wrong, code] of [
      [{ passwordSha256: 'ab' }, 'site_incorrect_password'],
      [{ username: 'nobody' }, 'site_name_not_found'],
      [{ siteUuid: '' }, 'site_incorrect_hardware_id'],
    ] as const)
      expect(await post('site_status', request({ syncV5Settings: { ...site.settings, ...wrong } }))).toEqual(
        refusedWith(code),
      );
    expect((await new OpenMSupplySite(site.origin, 'hill', 'guess').whoAmI()).status).toBe(401);
    for (let tries = 0; tries < 10; tries++) await new OpenMSupplySite(site.origin, 'hill', 'guess').whoAmI();
    const { status, body } = await new OpenMSupplySite(site.origin, 'hill', 'guess').whoAmI();
    expect(status).toBe(429);
    expect(body).toMatchObject({ error: { message: expect.stringContaining('Too many') } });
  });

  it('refuses the former password and the former name at once when staff change them', async () => {
    await site.cycle();
    const { id } = await siteCoded(programme, 'hill');
    await programme.staff('PATCH', `/api/sites/${id}/v6`, { password: 'another password' });
    expect(await post('site_status', request())).toEqual(refusedWith('site_incorrect_password'));
    const changed = new OpenMSupplySite(site.origin, 'hill', 'another password', site.hardwareId);
    await changed.cycle();
    await programme.staff('PATCH', `/api/sites/${id}/v6`, { name: 'hilltop' });
    await expect(changed.cycle()).rejects.toThrow(/site_name_not_found/);
    await new OpenMSupplySite(site.origin, 'hilltop', 'another password', site.hardwareId).cycle();
  });

  it('lets one installation sync as a site, until staff release it', async () => {
    await site.cycle();
    const second = new OpenMSupplySite(site.origin, site.name, site.password);
    await expect(second.cycle()).rejects.toThrow(/another installation/i);
    expect((await second.whoAmI()).body).toMatchObject({ error: { code: 'site_incorrect_hardware_id' } });
    const { id } = await siteCoded(programme, 'hill');
    await programme.staff('PATCH', `/api/sites/${id}/v6`, { releaseHardwareId: true });
    await second.cycle();
    await expect(site.cycle()).rejects.toThrow(/another installation/i);
  });

  it.each([
    ['malformed JSON', '{"batch"', 'application/json'],
    ['another kind of body', 'batch', 'text/plain'],
    ['an empty object', '{}', 'application/json'],
    ['a list', '[]', 'application/json'],
  ])('answers %s with an error of the wire', async (_what, body, type) => {
    for (const call of ['push', 'pull', 'site_status']) expect(await post(call, body, type)).toEqual(anError);
    const download = await post('download_file', body, type);
    expect(download.status).toBeGreaterThanOrEqual(400);
    expect(download.body).toEqual({ otherServerError: expect.any(String) });
  });

  it('takes a batch with records that cannot be read: they are kept, and hold up nothing', async () => {
    const asset = someAsset(randomUUID());
    const record = { tableName: 'asset', recordId: asset.id, action: 'Insert', recordData: asset };
    const odd = [
      { tableName: 'asset', recordId: 'x', action: 'Explode', recordData: {} },
      { tableName: 'asset', recordId: 'list', action: 'Insert', recordData: [1, 2] },
      { tableName: 'asset_log', recordId: 'deep', action: 'Insert', recordData: { deep: 'DEEP' } },
      { tableName: 'asset', recordId: 'y'.repeat(300), action: 'Insert', recordData: {} },
      { tableName: 'asset', recordId: 'a\0b', action: 'Insert', recordData: {} },
      'no record at all',
    ];
    const records = [...odd, record].map((one, index) => ({ cursor: index + 1, record: one }));
    const batch = { end_cursor: 7, total_records: 7, records, is_last_batch: true };
    const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    expect(await post('push', request({ batch }).replace('"DEEP"', deep))).toEqual({
      status: 200,
      body: { data: { records_pushed: 7 } },
    });
    await site.untilIntegrated();
    expect(await programme.asset(asset.id)).toMatchObject({ id: asset.id });
    const { items } = await programme.kept();
    expect(items.map(({ code }) => code)).toEqual(odd.map(() => 'unreadable'));
  });

  it('refuses a body that is too large, and goes on', async () => {
    const huge = request({ cursor: 0, batchSize: 1, isInitialised: true, rest: 'x'.repeat(100_000) });
    expect(await post('pull', huge)).toEqual(anError);
    expect(await post('site_status', request())).toMatchObject({ body: { data: {} } });
  });

  it('refuses a batch that is too large or has too many records, and keeps nothing of it', async () => {
    const record = { cursor: 1, record: { tableName: 'x', recordId: 'x', action: 'Insert', recordData: {} } };
    const many = Array.from({ length: 20_001 }, () => record);
    const batch = { end_cursor: 1, total_records: 1, records: many, is_last_batch: true };
    expect(await post('push', request({ batch }))).toEqual(anError);
    const huge = { ...batch, records: [record], rest: 'x'.repeat(33 * 1024 * 1024) };
    expect(await post('push', request({ batch: huge }))).toEqual({
      status: 200,
      body: { error: { otherServerError: 'The request is too large.' } },
    });
    expect(await post('site_status', request())).toMatchObject({ body: { data: { is_integrating: false } } });
    expect((await programme.kept()).total).toBe(0);
  });

  it('says integrationInProgress to push and pull while it integrates', async () => {
    const { id } = await siteCoded(programme, 'hill');
    await programme.central.database.v6?.inbox.begin([id]);
    const batch = { end_cursor: 0, total_records: 0, records: [], is_last_batch: true };
    const busy = { status: 200, body: { error: 'integrationInProgress' } };
    expect(await post('push', request({ batch }))).toEqual(busy);
    expect(await post('pull', request({ cursor: 0, batchSize: 1, isInitialised: true }))).toEqual(busy);
    expect(await post('site_status', request())).toMatchObject({ body: { data: { is_integrating: true } } });
  });

  it('takes up an integration that a stop has cut', async () => {
    const asset = someAsset(randomUUID());
    const { id } = await siteCoded(programme, 'hill');
    const record = { table: 'asset', recordId: asset.id, action: 'Insert', data: asset as never };
    await programme.central.database.v6?.inbox.add(id, [record], new Date().toISOString(), true);
    programme = await programme.startAgain();
    site.origin = programme.origin;
    await site.untilIntegrated();
    expect((await programme.asset(asset.id))['assetNumber']).toBe(asset['asset_number']);
  });
});

describe('files of V6 sites', () => {
  const bytes = Buffer.from('the bytes of a photo');

  it('go up and come down again, also to a site that is set up anew', async () => {
    const asset = someAsset(randomUUID());
    const file = someFile(asset.id, bytes.length);
    site.write('asset', asset);
    site.write('sync_file_reference', file);
    await site.cycle();
    expect((await programme.kept()).items).toMatchObject([{ code: 'bytes-missing' }]);
    expect(await site.upload(file.id, bytes)).toEqual({ data: null });
    await site.untilIntegrated();
    const wiped = site.wiped();
    await wiped.cycle();
    expect(wiped.of('sync_file_reference', file.id)).toEqual(file);
    const answer = await wiped.download(file);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
    expect(answer.headers.get('content-disposition')).toMatch(/^inline; filename="plate\.jpg"/);
    expect((await programme.kept()).total).toBe(0);
  });

  it('are found by the sites of their store only, and not at all when nobody has them', async () => {
    const asset = someAsset(randomUUID());
    const file = someFile(asset.id, bytes.length);
    site.write('asset', asset);
    site.write('sync_file_reference', file);
    await site.cycle();
    await site.upload(file.id, bytes);
    await site.untilIntegrated();
    const stranger = await programme.v6Site('valley');
    const answer = await stranger.download(file);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({ syncFileNotFound: file.id });
    expect(await stranger.upload(file.id, bytes)).toEqual({ error: { syncFileNotFound: file.id } });
    expect(await site.upload(randomUUID(), bytes)).toMatchObject({
      error: { syncFileNotFound: expect.any(String) },
    });
    expect(await site.upload(file.id, Buffer.from('others'))).toMatchObject({
      error: { otherServerError: /other content/ },
    });
  });

  it('are refused when they are cut off, and taken whole afterwards', async () => {
    const asset = someAsset(randomUUID());
    const file = someFile(asset.id, bytes.length);
    site.write('asset', asset);
    site.write('sync_file_reference', file);
    await site.cycle();
    const json = JSON.stringify({ file_id: file.id, sync_v5_settings: site.settings, sync_v6_version: 5 });
    const part = (headers: string, body: string) =>
      `--b\r\nContent-Disposition: form-data; ${headers}\r\n\r\n${body}`;
    const answer = await fetch(`${programme.origin}/central/sync/upload_file`, {
      method: 'PUT',
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
      body: `${part('name="json_part"', json)}\r\n${part('name="file_part"; filename="plate.jpg"', 'the byt')}`,
    });
    expect({ status: answer.status, body: await answer.json() }).toEqual({
      status: 200,
      body: { error: { otherServerError: 'The upload was cut off.' } },
    });
    expect((await programme.kept()).items).toMatchObject([{ code: 'bytes-missing' }]);
    expect(await site.upload(file.id, bytes)).toEqual({ data: null });
    await site.untilIntegrated();
    expect(Buffer.from(await (await site.download(file)).arrayBuffer())).toEqual(bytes);
  });

  it('are taken as the programme says, by their size and by what they are', async () => {
    const asset = someAsset(randomUUID());
    const png = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.alloc(20_000)]);
    const [photo, large, program] = [someFile(asset.id, 1), someFile(asset.id, 2), someFile(asset.id, 3)];
    site.write('asset', asset);
    for (const file of [photo, large, program]) site.write('sync_file_reference', file);
    await site.cycle();
    await programme.say({ takesPhotos: false, largestFileMegabytes: 1 });
    const refusal = async (file: { id: string }, content: Buffer) =>
      (await site.upload(file.id, content)) as { error?: { otherServerError: string } };
    expect(await refusal(photo, png)).toEqual({
      error: { otherServerError: 'This programme takes no files of this kind.' },
    });
    expect(await refusal(large, Buffer.alloc(20 * 1024 * 1024, 'text '))).toEqual({
      error: { otherServerError: 'The file is too large: this programme takes files of up to 1 MB.' },
    });
    const elf = Buffer.concat([Buffer.from('7f454c46', 'hex'), Buffer.alloc(400)]);
    expect((await refusal(program, elf)).error?.otherServerError).toMatch(/Programs are not taken/);
    const reasons = (await programme.kept()).items.map(({ code }) => code);
    expect(reasons).toEqual(['file-kind-not-taken', 'file-too-large', 'file-kind-refused']);
    await programme.say({ takesPhotos: true });
    expect(await site.upload(photo.id, png)).toEqual({ data: null });
    await site.untilIntegrated();
    await programme.say({ takesPhotos: false });
    // the same once more: it is here already
    expect(await site.upload(photo.id, png)).toEqual({ data: null });
    expect((await programme.kept()).total).toBe(2);
  });

  it.each([
    ['no parts', []],
    ['only the file', [['file_part', 'x']]],
    [
      'the file first',
      [
        ['file_part', 'x'],
        ['json_part', '{}'],
      ],
    ],
    [
      'JSON that is none',
      [
        ['json_part', '{'],
        ['file_part', 'x'],
      ],
    ],
    [
      'an empty object',
      [
        ['json_part', '{}'],
        ['file_part', 'x'],
      ],
    ],
  ])('refuse an upload with %s', async (_what, parts) => {
    const form = new FormData();
    for (const [name = '', text = ''] of parts) form.append(name, new Blob([text]), name);
    const answer = await fetch(`${programme.origin}/central/sync/upload_file`, { method: 'PUT', body: form });
    expect({ status: answer.status, body: await answer.json() }).toEqual(anError);
    expect(await post('site_status', request())).toMatchObject({ body: { data: {} } });
  });
});

it('a patient of another store is asked for in vain, in the shapes that a site reads', async () => {
  const asked = request({ cursor: 12, batchSize: 500, fetchPatientId: 'somebody' });
  expect(await post('patient-pull', asked)).toMatchObject({
    body: { data: { end_cursor: 12, total_records: 0, records: [], is_last_batch: true } },
  });
  const answer = await fetch(`${programme.origin}/central/name-store-join`, { method: 'POST' });
  expect([answer.status, await answer.text()]).toEqual([501, 'This central server keeps no patients.']);
});

describe('with an mSupply central server', () => {
  let legacy: Server;
  let asked: string[];
  let status = 200;
  let says: string;
  let second: Programme;

  beforeEach(async () => {
    asked = [];
    status = 200;
    says = '{"id":"x","siteId":7,"code":"hill","name":"hill"}';
    legacy = createServer((call, answer) => {
      asked.push(
        `${call.url} ${String(call.headers['msupply-site-uuid'])} ${String(call.headers.authorization)}`,
      );
      answer.writeHead(status).end(status === 200 ? says : '{"error":"no"}');
    });
    await new Promise<void>((resolve) => legacy.listen(0, '127.0.0.1', resolve));
    const { port } = legacy.address() as AddressInfo;
    second = await Programme.start({ msupplyCentralUrl: `http://127.0.0.1:${port}` });
  });
  afterEach(async () => {
    await second.end();
    legacy.close();
  });

  it('it asks that one whether the credentials are right, once for a cycle', async () => {
    const asking = await second.v6Site('hill');
    await asking.cycle();
    const { authorization } = {
      authorization: Buffer.from(`hill:${asking.settings.passwordSha256}`).toString('base64'),
    };
    expect(asked).toEqual([`/sync/v5/site ${asking.hardwareId} Basic ${authorization}`]);
  });

  it('a wrong password is refused though the right one was taken just before', async () => {
    const asking = await second.v6Site('hill');
    await asking.cycle();
    status = 401;
    const guess = new OpenMSupplySite(second.origin, 'hill', 'guess', asking.hardwareId);
    expect(await guess.call('site_status', {})).toEqual({
      error: {
        legacyServerError: { code: 'site_incorrect_password', message: '{"error":"no"}', data: null },
      },
    });
    expect((await guess.whoAmI()).body).toMatchObject({ error: { code: 'site_incorrect_password' } });
    expect(await asking.call('site_status', {})).toEqual({ data: { is_integrating: false } });
  });

  it('what answers but is no mSupply central vouches for nobody', async () => {
    const asking = await second.v6Site('hill');
    for (says of ['<html>Sign in to the network</html>', '{}', '[]', '{"error":"no"}'])
      expect(await asking.call('site_status', {})).toEqual({
        error: { cannotConnectToLegacyServer: expect.stringContaining('not one') },
      });
  });

  it('a site that staff have not named here is told so', async () => {
    await second.makeSite('hill');
    const asking = new OpenMSupplySite(second.origin, 'hill', 'any password');
    expect(await asking.call('site_status', {})).toEqual({
      error: {
        legacyServerError: {
          code: 'site_name_not_found',
          message: expect.stringContaining('not known'),
          data: null,
        },
      },
    });
  });

  it('it passes a no on, and tells of an outage as such', async () => {
    const asking = await second.v6Site('hill');
    status = 401;
    expect(await asking.call('site_status', {})).toEqual({
      error: {
        legacyServerError: { code: 'site_incorrect_password', message: '{"error":"no"}', data: null },
      },
    });
    status = 503;
    expect(await asking.call('site_status', {})).toEqual({
      error: { cannotConnectToLegacyServer: expect.stringContaining('503') },
    });
    legacy.closeAllConnections();
    await new Promise((resolve) => legacy.close(resolve));
    expect(await asking.call('site_status', {})).toEqual({
      error: { cannotConnectToLegacyServer: expect.stringContaining('cannot be reached') },
    });
  });
});
