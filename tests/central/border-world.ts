/**
 * A country in which staff of some regions call everything there is, again and again, while an administrator gives the country another tree and
 * the staff another grant. After each call the log and the registry are looked at: a call by staff of some regions has changed nothing that lies
 * elsewhere, and has been given no name that stands there. Where the border runs is worked out here, by walking up the tree.
 */
import { expect } from 'vitest';
import { storeDocument, storeOf } from '#shared/change/documents';
import { rights } from '#shared/domain/rights';
import { aCentral, cookiesOf, type Site, type TestCentral } from '../support/central';
import { ChangeMaker } from './change-maker';

const PASSWORD = 'a long enough password';
const REGIONS = 7;
const SITES = 8;
const ASSETS = 16;
const YEAR = new Date().getUTCFullYear();

/** mulberry32 */
export function chanceOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

interface Region {
  id: string;
  parentId: string | undefined;
}
interface PlacedSite {
  site: Site;
  mark: string;
  regionId: string | undefined;
  deviceId: string;
}
type Headers = Record<string, string>;
type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** A kind of call: what it names is chosen among everything there is, on both sides of the border. */
type Act = (world: BorderWorld) => [Method, string, unknown?];

const acts: Act[] = [
  (w) => ['GET', w.pick(['/api/assets', '/api/sites', '/api/problems', '/api/regions', '/api/fleet/summary', '/api/imports', '/api/problems/v6', '/api/usage', '/api/documents', '/api/views', '/api/sites/states', '/api/fleet/counts', '/api/fleet/makers'])], // prettier-ignore
  (w) => ['GET', `/api/${w.pick(['assets', 'problems', 'sites', 'fleet/export', 'fleet/counts', 'sites/states'])}?${w.pick(['siteId', 'storeId', 'regionId'])}=${w.pick([w.anySite().site.id, w.anyStore(), w.anyRegion()])}`], // prettier-ignore
  (w) => ['GET', `/api/${w.pick(['search', 'assets', 'sites', 'fleet/export'])}?q=${w.anyMark()}`],
  () => ['GET', '/api/fleet/export'],
  (w) => ['GET', `/api/assets/${w.anyAsset()}${w.pick(['', '/logs', '/changes', '/files'])}`],
  (w) => ['GET', `/api/stores/${w.anyStore()}/changes`],
  (w) => ['GET', `/api/sites/${w.anySite().site.id}${w.pick(['', '/v6', '/v6/people'])}`],
  (w) => ['GET', `/api/rounds?siteId=${w.anySite().site.id}`],
  (w) => [
    'GET',
    `/api/documents/${encodeURIComponent(w.pick(['country', storeDocument(w.anyStore(), YEAR)]))}/log`,
  ],
  (w) => ['POST', '/api/changes', { document: storeDocument(w.anyStore(), YEAR), changes: [w.anyChange()] }],
  (w) => ['POST', '/api/changes', { document: storeDocument(w.anyStore(), YEAR), changes: [w.anyChange()] }],
  (w) => ['POST', '/api/changes', { document: 'country', changes: [w.maker.make('region.edit', { name: 'Taken' }, w.anyRegion())] }], // prettier-ignore
  (w) => ['POST', `/api/assets/${w.anyAsset()}/move`, { storeId: w.anyStore() }],
  (w) => ['POST', `/api/assets/${w.anyAsset()}/merge`, { into: w.anyAsset() }],
  (w) => ['DELETE', `/api/assets/${w.anyAsset()}/merge`],
  (w) => ['POST', `/api/logs/${w.anyLog()}/void`, {}],
  (w) => ['PATCH', `/api/sites/${w.anySite().site.id}`, w.pick([{ name: `Renamed ${w.chance(1000)}` }, { regionId: w.anyRegion() }, { facility: { population: w.chance(9999) } }])], // prettier-ignore
  (w) => ['POST', `/api/sites/${w.anySite().site.id}/join-codes`],
  (w) => [
    'POST',
    `/api/sites/${w.anySite().site.id}/stores/${w.anyStore()}/move`,
    { siteId: w.anySite().site.id },
  ],
  (w) => ['POST', `/api/stores/${w.anyStore()}/move`, { siteId: w.anySite().site.id }],
  (w) => ['PATCH', `/api/regions/${w.anyRegion()}`, w.pick([{ name: `R ${w.chance(1000)}` }, { parentId: w.anyRegion() }])], // prettier-ignore
  (w) => ['POST', '/api/regions', { code: `N${w.chance(1e9)}`, name: 'New', parentId: w.anyRegion() }],
  (w) => ['DELETE', `/api/devices/${w.anySite().deviceId}`],
  (w) => ['POST', '/api/imports', w.anyTable()],
  (w) => ['GET', `/api/imports/${w.anyImport()}${w.pick(['', '/rows'])}`],
  (w) => ['POST', `/api/imports/${w.anyImport()}/${w.pick(['commit', 'undo'])}`, {}],
  (w) => ['POST', '/api/views', { list: 'fleet', name: 'View', query: `site=${w.anySite().site.id}`, columns: [], shared: true }], // prettier-ignore
];

export class BorderWorld {
  readonly maker = new ChangeMaker('d1', 'u1');
  calls = 0;
  /** calls that were answered with something, and those that changed something: a test in which all are refused proves nothing */
  answered = 0;
  changed = 0;
  #admin: Headers = {};
  #officer: Headers = {};
  #officerId = '';
  #granted: string[] = [];
  readonly #regions: Region[] = [];
  readonly #sites: PlacedSite[] = [];
  /** a store has a mark of its own: it may move to another site */
  readonly #stores: { id: string; mark: string }[] = [];
  readonly #assets: { id: string; mark: string }[] = [];
  /** asset → the stores in which it has lain */
  readonly #lay = new Map<string, Set<string>>();
  readonly #logs: string[] = [];
  /** import → the site that its table names, which the officer wrote there */
  readonly #imports = new Map<string, string>();
  #lastTable = '';

  private constructor(
    readonly central: TestCentral,
    readonly chance: (below: number) => number,
  ) {}

  static async make(seed: number): Promise<BorderWorld> {
    const world = new BorderWorld(await aCentral(), chanceOf(seed));
    await world.#furnish();
    return world;
  }

  pick = <T>(all: readonly T[]): T => all[this.chance(all.length)] as T;
  anySite = (): PlacedSite => this.pick(this.#sites);
  anyStore = (): string => this.pick(this.#stores).id;
  anyRegion = (): string => this.pick(this.#regions).id;
  anyAsset = (): string => this.pick(this.#assets).id;
  anyLog = (): string => this.pick(this.#logs);
  anyMark = (): string => this.pick([this.pick(this.#assets), this.anySite(), this.pick(this.#stores)]).mark;
  anyImport = (): string => this.pick(this.#imports.size > 0 ? [...this.#imports.keys()] : ['none']);

  anyChange() {
    const assetId = this.anyAsset();
    const log = {
      assetId,
      type: 'STATUS_UPDATE',
      functionalStatus: this.pick(['FUNCTIONING', 'NOT_IN_USE']),
    };
    const file = { ownerTable: 'asset', ownerId: assetId, fileName: 'a.jpg', mimeType: 'image/jpeg', totalBytes: 1, sha256: 'a'.repeat(64) }; // prettier-ignore
    return this.pick([
      () => this.maker.make('asset.edit', { donor: `D${this.chance(100)}` }, assetId),
      () => this.maker.make('asset.edit', { storeId: this.anyStore() }, assetId),
      () => this.maker.make('asset.move', { storeId: this.anyStore() }, assetId),
      () => this.maker.make('asset.remove', { removedFor: 'SCRAPPED' }, assetId),
      () => this.maker.make('asset.edit', { deletedAt: null, removedFor: null }, assetId),
      () => this.maker.make('asset.merge', { into: this.anyAsset() }, assetId),
      () => this.maker.make('asset.create', { storeId: this.anyStore(), assetNumber: 'X' }),
      () => this.maker.make('assetLog.add', log),
      () => this.maker.make('assetLog.void', { assetId }, this.anyLog()),
      () => this.maker.make('file.attach', file),
      () => this.maker.make('round.finish', { storeId: this.anyStore(), startedAt: '2026-01-01T00:00:00.000Z', finishedAt: '2026-01-01T01:00:00.000Z', expected: [assetId], found: [assetId], missing: [], unexpected: [] }), // prettier-ignore
    ])();
  }

  anyTable(): FormData {
    const { mark, site } = this.anySite();
    this.#lastTable = `${mark} ${site.stores[0]?.code ?? ''}`;
    const form = new FormData();
    form.set('table', 'equipment');
    const label = `${mark}S/${site.stores[0]?.code ?? ''}`;
    const rows = `Store,Asset number,Notes\n${label},I-${this.chance(1000)},brought\n`;
    form.set('file', new Blob([rows], { type: 'text/csv' }), 'list.csv');
    return form;
  }

  /** Gives the country another tree, its sites other regions, and the officer another grant. */
  async turn(): Promise<void> {
    for (const [index, region] of this.#regions.entries()) {
      region.parentId = index > 0 && this.chance(4) > 0 ? this.#regions[this.chance(index)]?.id : undefined;
    }
    // parents come before their children, so no step of the way is a circle: first all stand alone
    for (const { id } of this.#regions)
      await this.#asAdmin('PATCH', `/api/regions/${id}`, { parentId: null });
    for (const { id, parentId } of this.#regions)
      if (parentId !== undefined) await this.#asAdmin('PATCH', `/api/regions/${id}`, { parentId });
    for (const placed of this.#sites.slice(0, -1)) {
      placed.regionId = this.anyRegion();
      await this.#asAdmin('PATCH', `/api/sites/${placed.site.id}`, { regionId: placed.regionId });
    }
    this.#granted = [...new Set([this.anyRegion(), this.anyRegion()].slice(0, 1 + this.chance(2)))];
    await this.#asAdmin('PATCH', `/api/users/${this.#officerId}`, { regionIds: this.#granted });
  }

  /** One call of the officer, and a look at what it gave and changed. */
  async step(): Promise<void> {
    const { database } = this.central.central;
    const [method, url, body] = this.pick(acts)(this);
    const before = await database.changes.lastSeq();
    const stood = await this.#elsewhere();
    const where = await this.#whereAssetsAre();
    const answer = await this.#call(method, url, this.#officer, body);
    this.calls += 1;
    const about = `${method} ${url} ${body instanceof FormData ? 'a table' : JSON.stringify(body)} → ${answer.statusCode}`;
    expect(answer.statusCode, about).not.toBe(500);
    if (answer.statusCode < 300) this.answered += 1;
    if (method === 'POST' && url === '/api/imports' && answer.statusCode === 201)
      this.#imports.set(answer.json<{ id: string }>().id, this.#lastTable);

    // what it gave: no name that stands elsewhere; what was asked for may be named in the answer
    const said = answer.body.replaceAll(decodeURIComponent(url), '');
    const sites = this.#sites.filter(({ regionId }) => !this.#isWithin(regionId));
    const stores = this.#stores.filter(({ id }) => !this.#isOwnStore(id));
    const foreign = [...sites, ...stores].map(({ mark }) => mark);
    const away = this.#assets.flatMap(({ id, mark }) => (this.#isOwnStore(where.get(id)) ? [] : [mark]));
    const asked = `${url} ${JSON.stringify(body ?? '')} ${this.#broughtBy(url)}`;
    expect([about, [...foreign, ...away].filter((mark) => said.includes(mark) && !asked.includes(mark))]).toEqual([about, []]); // prettier-ignore

    // what it changed: nothing but documents of stores within, and, in the country, what lies within
    const grown = await database.changes.after(before, 1000);
    if (grown.length > 0) this.changed += 1;
    for (const { document, change } of grown) {
      const storeId = storeOf(document);
      const isOwn =
        storeId === undefined
          ? this.#isOwnOfCountry(document, change)
          : this.#isOwnStore(storeId) || this.#isTold(change, storeId, where);
      expect([about, document, change.kind, change.entityId, isOwn]).toEqual([about, document, change.kind, change.entityId, true]); // prettier-ignore
    }
    expect([about, await this.#elsewhere(stood.size > 0 ? [...stood.keys()] : [])]).toEqual([about, stood]);
    await this.#learn();
  }

  async close(): Promise<void> {
    await this.central.central.close();
  }

  async #furnish(): Promise<void> {
    this.#admin = await this.central.staff();
    for (let index = 0; index < REGIONS; index += 1) {
      const { id } = await this.#made('/api/regions', { code: `R${index}`, name: `Region ${index}` });
      this.#regions.push({ id, parentId: undefined });
    }
    for (let index = 0; index < SITES; index += 1) await this.#place(index);
    for (let index = 0; index < ASSETS; index += 1) await this.#equip(index);
    const user = { username: 'officer', displayName: 'Officer', password: PASSWORD, permissions: rights };
    this.#officerId = (await this.#made('/api/users', user)).id;
    const session = await this.central.call('POST', '/api/session', {
      body: { username: 'officer', password: PASSWORD },
    });
    this.#officer = { cookie: cookiesOf(session), origin: this.central.central.origin };
  }

  async #place(index: number): Promise<void> {
    const mark = `zz${index}qq`;
    const storeMark = `vv${index}kk`;
    const stores = [{ code: `${storeMark}-A`, name: `Store ${storeMark}` }];
    const answer = await this.#call('POST', '/api/sites', this.#admin, { code: `${mark}S`, name: `Site ${mark}`, stores }); // prettier-ignore
    const site = answer.json<Site>();
    const joined = await this.central.join(await this.central.joinCode(this.#admin, site.id));
    const { deviceId } = joined.json<{ deviceId: string }>();
    this.#sites.push({ site, mark, regionId: undefined, deviceId });
    this.#stores.push({ id: site.stores[0]?.id ?? '', mark: storeMark });
  }

  async #equip(index: number): Promise<void> {
    const [id, mark, log] = [`asset-${index}`, `yy${index}ww`, `log-${index}`];
    const storeId = this.#sites[index % SITES]?.site.stores[0]?.id ?? '';
    // one serial number and maker everywhere: each contradicts the others
    const patch = { storeId, assetNumber: `A-${mark}`, serialNumber: 'SAME', manufacturer: 'Maker' };
    const said = { assetId: id, type: 'STATUS_UPDATE', functionalStatus: 'FUNCTIONING', comment: mark };
    const changes = [this.maker.make('asset.create', patch, id), this.maker.make('assetLog.add', said, log)];
    await this.#asAdmin('POST', '/api/changes', { document: storeDocument(storeId, YEAR), changes });
    this.#assets.push({ id, mark });
    this.#logs.push(log);
  }

  async #made(url: string, body: unknown): Promise<{ id: string }> {
    return (await this.#asAdmin('POST', url, body)).json<{ id: string }>();
  }

  async #asAdmin(method: Method, url: string, body: unknown) {
    const answer = await this.#call(method, url, this.#admin, body);
    expect([method, url, answer.statusCode < 300, answer.body]).toEqual([method, url, true, answer.body]);
    return answer;
  }

  async #call(method: Method, url: string, headers: Headers, body?: unknown) {
    if (!(body instanceof FormData))
      return this.central.call(method, url, { headers, ...(body !== undefined && { body }) });
    const request = new Request('http://central', { method: 'POST', body });
    const type = request.headers.get('content-type') ?? '';
    const { app, origin } = this.central.central;
    const sent = { ...headers, host: new URL(origin).host, 'content-type': type };
    return app.inject({
      method: 'POST',
      url,
      headers: sent,
      payload: Buffer.from(await request.arrayBuffer()),
    });
  }

  #isWithin(regionId: string | undefined): boolean {
    const walked = new Set<string>();
    for (let at = regionId; at !== undefined && !walked.has(at); walked.add(at), at = this.#parentOf(at))
      if (this.#granted.includes(at)) return true;
    return false;
  }

  readonly #parentOf = (id: string): string | undefined =>
    this.#regions.find((one) => one.id === id)?.parentId;

  #isOwnStore(storeId: string | undefined): boolean {
    const placed = this.#sites.find(({ site }) => site.stores.some(({ id }) => id === storeId));
    return placed !== undefined && this.#isWithin(placed.regionId);
  }

  /** The marks in the officer's own tables that an address is about. */
  #broughtBy(url: string): string {
    if (!url.startsWith('/api/imports')) return '';
    const id = url.split('/')[3];
    return id === undefined
      ? [...this.#imports.values(), this.#lastTable].join(' ')
      : (this.#imports.get(id) ?? '');
  }

  /** Stores in which a piece has lain learn that it goes on from where it is now (rule W2): nothing that lies there is changed. */
  #isTold(
    { kind, entityId }: { kind: string; entityId: string },
    storeId: string,
    where: Map<string, string>,
  ): boolean {
    const hasLain = this.#lay.get(entityId)?.has(storeId) ?? false;
    return kind === 'asset.move' && hasLain && this.#isOwnStore(where.get(entityId));
  }

  /** The officer writes of regions and facilities within; a new region lies below one of theirs. */
  #isOwnOfCountry(
    document: string,
    { kind, entityId, patch }: { kind: string; entityId: string; patch: object },
  ): boolean {
    if (document === 'config') return true;
    if (kind === 'region.create') return this.#isWithin((patch as { parentId?: string }).parentId);
    if (kind.startsWith('region.')) return this.#isWithin(entityId);
    const placed = this.#sites.find(({ site }) => site.id === entityId);
    return placed !== undefined && this.#isWithin(placed.regionId);
  }

  /** Sites, stores and devices of the registry that lie beyond the border, as they stand. */
  async #elsewhere(
    ids = this.#sites.filter(({ regionId }) => !this.#isWithin(regionId)).map(({ site }) => site.id),
  ) {
    const { registry } = this.central.central.database;
    const found = new Map<string, string>();
    for (const id of ids) {
      const devices = (await registry.devices.ofSites([id])).map((one) => [one.id, one.revokedAt]);
      found.set(id, JSON.stringify([await registry.sites.get(id), devices]));
    }
    return found;
  }

  async #whereAssetsAre(): Promise<Map<string, string>> {
    const rows = await this.central.central.database.rows.rows(
      'asset',
      this.#assets.map(({ id }) => id),
    );
    for (const [id, { storeId }] of rows)
      this.#lay.set(id, (this.#lay.get(id) ?? new Set<string>()).add(storeId));
    return new Map([...rows].map(([id, { storeId }]) => [id, storeId]));
  }

  /** What the officer was allowed to alter of the tree and of sites within is known from then on. */
  async #learn(): Promise<void> {
    const { rows, registry } = this.central.central.database;
    for (const region of await rows.all('region')) {
      const known = this.#regions.find(({ id }) => id === region.id);
      if (known) known.parentId = region.parentId;
    }
    for (const placed of this.#sites) {
      const facility = await rows.row('facility', placed.site.id);
      placed.regionId = facility?.regionId;
      placed.site = (await registry.sites.get(placed.site.id)) ?? placed.site;
    }
  }
}
