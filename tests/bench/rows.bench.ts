/** The lists by themselves: what it costs to make them from a log, and their size. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storeDocument } from '#shared/change/documents';
import { encodeBody } from '#shared/change/codec/struct';
import type { JsonObject } from '#shared/json';
import type { NewChange } from '../../server/database/port/changes';
import { openSqliteDatabase } from '../../server/database/sqlite/open-database';
import { RowsKeeper } from '../../server/database/sqlite/rows/rows-keeper';
import { ChangeMaker } from '../central/change-maker';
import { printSection, whole } from './table';

const CHANGES = Number(process.env['CHANGES'] ?? 20_000);
const STORES = 50;
/** changes that a store brings at once */
const TOGETHER = 20;
/** as the thread of the rows has it */
const BATCH = 500;
const HOUR = 60 * 60 * 1000;

type Act = (n: number, assets: string[]) => [kind: string, patch: JsonObject, entityId?: string];

const create: Act = (n) => ['asset.create', { assetNumber: `F-${n}`, notes: 'by the door' }];
const log = (assetId: string): JsonObject => ({
  ...{ assetId, type: 'STATUS_UPDATE', functionalStatus: 'FUNCTIONING' },
  loggedAt: new Date().toISOString(),
});
/** A third each: new assets, edits and logs. */
const mixed: Act = (n, assets) => {
  const asset = assets[n % 7];
  if (asset === undefined || n % 3 === 0) return create(n, assets);
  return n % 3 === 1 ? ['asset.edit', { notes: `à côté ${n}` }, asset] : ['assetLog.add', log(asset)];
};

function changesOf(act: Act): NewChange[] {
  const stores = Array.from({ length: STORES }, (_, store) => ({
    maker: new ChangeMaker(`device-${store}`, `device-${store}`),
    document: storeDocument(`store-${store}`, 2026),
    assets: [] as string[],
    clock: 0,
  }));
  return Array.from({ length: CHANGES }, (_, n): NewChange => {
    const index = Math.floor(n / TOGETHER) % STORES;
    const store = stores[index];
    if (!store) throw new Error('no store');
    const change = store.maker.make(...act(store.clock, store.assets));
    if (change.kind === 'asset.create') store.assets.push(change.entityId);
    const place = { document: store.document, client: 1000 + index, clock: store.clock++ };
    const receivedAt = new Date().toISOString();
    return { ...place, change, body: encodeBody(change), receivedAt, receivedFrom: change.deviceId };
  });
}

async function weigh(name: string, act: Act): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'waypost-rows-'));
  const database = await openSqliteDatabase({ path: join(folder, 'log.sqlite'), isDurable: false });
  const changes = changesOf(act);
  for (let at = 0; at < changes.length; at += 1000)
    await database.transaction((tx) => tx.changes.insertChanges(changes.slice(at, at + 1000)));
  await database.following.reached(undefined, HOUR);
  const path = join(folder, 'again.sqlite');
  const before = process.cpuUsage();
  const began = performance.now();
  let arrived: () => void = () => undefined;
  const all = new Promise<void>((resolve) => (arrived = resolve));
  const keeper = await RowsKeeper.open({
    path,
    log: database.changes,
    batch: BATCH,
    readers: {
      progress: ({ seq, hasCures }) => {
        if (seq >= CHANGES && !hasCures) arrived();
      },
      suspend: () => Promise.resolve(),
      open: () => Promise.resolve(),
    },
    onFault: (error) => {
      throw error;
    },
  });
  await all;
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - began) / 1000;
  await keeper.close();
  const bytes = statSync(path).size;
  await database.close();
  rmSync(folder, { recursive: true, force: true });
  const each = (user + system) / CHANGES;
  return [name, `${each.toFixed(0)} µs`, whole(CHANGES / seconds), `${whole(bytes / CHANGES)}`];
}

const rows: string[][] = [];
for (const [name, act] of [
  ['new assets of three problems each', create],
  ['a third each: new assets, edits, logs', mixed],
] as const) {
  console.error(name);
  rows.push(await weigh(name, act));
}
printSection({
  title: 'The lists by themselves',
  about:
    `${whole(CHANGES)} changes of ${STORES} stores, from the log into new lists, ${BATCH} at a time, on one thread with its collection of garbage. ` +
    'Aims: 8,000 a second, 90 µs and 1,200 bytes each.',
  columns: ['changes', 'processor each', 'a second', 'bytes each'],
  rows,
});
process.exit(0);
