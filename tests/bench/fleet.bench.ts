/** A page of the fleet of one region, in a country of 400,000 assets in 40,000 stores: the rows are written as central writes them, and asked for over HTTP. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { functionalStatuses } from '#shared/domain/functional-status';
import { blankAsset, type Asset } from '#shared/domain/asset';
import { blankAssetLog, type AssetLog } from '#shared/domain/asset-log';
import { openSqliteDatabase } from '../../server/database/sqlite/open-database';
import { rowsPathOf } from '../../server/database/sqlite/rows/open-rows';
import { RowsFile } from '../../server/database/sqlite/rows/rows-file';
import type { PutEntity, RowsTx } from '../../server/database/port/rows-tx';
import { siteText } from '../../server/database/port/registry-sites';
import { aCentral, cookiesOf, type TestCentral } from '../support/central';
import { LoopMeter } from './loop-meter';
import { printSection, whole } from './table';

const SITES = 40_000;
const ASSETS_OF_A_STORE = 10;
const STATES = 37;
const CALLS = Number(process.env['FLEET_CALLS'] ?? 200);
const PASSWORD = 'a long enough password';
/** A country that is kept between runs, while the server's code is worked on. */
const kept = process.env['FLEET_FOLDER'];
const folder = kept ?? mkdtempSync(join(tmpdir(), 'waypost-fleet-'));
mkdirSync(folder, { recursive: true });
const path = join(folder, 'central.sqlite');
const say = (line: string): void => void process.stderr.write(`${line}\n`);

const put = (entity: string, row: { id: string }, storeId?: string): PutEntity => ({
  before: undefined,
  now: {
    ref: { entity, id: row.id },
    ...{ first: 1, last: 1, lastHlc: '1700000000000-0000-d', row: row as never, storeId },
  },
  seqs: [1],
  placing: [],
  storeIds: storeId === undefined ? [] : [storeId],
});

const assetOf = (site: number, at: number): Asset => ({
  ...blankAsset,
  id: `asset-${site}-${at}`,
  storeId: `store-${site}`,
  assetNumber: `S${String(site).padStart(5, '0')}-${String(at).padStart(3, '0')}`,
  serialNumber: `SN${site * ASSETS_OF_A_STORE + at}`,
  ...{
    classId: 'class',
    categoryId: 'category',
    typeId: `type-${at % 7}`,
    manufacturer: 'Vestfrost',
    model: 'VLS 204A',
  },
  ...{
    createdAt: '2024-01-01T00:00:00.000Z',
    modifiedAt: new Date(1_700_000_000_000 + site * 60_000).toISOString(),
  },
});

/** The site's equipment, each piece with one status. */
async function equip(tx: RowsTx, site: number): Promise<void> {
  const storeId = `store-${site}`;
  for (let at = 0; at < ASSETS_OF_A_STORE; at += 1) {
    const asset = assetOf(site, at);
    const functionalStatus =
      functionalStatuses[(site * 7 + at * 3) % functionalStatuses.length] ?? 'FUNCTIONING';
    const loggedAt = new Date(1_600_000_000_000 + ((site * 31 + at) % 9000) * 3_600_000 * 10).toISOString();
    const log: AssetLog = {
      ...blankAssetLog,
      ...{ id: `log-${site}-${at}`, assetId: asset.id, type: 'STATUS_UPDATE', functionalStatus, userId: 'u' },
      ...{ loggedAt, createdAt: loggedAt },
    };
    await tx.putEntities([put('asset', asset, storeId), put('assetLog', log, storeId)]);
    await tx.putStatus(asset.id, { log, functionalStatus, since: loggedAt });
  }
}

/** Regions by the API, the rest beside it: forty thousand sites would take long one by one. */
async function furnish(): Promise<string[]> {
  const central = await aCentral({ database: await openSqliteDatabase({ path }) });
  const admin = await central.staff();
  const regions: string[] = [];
  for (let index = 0; index < STATES; index += 1) {
    const answer = await central.call('POST', '/api/regions', { headers: admin, body: { code: `R${index}`, name: `State ${index}` } }); // prettier-ignore
    regions.push(answer.json<{ id: string }>().id);
  }
  const user = { username: 'officer', displayName: 'Officer', password: PASSWORD, permissions: ['read-fleet'], regionIds: [regions[1]] }; // prettier-ignore
  await central.call('POST', '/api/users', { headers: admin, body: user });
  await central.central.database.following.reached();
  await central.central.close();

  const database = await openSqliteDatabase({ path });
  await database.file.write((sql) => {
    for (let site = 0; site < SITES; site += 1) {
      const stores = [{ id: `store-${site}`, code: `${site}-A`, name: `Store ${site}` }];
      const record = {
        id: `site-${site}`,
        code: `C${site}`,
        name: `Health centre ${site}`,
        createdAt: '',
        stores,
      };
      sql.run('INSERT INTO sites (id, code, name, search, created_at) VALUES (?, ?, ?, ?, ?)', record.id, record.code, record.name, siteText(record), ''); // prettier-ignore
      sql.run('INSERT INTO stores (id, code, name, site_id) VALUES (?, ?, ?, ?)', `store-${site}`, `${site}-A`, `Store ${site}`, record.id); // prettier-ignore
    }
  });
  await database.close();

  const rows = await RowsFile.open(rowsPathOf(path));
  for (let from = 0; from < SITES; from += 1000) {
    await rows.transaction(async (tx) => {
      for (let site = from; site < from + 1000; site += 1) {
        await tx.putEntities([
          put('facility', { id: `site-${site}`, regionId: regions[site % STATES] } as never),
        ]);
        await equip(tx, site);
      }
    });
    if (from % 10_000 === 0) say(`${from} sites`);
  }
  rows.close();
  return regions;
}

async function times(
  central: TestCentral,
  headers: Record<string, string>,
  urlOf: (index: number) => string,
) {
  const taken: number[] = [];
  const held: number[] = [];
  const worked: number[] = [];
  for (let index = 0; index < CALLS + 5; index += 1) {
    // a caller over the network leaves the loop to others between two calls
    await setImmediate();
    meter.read();
    const began = performance.now();
    const answer = await central.call('GET', urlOf(index), { headers });
    if (index >= 5) taken.push(performance.now() - began);
    await sleep(4);
    const { own, work } = meter.read();
    if (index >= 5) held.push(own);
    if (index >= 5) worked.push(work);
    if (answer.statusCode !== 200) throw new Error(`${urlOf(index)}: ${answer.body}`);
  }
  taken.sort((a, b) => a - b);
  return {
    median: taken[CALLS / 2] ?? 0,
    late: taken[Math.floor(CALLS * 0.95)] ?? 0,
    held: held.sort((a, b) => a - b)[Math.floor(CALLS * 0.95)] ?? 0,
    worked: worked.sort((a, b) => a - b)[Math.floor(CALLS * 0.95)] ?? 0,
    longest: Math.max(...worked),
  };
}

/** Pages deep in the list, by the cursors of one walk. */
async function cursorsOf(
  central: TestCentral,
  headers: Record<string, string>,
  url: string,
): Promise<string[]> {
  const cursors: string[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined && cursors.length < 40;) {
    const asked: string = `${url}${cursor === '' ? '' : `&cursor=${cursor}`}`;
    cursor = (await central.call('GET', asked, { headers })).json<{ nextCursor?: string }>().nextCursor;
    if (cursor !== undefined) cursors.push(cursor);
  }
  return cursors;
}

const known = join(folder, 'regions.json');
const regions = existsSync(known) ? (JSON.parse(readFileSync(known, 'utf8')) as string[]) : await furnish();
writeFileSync(known, JSON.stringify(regions));
const central = await aCentral({ database: await openSqliteDatabase({ path }) });
const admin = await central.staff();
const session = await central.call('POST', '/api/session', {
  body: { username: 'officer', password: PASSWORD },
});
const officer = { cookie: cookiesOf(session), origin: central.central.origin };
const region = (index: number): string => regions[index % STATES] ?? '';
const meter = new LoopMeter();
const deep = await cursorsOf(central, officer, '/api/assets?limit=100');

const asked: [string, Record<string, string>, (index: number) => string][] = [
  [
    'first page, any of the 37 regions, by number',
    admin,
    (index) => `/api/assets?limit=100&regionId=${region(index)}`,
  ],
  ['the same, by status', admin, (index) => `/api/assets?limit=100&sort=status&regionId=${region(index)}`],
  [
    'the same, longest status first',
    admin,
    (index) => `/api/assets?limit=100&sort=statusSince&regionId=${region(index)}`,
  ],
  [
    'the same, not functioning for 12 weeks',
    admin,
    (index) =>
      `/api/assets?limit=100&status=NOT_FUNCTIONING&sinceBefore=2023-01-01T00:00:00.000Z&regionId=${region(index)}`,
  ],
  ['counts of the chips', admin, (index) => `/api/fleet/counts?regionId=${region(index)}`],
  ['staff of one region: first page', officer, () => '/api/assets?limit=100'],
  ['staff of one region: pages deep in the list', officer, (index) => `/api/assets?limit=100&cursor=${deep[index % deep.length] ?? ''}`], // prettier-ignore
  ['staff of one region: a search by words', officer, (index) => `/api/assets?limit=100&q=s0${index % 40}`],
  ['the whole country: first page', admin, () => '/api/assets?limit=100'],
  ['the whole country: a search by words', admin, (index) => `/api/assets?limit=100&q=s0${index % 40}`],
  ['the whole country: counts of that search', admin, (index) => `/api/fleet/counts?q=s0${index % 40}`],
  ['the whole country: two words, one in all names', admin, (index) => `/api/assets?limit=100&q=centre 1${index % 40}`], // prettier-ignore
  ['the whole country: search over everything', admin, (index) => `/api/search?q=centre 1${index % 40}`],
  ['staff of one region: search over everything', officer, (index) => `/api/search?q=s0${index % 40}`],
  ['staff of one region: overview', officer, () => '/api/fleet/summary'],
  ['staff of one region: list of sites', officer, () => '/api/sites?limit=100'],
];
const rows: string[][] = [];
for (const [name, headers, urlOf] of asked) {
  say(name);
  const { median, late, held, worked, longest } = await times(central, headers, urlOf);
  rows.push([name, ...[median, late, held, worked, longest].map((ms) => `${whole(ms)} ms`)]);
  say(rows.at(-1)?.join(' | ') ?? '');
}
const { total } = (await central.call('GET', '/api/assets?limit=1', { headers: officer })).json<{
  total: number;
}>();
printSection({
  title: `The fleet of one region: ${whole(SITES * ASSETS_OF_A_STORE)} assets in ${whole(SITES)} stores`,
  about: `A page of 100 assets, each with its status, its problems, its site and its store, over the whole of the server but the network; a region has ${whole(total)} assets. Aim: 95 of 100 calls under 100 ms. ${CALLS} calls each, after five to warm up.`,
  columns: ['call', 'median', 'p95', 'loop held, p95', 'of it own work, p95', 'longest work'],
  rows,
});
await central.central.close();
if (kept === undefined) rmSync(folder, { recursive: true, force: true });
