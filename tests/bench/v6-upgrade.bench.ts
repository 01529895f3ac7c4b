/** The first pull of a site that was upgraded across 2.4: its whole log is walked once for what the version before could not hold. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCentral } from '../../server/start-central';
import { derivedUuid } from '#shared/derived-uuid';
import { hashPassword } from '../../server/auth/password';
import { dataOf, OpenMSupplySite, type Batch } from '../v6/open-msupply-site';
import { LoopMeter } from './loop-meter';
import { printSection, whole } from './table';

const ASSETS = Number(process.env['BENCH_ASSETS'] ?? 1000);
const LOGS_EACH = 99;
/** one log in so many is one that the version before could not hold */
const OTHER_EVERY = 50;
const NAMESPACE = 'c1a1b0de-2d7c-5f0f-9a51-7f4c53c5a6d5';
const by = { deviceId: 'maker', userId: 'maker' };

const dataDir = await mkdtemp(join(tmpdir(), 'waypost-bench-'));
const central = await startCentral({
  dataDir,
  host: '127.0.0.1',
  port: 0,
  adminPassword: 'a staff password',
});
const { passwordSha256 } = new OpenMSupplySite('', 'one', 'password').settings;
const createdAt = new Date().toISOString();
const stores = [{ id: 'one', code: 'one', name: 'one' }];
await central.database.registry.sites.add({ id: 'site', code: 'site', name: 'site', createdAt, stores });
await central.database.v6?.sites.put('site', {
  name: 'one',
  passwordHash: await hashPassword(passwordSha256),
});

let n = 0;
const change = (kind: string, entityId: string, patch: Record<string, unknown>) => {
  n += 1;
  const hlc = `${String(Date.UTC(2024, 0, 1) + n)}-0000-maker`;
  return { ...by, id: derivedUuid(NAMESPACE, `${n}`), hlc, n, kind, entityId, patch };
};
const made: object[] = [];
for (let asset = 0; asset < ASSETS; asset++) {
  const assetId = derivedUuid(NAMESPACE, `asset ${asset}`);
  const logs = Array.from({ length: LOGS_EACH }, (_, log) =>
    change('assetLog.add', derivedUuid(NAMESPACE, `${assetId} ${log}`), {
      ...{ assetId, type: 'STATUS_UPDATE', comment: 'Checked on the monthly round.' },
      functionalStatus: log % OTHER_EVERY === 0 ? 'UNSERVICEABLE' : 'FUNCTIONING',
    }),
  );
  const created = change('asset.create', assetId, { assetNumber: `N ${asset}`, properties: { litres: 40 } });
  made.push(created, ...logs);
  if (asset % 10 === 9) await central.sync.author('store/one/2024', made.splice(0), by);
}
await central.database.following.reached(undefined, 600_000);

/** Returns the cursor behind everything, and what came. */
async function pullAll(
  version: string,
  from: number,
): Promise<{ cursor: number; records: number; first: number }> {
  const site = new OpenMSupplySite(central.origin, 'one', 'password', 'computer', { version });
  let [cursor, records, first] = [from, 0, 0];
  for (;;) {
    const started = performance.now();
    const asked = { cursor, batchSize: 500, isInitialised: from > 0 };
    const batch: Batch = dataOf(await site.call('pull', asked));
    first ||= performance.now() - started;
    records += batch.records.length;
    cursor = batch.end_cursor + 1;
    if (batch.is_last_batch) return { cursor, records, first };
  }
}

const { cursor } = await pullAll('2.3.5', 0);
globalThis.gc?.();
const before = process.memoryUsage().rss;
let highest = before;
const watch = setInterval(() => (highest = Math.max(highest, process.memoryUsage().rss)), 20);
const meter = new LoopMeter();
const cpu = process.cpuUsage();
const upgraded = await pullAll('2.19.0', cursor);
const used = process.cpuUsage(cpu);
const { own, work } = meter.read();
clearInterval(watch);
const again = await pullAll('2.19.0', upgraded.cursor);
await central.close();
await rm(dataDir, { recursive: true, force: true });

printSection({
  title: 'V6: a site is upgraded across 2.4',
  about:
    'Its whole log is walked once, for the records that the version before could not hold. Site and server share the process.',
  columns: [
    'logs',
    'that are sent again',
    'first answer',
    'processor',
    'loop held, by the clock / its own work',
    'memory more',
    'the answer after',
  ],
  rows: [
    [
      whole(ASSETS * LOGS_EACH),
      whole(upgraded.records),
      `${whole(upgraded.first)} ms`,
      `${whole((used.user + used.system) / 1000)} ms`,
      `${whole(own)} / ${whole(work)} ms`,
      `${whole((highest - before) / 1024 / 1024)} MB`,
      `${again.records} records, ${whole(again.first)} ms`,
    ],
  ],
});
