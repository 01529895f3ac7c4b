/** What staff may do to equipment, right by right: every act is tried by somebody with each right alone, and the server says what it takes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeDocument } from '#shared/change/documents';
import type { HeldEquipment } from '#shared/api/held';
import { rights, type Right } from '#shared/domain/rights';
import { ChangeMaker } from '../../tests/central/change-maker';
import { aCentral, codeOf, cookiesOf, type Site, type TestCentral } from '../../tests/support/central';

const PASSWORD = 'a long enough password';
const year = new Date().getUTCFullYear();
const maker = new ChangeMaker('d1', 'u1');

let central: TestCentral;
let admin: Record<string, string>;
let site: Site;
const as = new Map<Right, Record<string, string>>();
let made = 0;

const storeId = (): string => site.stores[0]?.id ?? '';
const post = (headers: Record<string, string>, url: string, body: unknown = {}) =>
  central.call('POST', url, { headers, body });

async function signIn(username: string, permissions: readonly string[]): Promise<Record<string, string>> {
  const body = { username, displayName: username, password: PASSWORD, permissions };
  expect((await post(admin, '/api/users', body)).statusCode).toBe(201);
  const session = await central.call('POST', '/api/session', { body: { username, password: PASSWORD } });
  return { cookie: cookiesOf(session), origin: central.central.origin };
}

/** `done`, or the code of the refusal, of a change in the store. */
async function change(headers: Record<string, string>, kind: string, entityId: string, patch: object) {
  const changes = [maker.make(kind, patch as Record<string, never>, entityId)];
  const answer = await post(headers, '/api/changes', { document: storeDocument(storeId(), year), changes });
  if (answer.statusCode === 403) return codeOf(answer);
  const { error } = answer.json<{ error?: { details?: { refused?: { code: string }[] } } }>();
  return error?.details?.refused?.[0]?.code ?? (answer.statusCode === 200 ? 'done' : codeOf(answer));
}

async function anAsset(): Promise<string> {
  const id = `a${(made += 1)}`;
  expect(await change(admin, 'asset.create', id, { storeId: storeId(), assetNumber: id })).toBe('done');
  return id;
}

const said = async (answer: ReturnType<typeof post>): Promise<string> => {
  const { statusCode } = await answer;
  return statusCode < 300 ? 'done' : codeOf(await answer);
};

const status = (assetId: string) => ({ assetId, type: 'STATUS_UPDATE', functionalStatus: 'FUNCTIONING' });
const photo = (ownerTable: string, ownerId: string) => ({
  ...{
    ownerTable,
    ownerId,
    fileName: 'a.jpg',
    mimeType: 'image/jpeg',
    totalBytes: 1,
    sha256: 'a'.repeat(64),
  },
});

/** Each act, and the rights of which any one allows it. */
const acts: [string, Right[], (by: Record<string, string>, id: string) => Promise<string>][] = [
  ['adding', ['edit-equipment'], (by, id) => change(by, 'asset.create', `${id}-new-${(made += 1)}`, { storeId: storeId() })], // prettier-ignore
  ['editing', ['edit-equipment'], (by, id) => change(by, 'asset.edit', id, { donor: 'Unicef' })],
  ['a status', ['record-status', 'edit-equipment'], (by, id) => change(by, 'assetLog.add', `l${(made += 1)}`, status(id))], // prettier-ignore
  ['the day of a mapping', ['record-status', 'edit-equipment'], (by, id) => change(by, 'asset.edit', id, { properties: { initial_mapping_date: '2026-01-01' } })], // prettier-ignore
  ['another property', ['edit-equipment'], (by, id) => change(by, 'asset.edit', id, { properties: { colour: 'red' } })], // prettier-ignore
  [
    'a photo',
    ['edit-equipment'],
    (by, id) => change(by, 'file.attach', `f${(made += 1)}`, photo('asset', id)),
  ],
  ['removing', ['remove-equipment'], (by, id) => change(by, 'asset.remove', id, { removedFor: 'SCRAPPED' })],
  ['bringing back', ['remove-equipment'], (by, id) => change(by, 'asset.edit', id, { deletedAt: null })],
  ['merging', ['merge-equipment'], async (by, id) => change(by, 'asset.merge', id, { into: await anAsset() })], // prettier-ignore
  ['merging by its call', ['merge-equipment'], async (by, id) => said(post(by, `/api/assets/${id}/merge`, { into: await anAsset() }))], // prettier-ignore
  ['moving', ['move-equipment'], (by, id) => said(post(by, `/api/assets/${id}/move`, { storeId: site.stores[1]?.id }))], // prettier-ignore
];

beforeAll(async () => {
  central = await aCentral();
  admin = await central.staff();
  const made201 = await post(admin, '/api/sites', {
    ...{ code: 'S1', name: 'Site', stores: [{ code: 'A', name: 'A' }, { code: 'B', name: 'B' }] }, // prettier-ignore
  });
  site = made201.json<Site>();
  for (const right of rights) as.set(right, await signIn(right, [right]));
}, 60_000);
afterAll(() => central.central.close());

describe('each right of equipment allows what it names, and nothing else', () => {
  it.each(acts)('%s', async (_, needed, act) => {
    for (const right of rights) {
      const allowed = needed.includes(right) || right === 'manage-sites';
      expect([right, await act(as.get(right) ?? {}, await anAsset())]).toEqual([
        right,
        allowed ? 'done' : 'no-right',
      ]);
    }
  });

  it('[D4] a move has a call of its own: as a change, nobody makes one', async () => {
    const moved = { storeId: site.stores[1]?.id };
    expect(await change(admin, 'asset.move', await anAsset(), moved)).toBe('central-only');
  });

  it('[R9] stores what is allowed of a call, and names the rest', async () => {
    const id = await anAsset();
    const changes = [
      maker.make('assetLog.add', status(id), 'mixed-log'),
      maker.make('asset.edit', { donor: 'Unicef' }, id),
    ];
    const body = { document: storeDocument(storeId(), year), changes };
    const answer = await post(as.get('record-status') ?? {}, '/api/changes', body);
    expect(answer.json()).toMatchObject({
      stored: [changes[0]?.id],
      refused: [{ code: 'no-right', changeIds: [changes[1]?.id] }],
    });
  });

  it('an import of equipment takes the right to import', async () => {
    for (const right of rights) {
      const form = new FormData();
      form.set('table', 'equipment');
      form.set('file', new Blob(['Store,Asset number\nS1/A,X-1\n'], { type: 'text/csv' }), 'e.csv');
      const request = new Request('http://central', { method: 'POST', body: form });
      const headers = {
        host: new URL(central.central.origin).host,
        'content-type': request.headers.get('content-type') ?? '',
        ...as.get(right),
      };
      const answer = await central.central.app.inject({
        ...{
          method: 'POST',
          url: '/api/imports',
          headers,
          payload: Buffer.from(await request.arrayBuffer()),
        },
      });
      const allowed = right === 'import-equipment' || right === 'manage-sites';
      expect([right, answer.statusCode]).toEqual([right, allowed ? 201 : 403]);
    }
  });
});

it('[C8] what names somebody else is signed by who brings it; what is stored already stays as it was', async () => {
  const id = await anAsset();
  const forged = maker.make('asset.edit', { donor: 'Forged' }, id);
  expect(forged.userId).toBe('u1');
  const document = storeDocument(storeId(), year);
  const send = (by: Record<string, string>) => post(by, '/api/changes', { document, changes: [forged] });
  const brings = as.get('edit-equipment') ?? {};
  expect((await send(brings)).json()).toEqual({ stored: [forged.id], refused: [] });
  const me = (await central.call('GET', '/api/session', { headers: brings })).json<{
    user: { id: string };
  }>();
  const held = await central.call('GET', `/api/assets/${id}/changes`, { headers: admin });
  const stored = held.json<HeldEquipment>().changes.map(({ change: one }) => one as typeof forged);
  expect(stored.find((one) => one.id === forged.id)?.userId).toBe(me.user.id);
  // a call that is made twice stores once
  expect((await send(brings)).json()).toEqual({ stored: [forged.id], refused: [] });
});
