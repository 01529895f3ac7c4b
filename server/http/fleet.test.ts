import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeDocument, yearOf } from '#shared/change/documents';
import { formatHlc } from '#shared/change/hlc';
import { aCentral, codeOf, type Site, type TestCentral } from '../../tests/support/central';
import { newId } from '../new-id';

let central: TestCentral;
let staff: { cookie: string; origin: string };
let sites: [Site, Site];
const author = { deviceId: 'tester', userId: 'tester' };
let n = 0;

const change = (kind: string, entityId: string, patch: object, now = Date.now()) => ({
  id: newId(now),
  hlc: formatHlc({ ms: now, counter: n, deviceId: author.deviceId }),
  ...author,
  n: ++n,
  kind,
  entityId,
  patch,
});

const asset = (id: string, assetNumber: string) =>
  change('asset.create', id, { assetNumber, classId: 'c', categoryId: 'k', typeId: 't' });

const log = (assetId: string, functionalStatus: string, loggedAt: string) =>
  change('assetLog.add', newId(Date.now()), {
    assetId,
    type: 'STATUS_UPDATE',
    functionalStatus,
    loggedAt,
    createdAt: loggedAt,
  });

async function authored(storeId: string | undefined, ...changes: object[]): Promise<void> {
  const result = await central.central.sync.author(
    storeDocument(storeId ?? '', yearOf(Date.now())),
    changes,
    author,
  );
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
}

const get = async <T>(url: string): Promise<T> =>
  (await central.call('GET', url, { headers: staff })).json<T>();

interface Assets {
  items: { id: string; assetNumber: string }[];
  nextCursor?: string;
  total: number;
}

beforeAll(async () => {
  central = await aCentral();
  staff = await central.staff();
  sites = [await central.site(staff, 'S1'), await central.site(staff, 'S2')];
  await authored(
    sites[0].stores[0]?.id,
    asset('a1', 'N-1'),
    asset('a2', 'N-2'),
    log('a1', 'FUNCTIONING', '2026-01-01T00:00:00.000Z'),
  );
  await authored(
    sites[0].stores[0]?.id,
    log('a1', 'NOT_FUNCTIONING', '2026-02-01T00:00:00.000Z'),
    log('a2', 'FUNCTIONING', '2026-01-05T00:00:00.000Z'),
  );
  await authored(sites[1].stores[0]?.id, asset('b1', 'N-3'));
});
afterAll(() => central.central.close());

describe('GET /api/assets', () => {
  it('shows the assets of all sites, with status, site and problems', async () => {
    const { items, total } = await get<Assets>('/api/assets');
    expect(total).toBe(3);
    expect(items[0]).toMatchObject({
      id: 'a1',
      assetNumber: 'N-1',
      storeId: sites[0].stores[0]?.id,
      siteId: sites[0].id,
      functionalStatus: 'NOT_FUNCTIONING',
      statusSince: '2026-02-01T00:00:00.000Z',
      problems: expect.arrayContaining(['unknown-category', 'reason-missing']) as unknown,
    });
  });

  it.each([
    ['siteId', () => sites[1].id, ['N-3']],
    ['storeId', () => sites[0].stores[0]?.id, ['N-1', 'N-2']],
    ['siteId', () => 'nowhere', []],
    ['status', () => 'FUNCTIONING', ['N-2']],
    ['status', () => 'FUNCTIONING,NOT_FUNCTIONING', ['N-1', 'N-2']],
    ['q', () => 'n-3', ['N-3']],
    ['sort', () => '-assetNumber', ['N-3', 'N-2', 'N-1']],
    ['sort', () => '-status', ['N-1', 'N-2', 'N-3']],
    ['sort', () => 'statusSince', ['N-3', 'N-2', 'N-1']],
  ])('can be asked by %s (%#)', async (name, value, expected) => {
    const { items, total } = await get<Assets>(`/api/assets?${name}=${value() ?? ''}`);
    expect(items.map(({ assetNumber }) => assetNumber)).toEqual(expected);
    expect(total).toBe(expected.length);
  });

  it('pages without losing or repeating one', async () => {
    const first = await get<Assets>('/api/assets?limit=2');
    const second = await get<Assets>(`/api/assets?limit=2&cursor=${first.nextCursor ?? ''}`);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(['a1', 'a2', 'b1']);
    expect([first.total, second.total, second.nextCursor]).toEqual([3, 3, undefined]);
  });

  it.each(['limit=0', 'limit=x', 'status=BROKEN', 'sort=colour'])('refuses %s', async (query) => {
    const answer = await central.call('GET', `/api/assets?${query}`, { headers: staff });
    expect([answer.statusCode, codeOf(answer)]).toEqual([400, 'bad-request']);
  });
});

describe('one asset', () => {
  it('is shown by its id, with its logs, the latest first', async () => {
    expect(await get('/api/assets/a1')).toMatchObject({
      id: 'a1',
      functionalStatus: 'NOT_FUNCTIONING',
      siteId: sites[0].id,
    });
    const { items } = await get<{ items: { functionalStatus: string }[] }>('/api/assets/a1/logs');
    expect(items.map(({ functionalStatus }) => functionalStatus)).toEqual(['NOT_FUNCTIONING', 'FUNCTIONING']);
  });

  it.each(['/api/assets/nix', '/api/assets/nix/logs'])('that is not there is not found (%s)', async (url) => {
    const answer = await central.call('GET', url, { headers: staff });
    expect([answer.statusCode, codeOf(answer)]).toEqual([404, 'not-found']);
  });
});

describe('GET /api/problems and the summary', () => {
  it('tell what is wrong, page by page', async () => {
    const first = await get<{ items: { code: string }[]; total: number; nextCursor: string }>(
      '/api/problems?limit=1',
    );
    expect(first.items).toHaveLength(1);
    expect(first.total).toBeGreaterThan(1);
    const elsewhere = await get<{ total: number }>('/api/problems?siteId=nowhere');
    expect(elsewhere.total).toBe(0);
    expect(await get('/api/fleet/summary')).toMatchObject({
      assets: { total: 3, byStatus: { FUNCTIONING: 1, NOT_FUNCTIONING: 1 } },
      problems: first.total,
      sites: 2,
    });
  });
});

describe('POST /api/changes', () => {
  const post = (body: object) => central.call('POST', '/api/changes', { body, headers: staff });
  const item = (id: string) =>
    change('catalogueItem.create', id, {
      subCatalogue: 'General',
      code: id,
      model: 'M',
      classId: 'c',
      categoryId: 'k',
      typeId: 't',
    });

  it('stores what staff say of central data', async () => {
    const good = item('i1');
    const answer = await post({ document: 'config', changes: [good] });
    expect([answer.statusCode, answer.json()]).toEqual([200, { stored: [good.id], refused: [] }]);
    expect(await central.central.database.rows.row('catalogueItem', 'i1')).toMatchObject({ code: 'i1' });
  });

  it('stores the good ones, and says which were refused and why', async () => {
    const [good, bad] = [item('i2'), { ...item('i3'), patch: { model: 7 } }];
    const answer = await post({ document: 'config', changes: [bad, good] });
    expect(answer.json()).toMatchObject({
      stored: [good.id],
      refused: [{ code: 'bad-field', changeIds: [bad.id] }],
    });
  });

  it('answers 422 when all were refused', async () => {
    const answer = await post({ document: 'config', changes: [{ id: 'nonsense' }] });
    expect([answer.statusCode, codeOf(answer)]).toEqual([422, 'refused']);
  });

  it('knows no document of a year that no device opens', async () => {
    const storeId = sites[0].stores[0]?.id ?? '';
    const now = yearOf(Date.now());
    const statuses = [];
    for (const year of [1999, 2000, now - 1, now + 1, now + 2]) {
      const made = change('asset.create', `of-${year}`, { assetNumber: `OF-${year}` });
      statuses.push((await post({ document: storeDocument(storeId, year), changes: [made] })).statusCode);
    }
    expect(statuses).toEqual([404, 200, 200, 200, 404]);
  });

  it.each([{}, { document: 'config', changes: [] }, { document: 'config', changes: 'x' }])(
    'refuses %j',
    async (body) => {
      expect((await post(body)).statusCode).toBe(400);
    },
  );
});

describe('GET /api/documents', () => {
  it('tells a device of config and its own stores only', async () => {
    const { deviceToken } = (await central.join(await central.joinCode(staff, sites[1].id))).json<{
      deviceToken: string;
    }>();
    const answer = await central.call('GET', '/api/documents', {
      headers: { authorization: `Bearer ${deviceToken}` },
    });
    const documents = answer.json<{ name: string; seq: number; changes: number; bytes: number }[]>();
    const own = storeDocument(sites[1].stores[0]?.id ?? '', yearOf(Date.now()));
    expect(documents.map(({ name }) => name).sort()).toEqual(['config', own]);
    expect(documents.find(({ name }) => name === own)).toMatchObject({
      changes: 1,
      seq: expect.any(Number) as unknown,
    });
  });

  it('wants to know who asks', async () => {
    expect((await central.call('GET', '/api/documents')).statusCode).toBe(401);
  });
});

describe('the logs of an asset', () => {
  it('say by name which device or member of staff wrote a log, and at which site', async () => {
    const joined = await central.join(await central.joinCode(staff, sites[0].id));
    const { deviceId } = joined.json<{ deviceId: string }>();
    const { user } = await get<{ user: { id: string; displayName: string } }>('/api/session');
    const by = (userId: string) => ({
      ...log('a2', 'NOT_IN_USE', '2026-01-06T00:00:00.000Z'),
      ...{ userId, deviceId: userId },
    });
    for (const userId of [deviceId, user.id, 'Mary@S1'])
      await central.central.sync.author(
        storeDocument(sites[0].stores[0]?.id ?? '', yearOf(Date.now())),
        [by(userId)],
        { deviceId: userId, userId },
      );
    const { writers } = await get<{ writers: object[] }>('/api/assets/a2/logs');
    expect(writers).toHaveLength(2);
    expect(writers).toEqual(
      expect.arrayContaining([
        { userId: deviceId, name: 'Phone', siteName: 'Site S1' },
        { userId: user.id, name: user.displayName },
      ]),
    );
  });
});
