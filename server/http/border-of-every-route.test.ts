/**
 * Nothing of another region is returned by any call. Staff with random regions ask every route that the description of the API names, in
 * random countries, with the ids of everything there is. The data that a route may return are worked out here by walking up the tree.
 */
import { afterEach, expect, it } from 'vitest';
import { storeDocument } from '#shared/change/documents';
import { rights } from '#shared/domain/rights';
import { ChangeMaker } from '../../tests/central/change-maker';
import { aCentral, cookiesOf, type Site, type TestCentral } from '../../tests/support/central';
import { seeds } from '../../tests/support/more-runs';

const PASSWORD = 'a long enough password';

let central: TestCentral;
afterEach(() => central.central.close());

/** mulberry32 */
function chanceOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

interface Placed {
  /** stands in every name of a record there */
  mark: string;
  regionId: string | undefined;
  site: Site;
  ids: string[];
}

const call = (method: 'GET' | 'POST', url: string, headers: Record<string, string>, body?: unknown) =>
  central.call(method, url, { headers, ...(body !== undefined && { body }) });

async function made(url: string, headers: Record<string, string>, body: unknown): Promise<{ id: string }> {
  const answer = await call('POST', url, headers, body);
  expect([url, answer.statusCode]).toEqual([url, 201]);
  return answer.json<{ id: string }>();
}

async function makeTree(admin: Record<string, string>, chance: (below: number) => number) {
  const parentOf = new Map<string, string | undefined>();
  for (let index = 0; index < 7; index += 1) {
    const known = [...parentOf.keys()];
    const parentId = known.length > 0 && chance(4) > 0 ? known[chance(known.length)] : undefined;
    const { id } = await made('/api/regions', admin, {
      code: `R${index}`,
      name: `Region zz${index}rr`,
      parentId,
    });
    parentOf.set(id, parentId);
  }
  return parentOf;
}

async function place(
  admin: Record<string, string>,
  index: number,
  regionId: string | undefined,
): Promise<Placed> {
  const mark = `zz${index}qq`;
  const body = {
    code: `${mark}S`,
    name: `Site ${mark}`,
    stores: [{ code: `${mark}-A`, name: `Store ${mark}` }],
    regionId,
  };
  const answer = await call('POST', '/api/sites', admin, body);
  const site = answer.json<Site>();
  const storeId = site.stores[0]?.id ?? '';
  const maker = new ChangeMaker('d1', 'u1');
  const [assetId, logId] = [`asset-${index}`, `log-${index}`];
  const changes = [
    // one serial number and maker everywhere: each contradicts the others
    maker.make(
      'asset.create',
      { storeId, assetNumber: `A-${mark}`, serialNumber: 'SAME', manufacturer: 'Maker', notes: mark },
      assetId,
    ),
    maker.make(
      'assetLog.add',
      { assetId, type: 'STATUS_UPDATE', functionalStatus: 'FUNCTIONING', comment: mark },
      logId,
    ),
  ];
  const document = storeDocument(storeId, new Date().getUTCFullYear());
  const authored = await call('POST', '/api/changes', admin, { document, changes });
  expect(authored.statusCode).toBe(200);
  return { mark, regionId, site, ids: [site.id, storeId, assetId, logId] };
}

function isWithin(
  parentOf: ReadonlyMap<string, string | undefined>,
  granted: readonly string[],
  regionId: string | undefined,
): boolean {
  for (let at = regionId; at !== undefined; at = parentOf.get(at)) if (granted.includes(at)) return true;
  return false;
}

/** Every address of a GET in the description, with each of these ids in the place of a parameter, and asked for each of them. */
async function addresses(ids: readonly string[], words: readonly string[]): Promise<string[]> {
  const { paths } = (await call('GET', '/api/openapi.json', {})).json<{
    paths: Record<string, Record<string, unknown>>;
  }>();
  const asked: string[] = [];
  for (const [path, methods] of Object.entries(paths)) {
    if (!('get' in methods)) continue;
    const filled = path.includes('{')
      ? ids.map((id) => path.replaceAll(/\{[^}]+\}/g, encodeURIComponent(id)))
      : [path];
    asked.push(...filled);
    if (path.includes('{')) continue;
    for (const id of ids)
      asked.push(`${path}?siteId=${id}`, `${path}?storeId=${id}`, `${path}?regionId=${id}`);
    for (const word of words) asked.push(`${path}?q=${word}`);
  }
  return asked;
}

it.each(seeds(3))(
  'no call tells staff of some regions anything of the others (country %i)',
  async (seed) => {
    central = await aCentral();
    const admin = await central.staff();
    const chance = chanceOf(seed);
    const parentOf = await makeTree(admin, chance);
    const regions = [...parentOf.keys()];
    const placed: Placed[] = [];
    for (let index = 0; index < 6; index += 1)
      placed.push(await place(admin, index, index === 5 ? undefined : regions[chance(regions.length)]));
    const granted = [regions[chance(regions.length)] ?? '', regions[chance(regions.length)] ?? ''].slice(
      0,
      1 + chance(2),
    );
    const user = {
      username: 'officer',
      displayName: 'Officer',
      password: PASSWORD,
      permissions: rights,
      regionIds: [...new Set(granted)],
    };
    expect((await call('POST', '/api/users', admin, user)).statusCode).toBe(201);
    const session = await call('POST', '/api/session', {}, { username: 'officer', password: PASSWORD });
    const officer = { cookie: cookiesOf(session), origin: central.central.origin };

    const foreign = placed.filter(({ regionId }) => !isWithin(parentOf, granted, regionId));
    const forbidden = [
      ...foreign.flatMap(({ mark, ids }) => [mark, ...ids.slice(2)]),
      ...regions.flatMap((id, index) => (isWithin(parentOf, granted, id) ? [] : [`zz${index}rr`])),
    ];
    expect(forbidden.length).toBeGreaterThan(0);
    const asked = await addresses(
      [...placed.flatMap(({ ids }) => ids), ...regions],
      placed.map(({ mark }) => mark),
    );
    expect(asked.length).toBeGreaterThan(500);
    for (const url of asked) {
      const { body } = await call('GET', url, officer);
      // the refusal may name the thing that was asked for
      const said = body.replaceAll(decodeURIComponent(url), '');
      expect([url, forbidden.filter((one) => said.includes(one))]).toEqual([url, []]);
    }
    // the whole country's staff see all of it: the test could fail
    const all = (await call('GET', '/api/assets', admin)).body;
    expect(placed.every(({ mark }) => all.includes(mark))).toBe(true);
  },
  120_000,
);
