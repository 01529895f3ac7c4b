/** The time of a pull for a site that is set up again: 100,000 records in batches of 500, beside the data of other sites. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCentral } from '../../server/start-central';
import { derivedUuid } from '#shared/derived-uuid';
import { hashPassword } from '../../server/auth/password';
import { dataOf, OpenMSupplySite, type Batch } from '../v6/open-msupply-site';

const ASSETS = 1000;
const LOGS_EACH = 99;
const BATCH = 500;
const SITES = ['one', 'other'];
const NAMESPACE = 'c1a1b0de-2d7c-5f0f-9a51-7f4c53c5a6d2';

const dataDir = await mkdtemp(join(tmpdir(), 'waypost-bench-'));
const central = await startCentral({
  dataDir,
  host: '127.0.0.1',
  port: 0,
  adminPassword: 'a staff password',
});

const passwordHash = await hashPassword(new OpenMSupplySite('', 'one', 'password').settings.passwordSha256);
const createdAt = new Date().toISOString();
const stores = [{ id: 'one', code: 'one', name: 'one' }];
await central.database.registry.sites.add({ id: 'site', code: 'site', name: 'site', createdAt, stores });
await central.database.v6?.sites.put('site', { name: 'one', passwordHash });

let n = 0;
const change = (kind: string, entityId: string, patch: Record<string, unknown>) => {
  n += 1;
  const hlc = `${String(Date.UTC(2024, 0, 1) + n)}-0000-maker`;
  return {
    id: derivedUuid(NAMESPACE, `${n}`),
    hlc,
    userId: 'maker',
    deviceId: 'maker',
    n,
    kind,
    entityId,
    patch,
  };
};

for (const store of SITES) {
  for (let asset = 0; asset < ASSETS; asset++) {
    const assetId = derivedUuid(NAMESPACE, `${store} ${asset}`);
    const logs = Array.from({ length: LOGS_EACH }, (_, log) =>
      change('assetLog.add', derivedUuid(NAMESPACE, `${assetId} ${log}`), {
        assetId,
        type: 'STATUS_UPDATE',
        functionalStatus: 'FUNCTIONING',
        comment: 'Checked on the monthly round.',
      }),
    );
    const made = change('asset.create', assetId, { assetNumber: `N ${asset}`, properties: { litres: 40 } });
    await central.sync.author(`store/${store}/2024`, [made, ...logs], { deviceId: 'maker', userId: 'maker' });
  }
}

const site = new OpenMSupplySite(central.origin, 'one', 'password');
// a cycle begins with this question; the password is checked here
const asked = performance.now();
await site.whoAmI();
const found = performance.now() - asked;
const times: number[] = [];
let cursor = 0;
let records = 0;
for (;;) {
  const started = performance.now();
  const batch: Batch = dataOf(await site.call('pull', { cursor, batchSize: BATCH, isInitialised: false }));
  times.push(performance.now() - started);
  records += batch.records.length;
  cursor = batch.end_cursor;
  if (batch.is_last_batch) break;
}
await central.close();
await rm(dataDir, { recursive: true, force: true });

const [first = 0, ...rest] = times;
const sorted = rest.sort((a, b) => a - b);
const at = (share: number): string => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
const rows = [
  `| records | batches of | finding central | first batch | median | 99 % | slowest |`,
  `| --- | --- | --- | --- | --- | --- | --- |`,
  `| ${records} | ${BATCH} | ${found.toFixed(0)} ms | ${first.toFixed(0)} ms | ${at(0.5)} ms | ${at(0.99)} ms | ${at(0.9999)} ms |`,
];
process.stdout.write(`${rows.join('\n')}\n`);
