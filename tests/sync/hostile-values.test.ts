/**
 * Values that break careless programs. A value that can be a change is kept as it was written, on central and on every device; any other is
 * refused by name. Neither stops anybody's work.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import type { Central } from '../../server/start-central';
import { openSqliteDatabase } from '../../server/database/sqlite/open-database';
import {
  joinDevice,
  makeSite,
  must,
  runEngine,
  staffFetch,
  startTestCentral,
  type RunningEngine,
} from './engines';
import { readIdentity } from '../../src/replica/identity/identity';
import type { Replica } from '../../src/replica/replica';
import { fridge, store } from './replicas';
import { leaveAll, someChange, stockClient, type StockClient } from './stock-client';
import { until, untilSettled } from './until';

const year = new Date().getUTCFullYear();
const document = `store/${store.id}/${year}`;

let central: Central;
let asStaff: typeof fetch;
let directory: string;
let phone: Replica;
let engine: RunningEngine;
let attacker: { deviceId: string; clientId: number; deviceToken: string };

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'waypost-hostile-'));
  central = await startTestCentral(await openSqliteDatabase({ path: join(directory, 'waypost.sqlite') }));
  asStaff = await staffFetch(central);
  const { code } = await makeSite(central);
  phone = await joinDevice(central, await code());
  engine = runEngine(phone.db);
  const identity = await readIdentity((await joinDevice(central, await code())).db);
  if (identity?.kind !== 'site') throw new Error('not joined');
  attacker = identity;
});

afterEach(async () => {
  leaveAll();
  await engine.stop();
  await central.close();
  rmSync(directory, { recursive: true });
});

async function connected(): Promise<StockClient> {
  const { clientId, deviceToken: token } = attacker;
  const url = `${central.origin.replace('http', 'ws')}/sync`;
  const client = stockClient(url, document, { clientId, token });
  await client.synced();
  return client;
}

const asset = (patch: object, parts: Record<string, unknown> = {}) =>
  someChange(attacker.deviceId, { kind: 'asset.create', patch: { assetNumber: 'A', ...patch }, ...parts });

/** Others go on: the records of the phone arrive, and all of them are shown to staff. */
async function workGoesOn(): Promise<void> {
  must(await phone.commit(addAsset, fridge('GOES-ON', 'asset-of-phone')));
  await untilSettled(phone.db);
  for (const path of ['/api/assets', '/api/assets/asset-of-phone', '/api/problems'])
    expect((await asStaff(`${central.origin}${path}`)).status).toBe(200);
}

/** As JSON, in which every key is a property of its own. */
const parsed = (text: string) => JSON.parse(text) as object;
const inherited = '{"constructor": "a", "toString": "b", "hasOwnProperty": true, "valueOf": 1}';

describe('what can be a change is kept as it was said', () => {
  const strange: readonly [string, object, Record<string, unknown>?][] = [
    ['properties named as what every object has', { properties: parsed(inherited) }],
    ['unknown fields named so', parsed(inherited)],
    ['the same, by one who says what was seen', parsed(inherited), { base: {} }],
    ['the largest number', { properties: { litres: Number.MAX_VALUE, least: Number.MIN_VALUE } }],
    ['a zero byte, and text that turns around', { notes: 'a\u0000b\u202Ec\uFFFF\u{10FFFF}' }],
    ['days at both ends of time', { installationDate: '0001-01-01', replacementDate: '9999-12-31' }],
    ['a number beyond what can be counted to', {}, { n: Number.MAX_SAFE_INTEGER }],
    ['a clock at the end of time', {}, { hlc: '9999999999999-ffff-x' }],
    ...['../../config', 'a/b?c#d', '%2e%2e%2f', 'null', ' ', "'; --", '\u0000', 'constructor'].map(
      (entityId): [string, object, Record<string, unknown>] => [`the id ${entityId}`, {}, { entityId }],
    ),
  ];

  it.each(strange)('%s', async (_name, patch, parts) => {
    const client = await connected();
    const change = asset(patch, parts);
    const entityId = String(change['entityId']);
    client.changes.set(change.id, change);
    await client.stored();
    const here = await until(
      () => phone.db.assets.get(entityId),
      (row) => row !== undefined,
    );
    const there = await central.database.rows.row('asset', entityId);
    const answer = await asStaff(`${central.origin}/api/assets/${encodeURIComponent(entityId)}`);
    const { properties, notes, installationDate } = { properties: {}, ...patch } as Record<string, unknown>;
    for (const row of [here, there, await answer.json()])
      expect(row).toMatchObject({
        ...(notes !== undefined && { notes }),
        ...(installationDate !== undefined && { installationDate }),
        properties,
      });
    await workGoesOn();
  });
});

describe('what cannot be one is refused by name', () => {
  const strange: readonly [string, () => { id: string }, string][] = [
    ['a number that is none', () => asset({ properties: { litres: Number.NaN } }), 'not-a-change'],
    ['more than any number', () => asset({ properties: { litres: Infinity } }), 'not-a-change'],
    ['a whole number of another kind', () => asset({ properties: { litres: 5n } }), 'not-a-change'],
    ['zero from below', () => asset({ properties: { litres: -0 } }), 'not-a-change'],
    ['bytes', () => asset({ notes: new Uint8Array([1, 2, 3]) }), 'not-a-change'],
    ['a prototype among properties', () => asset({ properties: parsed('{"__proto__": 1}') }), 'not-a-change'],
    ['a prototype as a field', () => asset(parsed('{"__proto__": {"assetNumber": "B"}}')), 'not-a-change'],
    ['a count that is too large', () => asset({}, { n: 2 ** 60 }), 'bad-envelope'],
    [
      'an instant after the end of time',
      () => asset({ createdAt: '+275760-09-13T00:00:00.000Z' }),
      'bad-field',
    ],
    ['a day before its beginning', () => asset({ installationDate: '-000001-01-01' }), 'bad-field'],
    ['a list for a text', () => asset({ notes: ['a'] }), 'bad-field'],
    ['a prototype’s name for a status', () => log('constructor'), 'bad-field'],
  ];
  const log = (functionalStatus: string) =>
    someChange(attacker.deviceId, {
      kind: 'assetLog.add',
      patch: { assetId: 'asset-of-phone', type: 'STATUS_UPDATE', functionalStatus },
    });

  it.each(strange)('%s', async (_name, make, code) => {
    const client = await connected();
    const change = make();
    client.changes.set(change.id, change);
    expect(await client.refused()).toMatchObject({ code, changeIds: [change.id], closeCode: 4422 });
    await workGoesOn();
  });
});
