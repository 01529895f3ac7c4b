/** Requests and answers byte for byte, as the description of the wire has them: each call, each record, each error. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashPassword } from '../../server/auth/password';
import { packagingVariantId } from '../../server/v6/records/pack-variant';
import { openTestDatabase } from '../support/database';
import { PASSWORD, Programme } from './central';

const golden = (name: string): string =>
  JSON.stringify(
    JSON.parse(readFileSync(join(import.meta.dirname, 'golden', `${name}.json`), 'utf8')),
  ).replaceAll('PACKAGING', packagingVariantId('pack-1'));

const SITE = '0190a7d2-6c1e-7b3a-9f10-000000000123';
const FILE = '0190a7d2-6c1e-7b3a-9f10-0000000000f1';
const HARDWARE = '6f1c1f0e-5b0a-4a57-9a3e-2f1f7c3d9b01';
/** an item that the older server has brought to sites */
const ITEM = 'ITEM0000000000000000000000000001';
const photo = 'the bytes of a photo';

const central: [kind: string, id: string, patch: Record<string, unknown>][] = [
  ['assetClass.create', 'class-1', { name: 'Cold chain equipment' }],
  ['assetCategory.create', 'category-1', { name: 'Refrigerators and freezers', classId: 'class-1' }],
  ['assetType.create', 'type-1', { name: 'Ice-lined refrigerator', categoryId: 'category-1' }],
  [
    'assetProperty.create',
    'property-1',
    {
      key: 'energy_source',
      name: 'Energy source',
      classId: 'class-1',
      categoryId: 'category-1',
      valueType: 'STRING',
      allowedValues: ['SOLAR', 'MAINS'],
    },
  ],
  [
    'catalogueItem.create',
    'item-1',
    {
      subCatalogue: 'WHO PQS',
      code: 'E003/007',
      manufacturer: 'Vestfrost',
      model: 'MK 304',
      classId: 'class-1',
      categoryId: 'category-1',
      typeId: 'type-1',
      properties: { storage_capacity_5c: 105 },
    },
  ],
  [
    'statusReason.create',
    'reason-1',
    { functionalStatus: 'NOT_FUNCTIONING', reason: 'Needs spare parts', commentsRequired: true },
  ],
  ['item.create', ITEM, { code: 'AMX', name: 'Amoxicillin', unit: 'tablet' }],
  [
    'packVariant.create',
    'pack-1',
    { itemId: ITEM, shortName: 'Strip', longName: 'Strip of 10', packSize: 10, isActive: true },
  ],
];

let programme: Programme;

beforeEach(async () => {
  programme = await Programme.start();
  await makeSite(programme);
});
afterEach(() => programme.end());

/** The site that the goldens are of. */
async function makeSite({ central: server }: Programme): Promise<void> {
  const stores = [{ id: 'hill-store', code: 'H', name: 'Hill' }];
  const createdAt = '2024-01-01T00:00:00.000Z';
  await server.database.registry.sites.add({ id: SITE, code: 's123', name: 'Site 123', createdAt, stores });
  const passwordHash = await hashPassword(createHash('sha256').update(PASSWORD).digest('hex'));
  await server.database.v6?.sites.put(SITE, { name: 'hill', number: 123, passwordHash });
}

async function makeCentralData(): Promise<void> {
  const by = { deviceId: 'tool', userId: 'amina' };
  const changes = central.map(([kind, entityId, patch], index) => ({
    id: `0190a7d2-6c1e-4b3a-9f10-00000000000${index}`,
    hlc: `170000000000${index}-0000-tool`,
    ...by,
    n: index + 1,
    kind,
    entityId,
    patch,
  }));
  const authored = await programme.central.sync.author('config', changes, by);
  expect(authored).toMatchObject({ ok: true });
}

const send = async (call: string, body: string, origin = programme.origin) => {
  const answer = await fetch(`${origin}/central/sync/${call}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  const type = answer.headers.get('content-type');
  return { status: answer.status, type, text: await answer.text(), headers: answer.headers };
};

const json = (status: number, text: string) => ({
  status,
  type: expect.stringMatching(/^application\/json/),
  text,
});

/** As a program writes it that gives its JSON part a type and no file name. */
function partsOf(jsonPart: string, filePart: string): { type: string; body: string } {
  const part = (headers: string, body: string) =>
    `--a-boundary\r\nContent-Disposition: form-data; ${headers}\r\n\r\n${body}\r\n`;
  return {
    type: 'multipart/form-data; boundary=a-boundary',
    body: `${part('name="json_part"\r\nContent-Type: application/json', jsonPart)}${part(filePart, photo)}--a-boundary--\r\n`,
  };
}

const upload = async (jsonPart: string, filePart = 'name="file_part"; filename="plate.jpg"') => {
  const { type, body } = partsOf(jsonPart, filePart);
  const url = `${programme.origin}/central/sync/upload_file`;
  const answer = await fetch(url, { method: 'PUT', headers: { 'content-type': type }, body });
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
};

async function untilIntegrated(): Promise<void> {
  const idle = golden('site_status.answer');
  while ((await send('site_status', golden('site_status.request'))).text !== idle)
    await new Promise(setImmediate);
}

describe('byte for byte, a site of 2.9', () => {
  it('asks who it is', async () => {
    const password = createHash('sha256').update(PASSWORD).digest('hex');
    const answer = await fetch(`${programme.origin}/sync/v5/site`, {
      headers: {
        authorization: `Basic ${Buffer.from(`hill:${password}`).toString('base64')}`,
        'msupply-site-uuid': HARDWARE,
        'app-version': '2.9.0',
        'app-name': 'Open mSupply Desktop',
        version: '5',
      },
    });
    expect(await answer.text()).toBe(golden('site.answer').replace('{origin}', programme.origin));
  });

  it('pushes, waits, sends a file, pulls every kind of record, and then nothing', async () => {
    await makeCentralData();
    expect(await send('push', golden('push.request'))).toMatchObject(json(200, golden('push.answer')));
    await untilIntegrated();
    expect(await send('site_status', golden('site_status.request'))).toMatchObject(
      json(200, golden('site_status.answer')),
    );
    expect(await upload(golden('upload_file.json_part'))).toMatchObject(
      json(200, golden('upload_file.answer')),
    );
    await untilIntegrated();
    expect(await send('pull', golden('pull.request'))).toMatchObject(json(200, golden('pull.answer')));
    const next = golden('pull.request')
      .replace('"cursor":0', '"cursor":14')
      .replace('"isInitialised":false', '"isInitialised":true');
    expect(await send('pull', next)).toMatchObject(json(200, golden('pull.empty.answer')));
    const { status, type, text, headers } = await send('download_file', golden('download_file.request'));
    expect({ status, type, text }).toEqual({ status: 200, type: 'image/jpeg', text: photo });
    expect(headers.get('content-disposition')).toMatch(/^inline; filename=/);
    expect(headers.get('content-length')).toBe(String(photo.length));
  });

  it.each(['name="file_part"', 'name="file_part"\r\nContent-Type: application/octet-stream'])(
    'sends a file in a part that has no name of a file (%j)',
    async (filePart) => {
      await send('push', golden('push.request'));
      await untilIntegrated();
      expect(await upload(golden('upload_file.json_part'), filePart)).toMatchObject(
        json(200, golden('upload_file.answer')),
      );
      await untilIntegrated();
      expect((await send('download_file', golden('download_file.request'))).text).toBe(photo);
    },
  );
});

describe('the description of the API', () => {
  interface Schema {
    properties?: Record<string, Schema>;
    anyOf?: Schema[];
    items?: Schema;
    $ref?: string;
  }
  type Call = {
    requestBody: { content: Record<string, { schema: Schema }> };
    responses: Record<string, unknown>;
  };

  const keysOf = (value: unknown): string[] =>
    typeof value === 'object' && value !== null ? Object.keys(value).sort() : [];

  it.each([
    ['push', 'post'],
    ['pull', 'post'],
    ['site_status', 'post'],
    ['download_file', 'post'],
  ])('has %s with the fields of its golden request', async (call, method) => {
    const answer = await fetch(`${programme.origin}/api/openapi.json`);
    const { paths } = (await answer.json()) as { paths: Record<string, Record<string, Call>> };
    const described = paths[`/central/sync/${call}`]?.[method];
    const schema = described?.requestBody.content['application/json']?.schema;
    const request: unknown = JSON.parse(golden(`${call}.request`));
    expect(keysOf(schema?.properties)).toEqual(keysOf(request));
    expect(keysOf(described?.responses)).toContain('200');
  });

  it('has the parts of an upload, the batch of a pull, and the question of who a site is', async () => {
    const answer = await fetch(`${programme.origin}/api/openapi.json`);
    const text = await answer.text();
    const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, Call>> };
    const parts = paths['/central/sync/upload_file']?.['put']?.requestBody.content['multipart/form-data'];
    expect(keysOf(parts?.schema.properties)).toEqual(['file_part', 'json_part']);
    expect(keysOf(parts?.schema.properties?.['json_part']?.properties)).toEqual(
      keysOf(JSON.parse(golden('upload_file.json_part'))),
    );
    const pulled = JSON.stringify(paths['/central/sync/pull']?.['post']?.responses);
    const { data } = JSON.parse(golden('pull.answer')) as { data: Record<string, unknown> };
    for (const field of keysOf(data)) expect(pulled).toContain(`"${field}"`);
    const site = JSON.stringify(paths['/sync/v5/site']?.['get']?.responses);
    for (const field of keysOf(JSON.parse(golden('site.answer')))) expect(site).toContain(`"${field}"`);
  });
});

describe('byte for byte, an error', () => {
  const version = (n: number, body: string) =>
    body.replace(/"(syncV6Version|sync_v6_version)":5/, `"$1":${n}`);
  const mismatch = '{"syncVersionMismatch":[0,5,6]}';
  const stranger = (body: string) => body.replace('"username":"hill"', '"username":"nobody"');
  const wrong = JSON.stringify({
    legacyServerError: {
      code: 'site_name_not_found',
      message: 'No site of this name is known to the central server.',
      data: null,
    },
  });

  it('of a version that is not spoken', async () => {
    for (const call of ['push', 'pull', 'site_status'])
      expect(await send(call, version(6, golden(`${call}.request`)))).toMatchObject(
        json(200, `{"error":${mismatch}}`),
      );
    expect(await upload(version(6, golden('upload_file.json_part')))).toMatchObject(
      json(200, `{"error":${mismatch}}`),
    );
    expect(await send('download_file', version(6, golden('download_file.request')))).toMatchObject(
      json(400, mismatch),
    );
  });

  it('of a wrong name or password', async () => {
    for (const call of ['push', 'pull', 'site_status'])
      expect(await send(call, stranger(golden(`${call}.request`)))).toMatchObject(
        json(200, `{"error":${wrong}}`),
      );
    expect(await upload(stranger(golden('upload_file.json_part')))).toMatchObject(
      json(200, `{"error":${wrong}}`),
    );
    expect(await send('download_file', stranger(golden('download_file.request')))).toMatchObject(
      json(401, wrong),
    );
  });

  it('while it integrates', async () => {
    await programme.central.database.v6?.inbox.begin([SITE]);
    for (const call of ['push', 'pull'])
      expect(await send(call, golden(`${call}.request`))).toMatchObject(
        json(200, '{"error":"integrationInProgress"}'),
      );
    expect(await send('site_status', golden('site_status.request'))).toMatchObject(
      json(200, '{"data":{"is_integrating":true}}'),
    );
  });

  it('of a file that is not here', async () => {
    const missing = `{"syncFileNotFound":"${FILE}"}`;
    expect(await send('download_file', golden('download_file.request'))).toMatchObject(json(404, missing));
    expect(await upload(golden('upload_file.json_part'))).toMatchObject(json(200, `{"error":${missing}}`));
  });

  it('of a server that serves no V6 sites', async () => {
    const { changes, rows, following, proofs, registry, transaction, canWrite, close } =
      await openTestDatabase();
    const other = await Programme.start({
      database: { changes, rows, following, proofs, registry, transaction, canWrite, close },
    });
    for (const call of ['push', 'pull', 'site_status'])
      expect(await send(call, golden(`${call}.request`), other.origin)).toMatchObject(
        json(200, '{"error":"notACentralServer"}'),
      );
    expect(await send('download_file', golden('download_file.request'), other.origin)).toMatchObject(
      json(400, '"notACentralServer"'),
    );
    await other.end();
  });
});
