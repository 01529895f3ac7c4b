/** The example of alert rules and the dashboard name numbers that the server prints, and each number of its well-being has a rule or a panel. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { noteLastBackup } from '../../server/operations/backup/last-backup';
import type { Change } from '#shared/change/change';
import { SiteStates } from '../../server/fleet/site-states';
import { countSites } from '../../server/operations/site-counts';
import { someChange } from '../sync/stock-client';
import { aCentral, type TestCentral } from '../support/central';

const TOKEN = 'a-token-of-sixteen';
const read = (name: string): string =>
  readFileSync(new URL(`../../docs/monitoring/${name}`, import.meta.url), 'utf8');

let dataDir: string;
let central: TestCentral;
let printed: string;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'waypost-monitored-'));
  const now = new Date().toISOString();
  await noteLastBackup(dataDir, { time: now, to: '/elsewhere', rehearsedAt: now });
  central = await aCentral({ dataDir, metricsToken: TOKEN });
  const headers = { authorization: `Bearer ${TOKEN}` };
  printed = (await central.call('GET', '/metrics', { headers })).body;
});
afterAll(async () => {
  await central.central.close();
  rmSync(dataDir, { recursive: true });
});

/** The names of numbers in a query; what Prometheus itself calls functions is followed by a bracket. */
const namesIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/\b(?:waypost|process|nodejs)_[a-z0-9_]+/g)].map(([name]) => name)),
];

const printedNames = (): string[] => [
  ...new Set([...printed.matchAll(/^([a-z0-9_]+)(?:\{[^}]*\})? /gm)].flatMap(([, name]) => name ?? [])),
];

const alerts = (): string[] =>
  [...read('alerts.yml').matchAll(/^\s+expr: (.*)$/gm)].flatMap(([, expr]) => expr ?? []);

const panels = (): string[] =>
  [...read('dashboard.json').matchAll(/"expr": "([^"]*)"/g)].flatMap(([, expr]) => expr ?? []);

test('every number that a rule asks for is printed', () => {
  expect(alerts().length).toBeGreaterThan(8);
  expect(namesIn(alerts().join('\n')).filter((name) => !printedNames().includes(name))).toEqual([]);
});

test('every number that the dashboard shows is printed', () => {
  expect(panels().length).toBeGreaterThan(8);
  expect(namesIn(panels().join('\n')).filter((name) => !printedNames().includes(name))).toEqual([]);
});

test('the age of the last good backup, the disk, the queues and the silent sites each have a rule', () => {
  const asked = namesIn(alerts().join('\n'));
  for (const name of [
    'waypost_backup_last_success_timestamp_seconds',
    'waypost_rehearsal_last_success_timestamp_seconds',
    'waypost_operation_failures_total',
    'waypost_disk_free_bytes',
    'waypost_rows_behind',
    'waypost_sync_waiting',
    'waypost_sites_silent',
    'waypost_sites_behind',
    'waypost_v6_records_waiting',
    'waypost_v6_records_kept',
    'waypost_sync_store_unwritable_total',
  ])
    expect(asked).toContain(name);
});

test('every number has a value and a type that Prometheus reads', () => {
  const types = new Map(
    [...printed.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name, type]),
  );
  for (const line of printed.split('\n').filter((text) => text !== '' && !text.startsWith('#'))) {
    const [, name, value] = /^([a-z0-9_]+)(?:\{[^}]*\})? (\S+)$/.exec(line) ?? [];
    expect([line, Number.isFinite(Number(value))]).toEqual([line, true]);
    expect([
      line,
      types.get(name) ?? types.get(name?.replace(/_(bucket|sum|count)$/, '') ?? ''),
    ]).not.toContain(undefined);
  }
});

test('health gives anyone the age of the last good backup, the disk, the queues and the sites', async () => {
  const ask = async () => (await central.call('GET', '/api/health')).json<Record<string, unknown>>();
  // sites are counted beside the calls
  await ask();
  await central.call('GET', '/metrics', { headers: { authorization: `Bearer ${TOKEN}` } });
  expect(await ask()).toEqual({
    status: 'ok',
    version: expect.any(String),
    lastBackup: expect.stringMatching(/^20/),
    rowsBehind: 0,
    diskFreeBytes: expect.any(Number),
    waiting: 0,
    v6Waiting: 0,
    v6Kept: 0,
    sites: { joined: 0, behind: 0, silent: 0 },
  });
});

test('a site whose device lacks changes is behind, and one that was not heard for two weeks is silent', async () => {
  const { database } = central.central;
  const old = new Date(Date.now() - 20 * 24 * 60 * 60 * 1000).toISOString();
  for (const [number, code] of ['NEAR', 'FAR'].entries()) {
    const site = { id: code, code, name: code, createdAt: old };
    await database.registry.sites.add({ ...site, stores: [{ id: `s-${code}`, code: '1', name: 'Ward' }] });
    await database.registry.devices.add(code, {
      ...{ id: `d-${code}`, name: 'Phone', tokenHash: code, at: old },
      proposeClientId: () => 70 + number,
    });
  }
  await database.registry.devices.recordContacts([{ deviceId: 'd-NEAR', at: new Date().toISOString() }]);
  const states = new SiteStates(database, '1', Date.now);
  expect(countSites(await states.all(), Date.now())).toEqual({ joined: 2, behind: 0, silent: 1 });
  const document = 'store/s-NEAR/2026';
  const change = someChange('central', { kind: 'asset.create', patch: { assetNumber: '1' } });
  const had = { deviceId: 'd-NEAR', document, changes: 0, seq: 0, at: old };
  await database.registry.devices.recordDocuments([had]);
  await central.central.sync.author(document, [change as unknown as Change], {
    deviceId: 'central',
    userId: 'central',
  });
  const later = new SiteStates(database, '1', Date.now);
  expect(countSites(await later.all(), Date.now())).toEqual({ joined: 2, behind: 1, silent: 1 });
});
