/** [R9] A piece that was moved over the border is no longer theirs: staff of its former region change nothing of it, by whichever document. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { storeDocument } from '#shared/change/documents';
import { rights } from '#shared/domain/rights';
import { ChangeMaker } from '../../tests/central/change-maker';
import { aCentral, cookiesOf, type Site, type TestCentral } from '../../tests/support/central';

const PASSWORD = 'a long enough password';
const YEAR = new Date().getUTCFullYear();
const maker = new ChangeMaker('d1', 'u1');

let central: TestCentral;
let admin: Record<string, string>;
let officer: Record<string, string>;
let stores: string[];

beforeEach(async () => {
  central = await aCentral();
  admin = await central.staff();
  stores = [];
  const regions: string[] = [];
  for (const code of ['OWN', 'OTHER']) {
    const region = await made('/api/regions', { code, name: code });
    regions.push(region.id);
    const site = await made('/api/sites', { code, name: code, stores: [{ code: `${code}-A`, name: code }], regionId: region.id }); // prettier-ignore
    stores.push((site as Site).stores[0]?.id ?? '');
  }
  await made('/api/users', { username: 'officer', displayName: 'Officer', password: PASSWORD, permissions: rights, regionIds: [regions[0]] }); // prettier-ignore
  const body = { username: 'officer', password: PASSWORD };
  const session = await central.call('POST', '/api/session', { body });
  officer = { cookie: cookiesOf(session), origin: central.central.origin };
  await say(admin, 0, [
    ...[maker.make('asset.create', { storeId: stores[0] ?? '', assetNumber: 'A-1' }, 'gone')],
    ...[maker.make('asset.create', { storeId: stores[0] ?? '', assetNumber: 'A-2' }, 'here')],
    maker.make(
      'assetLog.add',
      { assetId: 'gone', type: 'STATUS_UPDATE', functionalStatus: 'FUNCTIONING' },
      'log',
    ),
    maker.make('file.attach', fileOf('assetLog', 'log'), 'file'),
  ]);
  const moved = await central.call('POST', '/api/assets/gone/move', { headers: admin, body: { storeId: stores[1] } }); // prettier-ignore
  expect(moved.statusCode).toBe(200);
});
afterEach(() => central.central.close());

const fileOf = (ownerTable: string, ownerId: string) => ({
  ...{ ownerTable, ownerId, fileName: 'a.jpg', mimeType: 'image/jpeg', totalBytes: 1 },
  sha256: 'a'.repeat(64),
});

async function made(url: string, body: object): Promise<{ id: string }> {
  return (await central.call('POST', url, { headers: admin, body })).json<{ id: string }>();
}

async function say(headers: Record<string, string>, store: number, changes: readonly unknown[]) {
  const document = storeDocument(stores[store] ?? '', YEAR);
  const answer = await central.call('POST', '/api/changes', { headers, body: { document, changes } });
  return {
    status: answer.statusCode,
    ...answer.json<{ stored?: string[]; refused?: { code: string; changeIds: string[] }[] }>(),
    body: answer.body,
  };
}

it.each([
  ['[R9] an edit', () => maker.make('asset.edit', { donor: 'Taken' }, 'gone')],
  ['bringing it back', () => maker.make('asset.edit', { deletedAt: null, removedFor: null }, 'gone')],
  ['taking it out', () => maker.make('asset.remove', { removedFor: 'SCRAPPED' }, 'gone')],
  [
    'a status',
    () =>
      maker.make('assetLog.add', { assetId: 'gone', type: 'STATUS_UPDATE', functionalStatus: 'NOT_IN_USE' }),
  ],
  ['voiding a log', () => maker.make('assetLog.void', { assetId: 'gone' }, 'log')],
  ['a photo of it', () => maker.make('file.attach', fileOf('asset', 'gone'))],
  ['a photo of its log', () => maker.make('file.attach', fileOf('assetLog', 'log'))],
  ['a merge of an own piece into it', () => maker.make('asset.merge', { into: 'gone' }, 'here')],
])('%s is refused, the rest of the call is taken', async (_, change) => {
  const [bad, good] = [change(), maker.make('asset.edit', { donor: 'Own' }, 'here')];
  const before = await central.central.database.changes.lastSeq();
  const answer = await say(officer, 0, [bad, good]);
  expect(answer).toMatchObject({
    stored: [good.id],
    refused: [{ code: 'not-yours', changeIds: [bad.id] }],
  });
  expect(await central.central.database.changes.lastSeq()).toBe(before + 1);
});

it('staff of the whole country write it as before: it follows to where the piece is now', async () => {
  const edit = maker.make('asset.edit', { donor: 'Late' }, 'gone');
  expect(await say(admin, 0, [edit])).toMatchObject({ stored: [edit.id], refused: [] });
  expect(await central.central.database.rows.row('asset', 'gone')).toMatchObject({ donor: 'Late' });
});

it('what was stored while it was theirs is answered as stored', async () => {
  const edit = maker.make('asset.edit', { donor: 'Own' }, 'here');
  expect(await say(officer, 0, [edit])).toMatchObject({ stored: [edit.id] });
  await central.call('POST', '/api/assets/here/move', { headers: admin, body: { storeId: stores[1] } });
  expect(await say(officer, 0, [edit])).toMatchObject({ stored: [edit.id], refused: [] });
});
