/**
 * An Open mSupply site, made after real ones as they were observed. It pushes, polls, asks from the cursor after the last one it was given,
 * and keeps pulled records until the last batch. Then it stores them in a database as strict as its own. It fails on a record that it
 * cannot store, on one that it has already, and on a pull that does not come to an end.
 */
import { createHash, randomUUID } from 'node:crypto';
import { SiteDatabase } from './site/database';
import { InPieces, Refused } from './site/in-pieces';
import { isFrom, versionOf, type SiteVersion } from './site/versions';

export type Data = Record<string, unknown>;
export interface WireRecord {
  tableName: string;
  recordId: string;
  action: string;
  recordData: Data | null;
}
export interface Batch {
  end_cursor: number;
  total_records: number;
  records: { cursor: number; record: WireRecord }[];
  is_last_batch: boolean;
}
type Answer<T> = { data: T } | { error: unknown };

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Between two questions whether the server has integrated; real sites wait for a second. */
const POLL_MS = 5;

/** The link was cut: the request did not arrive, or the answer did not. */
export class LinkCut extends Error {}
/** The server integrates the pushed records: the site is to come back. */
export class Integrating extends LinkCut {}

export interface SiteOptions {
  version?: string;
  batchSize?: number;
  /** a name of mSupply that gives equipment */
  donors?: readonly string[];
}

export class OpenMSupplySite {
  cursor = 0;
  isInitialised = false;
  /** `<table>/<id>` → the record as the site has it */
  readonly records = new Map<string, Data>();
  readonly version: SiteVersion;
  readonly database: SiteDatabase;
  batchSize: number;
  /** records that were pulled and are not stored yet, by the id of the record alone, as a site keeps them */
  readonly #pulled = new Map<string, WireRecord>();
  #waiting: { cursor: number; record: WireRecord }[] = [];
  /** the last place in its own log */
  changelog = 0;
  /** calls whose answer is lost, by their number from now on */
  readonly cuts = new Set<number>();
  #calls = 0;
  /** makes every call twice at once; the first answer counts */
  repeats = false;
  /** the address of V6, by the older API; the configured one where that was not asked */
  centralUrl: string | undefined;
  /** set where the server is to begin from the beginning */
  mayGetAgain = false;
  /** as a real site: a record that is written again moves on to a later place in its log, and is pushed once */
  movesOn = false;
  /** called with each call as it leaves */
  onCall: () => void = () => undefined;

  constructor(
    public origin: string,
    readonly name: string,
    readonly password: string,
    readonly hardwareId: string = randomUUID(),
    readonly options: SiteOptions = {},
  ) {
    this.version = versionOf(options.version ?? '2.19.0');
    this.batchSize = options.batchSize ?? 500;
    this.database = new SiteDatabase(this.version.name);
    for (const donor of options.donors ?? ['donor 1']) this.database.add('name_link', donor);
  }

  /** The same installation after its data were wiped. */
  wiped(options: SiteOptions = {}): OpenMSupplySite {
    const { origin, name, password, hardwareId } = this;
    return new OpenMSupplySite(origin, name, password, hardwareId, { ...this.options, ...options });
  }

  /** The same installation as it is now, to be put back to. */
  copy(): OpenMSupplySite {
    const { origin, name, password, hardwareId, options } = this;
    const copy = new OpenMSupplySite(origin, name, password, hardwareId, options);
    copy.#become(this);
    return copy;
  }

  #become(other: OpenMSupplySite): void {
    this.isInitialised = other.isInitialised;
    this.cursor = other.cursor;
    this.changelog = other.changelog;
    this.movesOn = other.movesOn;
    this.batchSize = other.batchSize;
    this.centralUrl = other.centralUrl;
    this.#waiting = [...other.#waiting];
    for (const [id, record] of other.#pulled) this.#pulled.set(id, record);
    for (const [key, record] of other.records) this.records.set(key, { ...record });
    for (const table of other.memory) this.memory.add(table);
    this.database.become(other.database);
  }

  get settings() {
    return {
      serverUrl: this.origin,
      username: this.name,
      passwordSha256: sha256(this.password),
      siteUuid: this.hardwareId,
      appVersion: this.version.name,
      appName: 'Open mSupply Desktop',
      syncVersion: String(this.version.v5),
    };
  }

  /** of the older API */
  get headers(): Record<string, string> {
    return {
      authorization: `Basic ${Buffer.from(`${this.name}:${sha256(this.password)}`).toString('base64')}`,
      'msupply-site-uuid': this.hardwareId,
      'app-version': this.version.name,
      'app-name': 'Open mSupply Desktop',
      version: String(this.version.v5),
    };
  }

  async whoAmI(): Promise<{ status: number; body: Data }> {
    this.onCall();
    const answer = await fetch(`${this.origin}/sync/v5/site`, { headers: this.headers });
    const body = (await answer.json()) as Data;
    this.heard();
    return { status: answer.status, body };
  }

  async call<T>(name: string, body: Data): Promise<Answer<T>> {
    return this.#send(name, body, (answer) => jsonOf<Answer<T>>(answer));
  }

  get #versions(): Data {
    const { v6 } = this.version;
    return v6 === undefined ? {} : { syncV6Version: v6 };
  }

  async #send<T>(name: string, body: Data, read: (answer: Response) => Promise<T>): Promise<T> {
    const fields = { ...body, syncV5Settings: this.settings, ...this.#versions };
    const headers = { 'content-type': 'application/json' };
    return this.#over(name, { method: 'POST', headers, body: JSON.stringify(fields) }, read);
  }

  async #over<T>(name: string, request: RequestInit, read: (answer: Response) => Promise<T>): Promise<T> {
    this.onCall();
    const address = `${this.centralUrl ?? this.origin}/central/sync/${name}`;
    const again = this.repeats ? fetch(address, request) : undefined;
    try {
      const answer = await fetch(address, request);
      await again;
      const said = await read(answer);
      this.heard();
      return said;
    } catch (cause) {
      throw new LinkCut(name, { cause });
    }
  }

  /** An answer came, unless it was to be lost. */
  heard(): void {
    this.#calls += 1;
    if (this.cuts.delete(this.#calls)) throw new LinkCut(`call ${this.#calls} was to be cut`);
  }

  get calls(): number {
    return this.#calls;
  }

  /** A user writes something: it is saved, and pushed with the next cycle. Also a record that no real site could have saved is pushed. */
  write(tableName: string, recordData: Data & { id: string }, action = 'Update'): void {
    const isRemoval = action.toLowerCase() === 'delete';
    if (action === 'Update') this.database.put(tableName, recordData);
    if (isRemoval) this.records.delete(`${tableName}/${recordData.id}`);
    else this.records.set(`${tableName}/${recordData.id}`, { ...recordData });
    this.#log({ tableName, recordId: recordData.id, action, recordData: { ...recordData } });
  }

  /** Deletes a record as a site does it: without data. */
  erase(tableName: string, id: string): void {
    this.database.remove(tableName, id);
    this.records.delete(`${tableName}/${id}`);
    this.#log({ tableName, recordId: id, action: 'Delete', recordData: null });
  }

  #log(record: WireRecord): void {
    this.changelog += 1;
    if (this.movesOn) this.#waiting = this.#waiting.filter((one) => one.record.recordId !== record.recordId);
    this.#waiting.push({ cursor: this.changelog, record });
  }

  edit(tableName: string, id: string, changes: Data): void {
    this.write(tableName, { ...this.of(tableName, id), ...changes, id });
  }

  of(tableName: string, id: string): Data {
    const record = this.records.get(`${tableName}/${id}`);
    if (!record) throw new Error(`the site has no ${tableName} ${id}`);
    return record;
  }

  all(tableName: string): Data[] {
    return [...this.records].flatMap(([key, record]) => (key.startsWith(`${tableName}/`) ? [record] : []));
  }

  async push(): Promise<number> {
    let pushed = 0;
    const all = this.#waiting;
    for (let from = 0; from < all.length || from === 0; from += this.batchSize) {
      const records = all.slice(from, from + this.batchSize);
      const left = all.length - from;
      const answer = await this.call<{ records_pushed: number }>('push', {
        batch: {
          end_cursor: records.at(-1)?.cursor ?? this.changelog,
          total_records: left,
          records,
          is_last_batch: left <= this.batchSize,
        },
      });
      pushed += dataOf(answer).records_pushed;
    }
    this.#waiting = [];
    return pushed;
  }

  /** Pushes so many batches, and is stopped: pushed records are pushed again later. */
  async pushSome(batches: number): Promise<void> {
    for (let from = 0; from < batches * this.batchSize; from += this.batchSize) {
      const records = this.#waiting.slice(from, from + this.batchSize);
      const batch = {
        end_cursor: records.at(-1)?.cursor ?? this.changelog,
        total_records: this.#waiting.length - from,
        records,
        is_last_batch: false,
      };
      dataOf(await this.call('push', { batch }));
    }
  }

  /** Asks until the server reports that it has integrated. */
  async untilIntegrated(): Promise<void> {
    for (;;) {
      const { is_integrating } = dataOf(await this.call<{ is_integrating: boolean }>('site_status', {}));
      if (!is_integrating) return;
      await new Promise((asksAgain) => setTimeout(asksAgain, POLL_MS));
    }
  }

  async pullOnce(): Promise<Batch> {
    const answer = await this.call<Batch>('pull', {
      cursor: this.cursor,
      batchSize: this.batchSize,
      isInitialised: this.isInitialised,
    });
    const batch = dataOf(answer);
    if (batch.is_last_batch !== batch.total_records <= this.batchSize)
      throw new Error(`a batch of ${batch.total_records} records is not what it says`);
    if (!batch.is_last_batch && batch.end_cursor < this.cursor && !this.mayGetAgain)
      throw new Error(
        `asked from ${this.cursor}, and was sent back to ${batch.end_cursor}: a pull without end`,
      );
    for (const { cursor, record } of batch.records) this.#keep(cursor, record);
    this.cursor = batch.end_cursor + 1;
    if (batch.is_last_batch) this.#integrate();
    return batch;
  }

  /** Returns the records that came. */
  async pull(): Promise<WireRecord[]> {
    const taken: WireRecord[] = [];
    for (;;) {
      const batch = await this.pullOnce();
      taken.push(...batch.records.map(({ record }) => record));
      if (batch.is_last_batch) break;
    }
    this.isInitialised = true;
    return taken;
  }

  async cycle(): Promise<WireRecord[]> {
    await this.push();
    await this.untilIntegrated();
    return this.pull();
  }

  /** Does something over a link that is cut, until it goes through; `isBack` resolves when it may be tried again. */
  async throughCuts<T>(
    work: () => Promise<T>,
    isBack: () => Promise<unknown> = async () => undefined,
  ): Promise<T> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof LinkCut)) throw error;
        await isBack();
      }
    }
  }

  /** From 2.20 on in pieces; then the site says so in the record, which goes with its next push. */
  async upload(fileId: string, bytes: Uint8Array): Promise<unknown> {
    const { v6, name } = this.version;
    if (isFrom(20, name)) {
      const refused = await this.inPieces.send(fileId, bytes).then(() => undefined, refusalIn);
      if (refused) return { error: refused };
      const record = this.records.get(`sync_file_reference/${fileId}`);
      if (record) this.write('sync_file_reference', { ...record, id: fileId, status: 'Done', error: null });
      return { data: null };
    }
    const form = new FormData();
    const json = {
      file_id: fileId,
      sync_v5_settings: this.settings,
      ...(v6 !== undefined && { sync_v6_version: v6 }),
    };
    form.append('json_part', new Blob([JSON.stringify(json)], { type: 'application/json' }));
    form.append('file_part', new Blob([bytes as Uint8Array<ArrayBuffer>]), 'photo.jpg');
    return this.#over('upload_file', { method: 'PUT', body: form }, (answer) => jsonOf(answer));
  }

  get inPieces(): InPieces {
    return new InPieces(`${this.centralUrl ?? this.origin}/central/sync/files`, this.settings);
  }

  async download(reference: Data): Promise<Response> {
    const of = { tableName: reference['table_name'], recordId: reference['record_id'], id: reference['id'] };
    return this.#send('download_file', of, async (answer) => answer);
  }

  #keep(cursor: number, record: WireRecord): void {
    if (cursor < this.cursor && !this.mayGetAgain)
      throw new Error(`asked from ${this.cursor}, and was sent what stands at ${cursor}`);
    const other = this.#pulled.get(record.recordId);
    if (other && other.tableName !== record.tableName)
      throw new Error(
        `${record.recordId} is one of ${other.tableName} and one of ${record.tableName}: one is lost`,
      );
    this.#pulled.set(record.recordId, record);
  }

  /** Table by table, so that records that others refer to are there. */
  #integrate(): void {
    const { known } = this.database;
    const rank = ({ tableName }: WireRecord): number =>
      (known.indexOf(tableName) + known.length + 1) % (known.length + 1);
    for (const record of [...this.#pulled.values()].sort((a, b) => rank(a) - rank(b))) this.#take(record);
    this.#pulled.clear();
  }

  #take({ tableName, recordId, action, recordData }: WireRecord): void {
    const key = `${tableName}/${recordId}`;
    const before = this.records.get(key);
    if (
      this.isInitialised &&
      !this.mayGetAgain &&
      before &&
      JSON.stringify(before) === JSON.stringify(recordData)
    )
      throw new Error(`${key} was sent again, though the site has just that`);
    const isOwnFile = tableName === 'sync_file_reference' && before && isFrom(20, this.version.name);
    if (isOwnFile && recordData?.['status'] !== 'Done')
      throw new Error(`${key} came without a word on its bytes: the site sends them again`);
    const why =
      action === 'Delete'
        ? this.database.remove(tableName, recordId)
        : this.memory.has(tableName)
          ? undefined
          : this.database.put(tableName, recordData ?? {});
    if (why !== undefined)
      throw new Error(`the site cannot store ${key}: ${why} (${JSON.stringify(recordData)})`);
    if (action === 'Delete') this.records.delete(key);
    else this.records.set(key, recordData ?? {});
  }

  /** tables besides the equipment's, which a site has and takes as they were */
  readonly memory = new Set(['system_log', 'vaccination', 'rnr_form', 'plugin_data', 'name', 'contact_form']);
}

/** A request without the answer 200 was not understood whole: half of it arrived. */
async function jsonOf<T>(answer: Response): Promise<T> {
  if (answer.status !== 200) throw new Error(`status ${answer.status}`);
  return (await answer.json()) as T;
}

/** The words in which pieces were refused. */
function refusalIn(error: unknown): unknown {
  if (error instanceof Refused) return JSON.parse(error.said);
  throw new LinkCut('files', { cause: error });
}

export function dataOf<T>(answer: Answer<T>): T {
  if ('error' in answer && answer.error === 'integrationInProgress') throw new Integrating();
  if ('error' in answer) throw new Error(`the server answered ${JSON.stringify(answer.error)}`);
  return answer.data;
}
