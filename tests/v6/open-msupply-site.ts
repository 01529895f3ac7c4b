/** An Open mSupply site, written from the description of the wire alone: it keeps records, pushes, polls, pulls from its cursor, and moves files. */
import { createHash, randomUUID } from 'node:crypto';

export type Data = Record<string, unknown>;
export interface WireRecord {
  tableName: string;
  recordId: string;
  action: string;
  recordData: Data;
}
export interface Batch {
  end_cursor: number;
  total_records: number;
  records: { cursor: number; record: WireRecord }[];
  is_last_batch: boolean;
}
type Answer<T> = { data: T } | { error: unknown };

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The link was cut: what was asked did not arrive, or the answer did not. */
export class LinkCut extends Error {}
/** The server integrates what the site pushed: it is to come back. */
export class Integrating extends LinkCut {}

export class OpenMSupplySite {
  cursor = 0;
  isInitialised = false;
  /** `<table>/<id>` → the record as the site has it */
  readonly records = new Map<string, Data>();
  #waiting: WireRecord[] = [];
  /** calls whose answer is lost, by their number from now on */
  readonly cuts = new Set<number>();
  #calls = 0;
  /** makes every call twice at once; the first answer counts */
  repeats = false;
  /** told of each call as it leaves */
  onCall: () => void = () => undefined;

  constructor(
    public origin: string,
    readonly name: string,
    readonly password: string,
    readonly hardwareId: string = randomUUID(),
    public batchSize = 100,
  ) {}

  get settings() {
    return {
      serverUrl: this.origin,
      username: this.name,
      passwordSha256: sha256(this.password),
      siteUuid: this.hardwareId,
      appVersion: '2.9.0',
      appName: 'Open mSupply Desktop',
      syncVersion: '5',
    };
  }

  async whoAmI(): Promise<{ status: number; body: Data }> {
    const answer = await fetch(`${this.origin}/sync/v5/site`, {
      headers: {
        authorization: `Basic ${Buffer.from(`${this.name}:${sha256(this.password)}`).toString('base64')}`,
        'msupply-site-uuid': this.hardwareId,
        'app-version': '2.0.0',
        'app-name': 'Open mSupply Desktop',
        version: '5',
      },
    });
    return { status: answer.status, body: (await answer.json()) as Data };
  }

  async call<T>(name: string, body: Data): Promise<Answer<T>> {
    return this.#send(name, body, (answer) => jsonOf<Answer<T>>(answer));
  }

  async #send<T>(name: string, body: Data, read: (answer: Response) => Promise<T>): Promise<T> {
    const fields = { syncV5Settings: this.settings, syncV6Version: 5, ...body };
    return this.#over(
      name,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(fields),
      },
      read,
    );
  }

  async #over<T>(name: string, request: RequestInit, read: (answer: Response) => Promise<T>): Promise<T> {
    this.onCall();
    const again = this.repeats ? fetch(`${this.origin}/central/sync/${name}`, request) : undefined;
    try {
      const answer = await fetch(`${this.origin}/central/sync/${name}`, request);
      await again;
      const said = await read(answer);
      this.#calls += 1;
      if (this.cuts.delete(this.#calls)) throw new Error(`call ${this.#calls} was to be cut`);
      return said;
    } catch (cause) {
      throw new LinkCut(name, { cause });
    }
  }

  get calls(): number {
    return this.#calls;
  }

  /** A user writes something: it is saved, and pushed with the next cycle. */
  write(tableName: string, recordData: Data & { id: string }, action = 'Update'): void {
    this.records.set(`${tableName}/${recordData.id}`, { ...recordData });
    this.#waiting.push({ tableName, recordId: recordData.id, action, recordData: { ...recordData } });
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
          end_cursor: from + records.length,
          total_records: left,
          records: records.map((record, index) => ({ cursor: from + index + 1, record })),
          is_last_batch: left <= this.batchSize,
        },
      });
      pushed += dataOf(answer).records_pushed;
    }
    this.#waiting = [];
    return pushed;
  }

  /** Asks until the server says that it has integrated. */
  async untilIntegrated(): Promise<void> {
    for (;;) {
      const { is_integrating } = dataOf(await this.call<{ is_integrating: boolean }>('site_status', {}));
      if (!is_integrating) return;
      await new Promise(setImmediate);
    }
  }

  async pullOnce(): Promise<Batch> {
    const answer = await this.call<Batch>('pull', {
      cursor: this.cursor,
      batchSize: this.batchSize,
      isInitialised: this.isInitialised,
    });
    const batch = dataOf(answer);
    for (const { record } of batch.records) this.#take(record);
    this.cursor = batch.end_cursor;
    return batch;
  }

  /** Answers the records that came. */
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

  async upload(fileId: string, bytes: Uint8Array): Promise<unknown> {
    const form = new FormData();
    const json = { file_id: fileId, sync_v5_settings: this.settings, sync_v6_version: 5 };
    form.append('json_part', new Blob([JSON.stringify(json)], { type: 'application/json' }));
    form.append('file_part', new Blob([bytes as Uint8Array<ArrayBuffer>]), 'photo.jpg');
    return this.#over('upload_file', { method: 'PUT', body: form }, (answer) => jsonOf(answer));
  }

  async download(reference: Data): Promise<Response> {
    const of = { tableName: reference['table_name'], recordId: reference['record_id'], id: reference['id'] };
    return this.#send('download_file', of, async (answer) => answer);
  }

  #take({ tableName, recordId, action, recordData }: WireRecord): void {
    if (action === 'Delete') this.records.delete(`${tableName}/${recordId}`);
    else this.records.set(`${tableName}/${recordId}`, recordData);
  }
}

/** What is not answered with 200 was not understood whole: half of a request arrived. */
async function jsonOf<T>(answer: Response): Promise<T> {
  if (answer.status !== 200) throw new Error(`status ${answer.status}`);
  return (await answer.json()) as T;
}

export function dataOf<T>(answer: Answer<T>): T {
  if ('error' in answer && answer.error === 'integrationInProgress') throw new Integrating();
  if ('error' in answer) throw new Error(`the server answered ${JSON.stringify(answer.error)}`);
  return answer.data;
}
