/**
 * The requests of a site to the server it is configured with besides V6, in the order of real ones, and as strict: every record must have
 * the fields that the recorded answers have, of their kind. Posts give no content type.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenMSupplySite } from '../open-msupply-site';
import { isFrom } from './versions';

type Data = Record<string, unknown>;
interface Answer {
  status: number;
  body: unknown;
}
interface CentralRecord {
  ID: number;
  tableName: string;
  recordId: string;
  action: string;
  recordData: Data;
}
export interface QueuedRecord {
  syncOutId: string;
  tableName: string;
  recordId: string;
  action: string;
  recordData: Data;
}

const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, '../recorded/v5-answers.json'), 'utf8'),
) as Record<string, Answer>;

/** A unit, as sites read one: there is none in the recording. */
const unit = { ID: '', units: '', comment: '', order_number: 0 };
const centralRecords = recorded['GET /sync/v5/central_records'];
if (!centralRecords) throw new Error('the recording has no central records');
const shapes = new Map<string, Data>([
  ['unit', unit],
  ...(centralRecords.body as { data: CentralRecord[] }).data.map(
    ({ tableName, recordData }): [string, Data] => [tableName, recordData],
  ),
]);

/** The difference of a record from one of its table; every field of `shape` must be there, of the same kind. */
function unlike(shape: unknown, value: unknown, path = ''): string | undefined {
  if (typeof shape !== typeof value || Array.isArray(shape) !== Array.isArray(value))
    return `${path} is ${JSON.stringify(value)}`;
  if (typeof shape !== 'object' || shape === null || Array.isArray(shape)) return undefined;
  for (const [name, inner] of Object.entries(shape)) {
    const wrong = unlike(inner, (value as Data)[name], `${path}.${name}`);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

export class OlderApi {
  cursor = 0;
  isInitialised = false;
  /** the server has made ready what the site is to get */
  #isReady = false;
  /** `<table>/<id>` → the record */
  readonly records = new Map<string, Data>();
  /** the records of its own that it got back */
  readonly returned: QueuedRecord[] = [];
  #waiting: QueuedRecord[] = [];

  constructor(readonly site: OpenMSupplySite) {}

  /** The same at a copy of the site, as it is now. */
  copy(site: OpenMSupplySite): OlderApi {
    const copy = new OlderApi(site);
    copy.cursor = this.cursor;
    copy.isInitialised = this.isInitialised;
    copy.#isReady = this.#isReady;
    for (const [key, record] of this.records) copy.records.set(key, record);
    copy.#waiting = [...this.#waiting];
    return copy;
  }

  /** A user writes something that goes by the older API. */
  write(tableName: string, recordId: string, recordData: Data, action = 'update'): void {
    this.#waiting.push({ syncOutId: `out ${this.#waiting.length}`, tableName, recordId, action, recordData });
  }

  /** One whole cycle. */
  async cycle(): Promise<void> {
    const { status, body } = await this.site.whoAmI();
    if (status !== 200) throw new Error(`who am I: ${status} ${JSON.stringify(body)}`);
    this.#demandLike('GET /sync/v5/site', body);
    this.site.centralUrl = String(body['omSupplyCentralServerUrl']);
    if (!this.isInitialised) await this.#makeReady(String(body['initialisationStatus']));
    else {
      await this.site.push();
      await this.site.untilIntegrated();
    }
    const answer = await this.#post('queued_records', {
      queueLength: this.#waiting.length,
      data: this.#waiting,
    });
    this.#demandLike('POST /sync/v5/queued_records', answer);
    this.#waiting = [];
    this.#demandLike('GET /sync/v5/site_status', await this.#get('site_status'));
    await this.#pullCentral();
    await this.#pullQueued();
    this.isInitialised = true;
  }

  /** A server that is at it already is not asked again; from 2.21 on the site goes on once it reads that all is ready. */
  async #makeReady(status: string): Promise<void> {
    if (this.#isReady) return;
    const isLater = isFrom(21, this.site.version.name);
    if (isLater || status !== 'started')
      this.#demandLike('POST /sync/v5/initialise', await this.#post('initialise', {}));
    const { body } = isLater ? await this.site.whoAmI() : { body: { initialisationStatus: 'completed' } };
    if (body['initialisationStatus'] !== 'completed')
      throw new Error(`the site waits for its beginning, which is ${String(body['initialisationStatus'])}`);
    this.#isReady = true;
  }

  /** A person signs in at the site. */
  async signIn(username: string, password: string): Promise<Answer> {
    const answer = await fetch(`${this.site.origin}/api/v4/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password, loginType: 'user' }),
    });
    const body: unknown = await answer.json();
    if (answer.status === 200) {
      const expected = structuredClone(recorded['POST /api/v4/login']?.body) as Data;
      this.#demandLikeThis(expected, body);
    }
    return { status: answer.status, body };
  }

  async #pullCentral(): Promise<void> {
    for (let pages = 0; pages < 1000; pages++) {
      const answer = await this.#get(`central_records?cursor=${this.cursor}&limit=20`);
      this.#demandLike('GET /sync/v5/central_records', answer);
      const { maxCursor, data } = answer as { maxCursor: number; data: CentralRecord[] };
      if (maxCursor < this.cursor)
        throw new Error(`at ${this.cursor}, and told that the last is ${maxCursor}`);
      for (const record of data) this.#take(record);
      if (data.length === 0 && this.cursor >= maxCursor) return this.#integrate();
      if (data.length === 0) this.cursor += 1;
    }
    throw new Error('a pull without end');
  }

  #take({ ID, tableName, recordId, recordData }: CentralRecord): void {
    const shape = shapes.get(tableName);
    const wrong = shape ? unlike(shape, recordData) : 'no such table';
    if (wrong !== undefined) throw new Error(`the site cannot read ${tableName}/${recordId}: ${wrong}`);
    const key = `${tableName}/${recordId}`;
    if (JSON.stringify(this.records.get(key)) === JSON.stringify(recordData))
      throw new Error(`${key} was sent again, though the site has just that`);
    const isTaken = [...this.records.keys()].some((one) => one !== key && one.endsWith(`/${recordId}`));
    if (isTaken) throw new Error(`two records of one id: ${key}`);
    this.records.set(key, recordData);
    this.cursor = ID;
  }

  /** Records that name others must find them. */
  #integrate(): void {
    for (const [key, data] of this.records) {
      const [table = ''] = key.split('/');
      if (table === 'store') this.#demandThere('name', data['name_ID']);
      if (table === 'pref') this.#demandThere('store', data['store_ID']);
      if (table === 'item' && data['unit_ID'] !== '') this.#demandThere('unit', data['unit_ID']);
      if (table === 'store') this.site.database.add('store', String(data['ID']));
      if (table === 'name') this.site.database.add('name_link', String(data['ID']));
      if (table === 'item') this.site.database.add('item_link', String(data['ID']));
    }
  }

  #demandThere(table: string, id: unknown): void {
    if (!this.records.has(`${table}/${String(id)}`)) throw new Error(`there is no ${table} ${String(id)}`);
  }

  async #pullQueued(): Promise<void> {
    for (;;) {
      const answer = await this.#get('queued_records?limit=2');
      const { queueLength, data } = answer as { queueLength: number; data: QueuedRecord[] };
      if (data.length === 0) return;
      if (queueLength < data.length) throw new Error('the queue is longer than it says');
      this.returned.push(...data);
      for (const { tableName, recordId } of data)
        if (tableName === 'location') this.site.database.add('location', recordId);
      await this.#post('acknowledged_records', { syncIDs: data.map(({ syncOutId }) => syncOutId) });
    }
  }

  async #get(call: string): Promise<unknown> {
    this.site.onCall();
    return this.#read(await fetch(`${this.site.origin}/sync/v5/${call}`, { headers: this.site.headers }));
  }

  /** Without a content type: the body goes as bytes. */
  async #post(call: string, body: Data): Promise<unknown> {
    this.site.onCall();
    const bytes = new TextEncoder().encode(JSON.stringify(body));
    const request = { method: 'POST', headers: this.site.headers, body: bytes };
    return this.#read(await fetch(`${this.site.origin}/sync/v5/${call}`, request));
  }

  async #read(answer: Response): Promise<unknown> {
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${answer.url}: ${answer.status} ${text}`);
    this.site.heard();
    return answer.status === 204 ? null : (JSON.parse(text) as unknown);
  }

  #demandLike(call: string, body: unknown): void {
    const expected = structuredClone(recorded[call]?.body) as Data;
    this.#demandLikeThis(expected, body);
  }

  #demandLikeThis(expected: Data, body: unknown): void {
    // the recording lists the rights of one user: another may have others
    const stores = (expected['userInfo'] as { userStores?: Data[] } | undefined)?.userStores ?? [];
    for (const store of stores) store['permissions'] = [];
    const wrong = unlike(expected, body);
    if (wrong !== undefined) throw new Error(`the site cannot read the answer: ${wrong}`);
  }
}
