/** A programme of 10,000 pieces that began with the reference data of before is carried over: each as the one of which it is a copy. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, expect, it } from 'vitest';
import type { Change } from '#shared/change/change';
import { CONFIG } from '#shared/change/documents';
import { formatHlc, parseHlc } from '#shared/change/hlc';
import type { Asset } from '#shared/domain/asset';
import { authorAll } from '../../../server/fleet/author-all';
import { startCentral, type Central } from '../../../server/start-central';

const COPIES = 166;
const fixture = join(import.meta.dirname, '../../fixtures/former-programme.sqlite.gz');
const by = { deviceId: 'copier', userId: 'copier' };

let dataDir: string;
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const start = (): Promise<Central> =>
  startCentral({ dataDir, host: '127.0.0.1', port: 0, adminPassword: 'x' });

/** Between two runs. */
function set(sql: string): void {
  const database = new DatabaseSync(join(dataDir, 'waypost.sqlite'));
  database.exec(sql);
  database.close();
}

async function allAssets({ database }: Central): Promise<Asset[]> {
  const all: Asset[] = [];
  let cursor: string | undefined;
  do {
    const page = await database.rows.assets({
      limit: 1000,
      includeDeleted: true,
      ...(cursor !== undefined && { cursor }),
    });
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return all;
}

/** Copy → original, of assets and logs. */
const originals = new Map<string, string>();

/** One more of every asset and log that was there before central wrote anything: the changes under ids of their own. */
function copyOf(changes: readonly Change[], copy: number, ids: Map<string, string>): Change[] {
  for (const { entityId } of changes)
    if (!ids.has(entityId)) {
      ids.set(entityId, randomUUID());
      originals.set(ids.get(entityId) ?? '', entityId);
    }
  return changes.map((change, index) => {
    const { assetId, assetNumber } = change.patch;
    const ms = (parseHlc(change.hlc)?.ms ?? 0) + 1;
    return {
      ...change,
      ...by,
      id: randomUUID(),
      hlc: formatHlc({ ms, counter: copy % 200, deviceId: by.deviceId }),
      n: copy * changes.length + index + 1,
      entityId: ids.get(change.entityId) ?? '',
      base: {},
      patch: {
        ...change.patch,
        ...(typeof assetId === 'string' && { assetId: ids.get(assetId) ?? '' }),
        ...(typeof assetNumber === 'string' && { assetNumber: `${assetNumber} copy ${copy}` }),
        ...('serialNumber' in change.patch && { serialNumber: null }),
      },
    };
  });
}

it('10,000 assets with their logs: every one names what the one that it is a copy of names', async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'former-'));
  await writeFile(join(dataDir, 'waypost.sqlite'), gunzipSync(readFileSync(fixture)));
  let central = await start();
  const before = (await central.database.changes.after(0, 100_000)).filter(
    ({ document, change }) => document !== CONFIG && change.userId !== 'central',
  );
  await central.close();
  set(`DELETE FROM meta WHERE key = 'carry_over_begun'`);
  central = await start();
  const documents = new Map<string, Change[]>();
  for (const { document, change } of before)
    if (/^(asset|assetLog)\./.test(change.kind))
      documents.set(document, [...(documents.get(document) ?? []), change]);
  for (let copy = 1; copy <= COPIES; copy++) {
    const ids = new Map<string, string>();
    for (const changes of documents.values()) copyOf(changes, copy, ids);
    for (const [document, changes] of documents) {
      const { refused } = await authorAll(central.sync, document, copyOf(changes, copy, ids), by);
      expect(refused).toEqual([]);
    }
  }
  await central.database.following.reached(undefined, 300_000);
  const former = (await allAssets(central)).filter(({ id }) => originals.has(id));
  expect(former.length).toBeGreaterThan(9900);
  await central.close();
  set(
    `UPDATE meta SET value = '1' WHERE key = 'starter_data'; DELETE FROM meta WHERE key = 'carry_over_seq'`,
  );
  central = await start();
  const isThrough = async (): Promise<boolean> => {
    const seen = await central.database.transaction(({ changes }) => changes.meta('carry_over_seq'));
    return Number(seen ?? 0) >= (await central.database.changes.lastSeq());
  };
  while (!(await isThrough())) await new Promise((resolve) => setTimeout(resolve, 200));
  await central.database.following.reached(undefined, 300_000);
  const after = new Map((await allAssets(central)).map((asset) => [asset.id, asset]));
  expect(after.size).toBe(former.length + new Set(former.map(({ id }) => originals.get(id))).size);
  const named = ({ classId, categoryId, typeId, catalogueItemId, properties, storeId, notes }: Asset) => ({
    ...{ classId, categoryId, typeId, catalogueItemId, properties, storeId, notes },
  });
  for (const { id } of former) {
    const [copy, original] = [after.get(id), after.get(originals.get(id) ?? '')];
    if (!copy || !original) throw new Error(`${id} is not there`);
    expect(named(copy)).toEqual(named(original));
    const logs = async (assetId: string) =>
      (await central.database.rows.logsOf(assetId))
        .map(({ functionalStatus, reasonId, comment, loggedAt }) =>
          [loggedAt, functionalStatus, reasonId, comment].join(' '),
        )
        .sort();
    expect(await logs(id)).toEqual(await logs(original.id));
  }
  const seq = await central.database.changes.lastSeq();
  await central.close();
  central = await start();
  expect(await central.database.changes.lastSeq()).toBe(seq);
  await central.close();
}, 1_200_000);
