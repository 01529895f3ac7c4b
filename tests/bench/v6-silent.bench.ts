/** The cost of a cycle of an Open mSupply site in which nothing is new: of one site, and of a country of them, alone with this server. */
import { scryptSync } from 'node:crypto';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { derivedUuid } from '#shared/derived-uuid';
import { startCentral } from '../../server/start-central';
import { CentralServer } from '../central/server';
import { dataOf, OpenMSupplySite, type Batch } from '../v6/open-msupply-site';
import { printSection, whole } from './table';

const SITES = 1000;
const ASSETS = 10;
const AT_ONCE = 16;
const ALONE = 100;
const NAMESPACE = 'c1a1b0de-2d7c-5f0f-9a51-7f4c53c5a6d3';
const by = { deviceId: 'maker', userId: 'maker' };
const nameOf = (site: number): string => `site-${site}`;

/** Checked at a five-hundredth of the cost: a thousand full checks, one for each site after a start, would measure nothing else. */
function cheaplyHashed(password: string): string {
  const salt = Buffer.alloc(16, 7);
  const key = scryptSync(password, salt, 32, { N: 64, r: 8, p: 1 });
  return ['scrypt', 64, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** A country with equipment at every site. */
async function prepare(dataDir: string): Promise<void> {
  const central = await startCentral({ dataDir, host: '127.0.0.1', port: 0, loadsStarterData: true });
  const { passwordSha256 } = new OpenMSupplySite('', 'one', 'password').settings;
  const passwordHash = cheaplyHashed(passwordSha256);
  const createdAt = new Date().toISOString();
  for (let site = 0; site < SITES; site++) {
    const id = nameOf(site);
    const stores = [{ id: `store-${site}`, code: id, name: id }];
    await central.database.registry.sites.add({ id, code: id, name: id, createdAt, stores });
    await central.database.v6?.sites.put(id, { name: id, passwordHash });
    const changes = Array.from({ length: ASSETS }, (_, asset) => ({
      ...by,
      id: derivedUuid(NAMESPACE, `change ${site} ${asset}`),
      hlc: `${String(Date.UTC(2024, 0, 1) + site * ASSETS + asset)}-0000-maker`,
      n: site * ASSETS + asset + 1,
      kind: 'asset.create',
      entityId: derivedUuid(NAMESPACE, `asset ${site} ${asset}`),
      patch: { assetNumber: `N ${asset}` },
    }));
    await central.sync.author(`store/store-${site}/2024`, changes, by);
  }
  await central.database.following.reached(undefined, 600_000);
  await central.close();
}

/** As it asks: eight calls. */
class Silent {
  readonly #site: OpenMSupplySite;
  #central = 0;
  #cursor = 0;
  bytes = 0;
  records = 0;

  constructor(origin: string, name: string) {
    this.#site = new OpenMSupplySite(origin, name, 'password', `computer of ${name}`);
  }

  async cycle(isFirst = false): Promise<void> {
    await this.#older('GET', 'site');
    if (isFirst) await this.#older('POST', 'initialise', {});
    const nothing = { end_cursor: 0, total_records: 0, records: [], is_last_batch: true };
    await this.#site.call('push', { batch: nothing });
    await this.#integrated();
    await this.#older('POST', 'queued_records', { queueLength: 0, data: [] });
    await this.#older('GET', 'site_status');
    const { maxCursor } = await this.#older<{ maxCursor: number }>(
      'GET',
      `central_records?cursor=${this.#central}&limit=500`,
    );
    // the stores of the whole country come in pages: the last of them is asked for at once
    if (isFirst) await this.#older('GET', `central_records?cursor=${maxCursor}&limit=500`);
    this.#central = maxCursor;
    await this.#older('GET', 'queued_records?limit=500');
    for (;;) {
      const asked = { cursor: this.#cursor, batchSize: 500, isInitialised: !isFirst };
      const batch: Batch = dataOf(await this.#site.call('pull', asked));
      this.#cursor = batch.end_cursor + 1;
      this.records += batch.records.length;
      if (batch.is_last_batch) return;
    }
  }

  /** It pulls once what it pushed is integrated, and asks for that as it does: at once, then each second. */
  async #integrated(): Promise<void> {
    while (dataOf(await this.#site.call<{ is_integrating: boolean }>('site_status', {})).is_integrating)
      await sleep(1000);
  }

  async #older<T>(method: string, call: string, body?: object): Promise<T> {
    const bytes = body && new TextEncoder().encode(JSON.stringify(body));
    const { origin, headers } = this.#site;
    const answer = await fetch(`${origin}/sync/v5/${call}`, {
      method,
      headers,
      ...(bytes && { body: bytes }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${call}: ${answer.status} ${text}`);
    return (text === '' ? null : JSON.parse(text)) as T;
  }
}

/** Milliseconds of the processor that a process has had. */
async function processor(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

interface Cost {
  wall: number;
  cpu: number;
  /** milliseconds of each */
  each: number[];
}

async function timed(pid: number, sites: readonly Silent[], atOnce: number, isFirst = false): Promise<Cost> {
  const waiting = [...sites];
  const each: number[] = [];
  const [began, had] = [performance.now(), await processor(pid)];
  const one = async (): Promise<void> => {
    for (let site = waiting.pop(); site; site = waiting.pop()) {
      const started = performance.now();
      await site.cycle(isFirst);
      each.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  each.sort((a, b) => a - b);
  return { wall: performance.now() - began, cpu: (await processor(pid)) - had, each };
}

const dataDir = await mkdtemp(join(tmpdir(), 'waypost-bench-'));
console.error(`making ${SITES} sites`);
await prepare(dataDir);
const server = await CentralServer.start({ dataDir });
const pid = server.process.pid ?? 0;
const sites = Array.from({ length: SITES }, (_, site) => new Silent(server.origin, nameOf(site)));
console.error('first cycles');
const first = await timed(pid, sites, AT_ONCE, true);
for (const site of sites) site.records = 0;
console.error('silent cycles');
const alone = await timed(pid, sites.slice(0, ALONE), 1);
const all = await timed(pid, sites, AT_ONCE);
const sent = sites.reduce((sum, { records }) => sum + records, 0);
if (sent > 0) throw new Error(`${sent} records were sent again`);
await server.remove();

const at = (share: number, each: readonly number[]): string =>
  `${whole(each[Math.floor((each.length - 1) * share)] ?? 0)} ms`;
const row = (name: string, { wall, cpu, each }: Cost): string[] => [
  name,
  whole(each.length),
  at(0.5, each),
  at(0.99, each),
  `${(cpu / each.length).toFixed(1)} ms`,
  `${(wall / 1000).toFixed(1)} s`,
];
printSection({
  title: `V6: cycles in which nothing is new, ${whole(SITES)} sites`,
  about: `Every site is alone with this server and makes the eight calls of a cycle; ${ASSETS} assets and the starter data at each. The first cycle brings everything; the check of the password, once a site in the life of a process, is left out of it (it takes as long as _finding central_ above). Sites and server share the processor.`,
  columns: ['cycle', 'sites', 'median', '99 %', 'processor of the server, each', 'all of them'],
  rows: [
    row(`the first, ${AT_ONCE} at once`, first),
    row('nothing new, one after the other', alone),
    row(`nothing new, ${AT_ONCE} at once`, all),
  ],
});
