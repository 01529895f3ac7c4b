/** Two creations of an asset (rule W4), of which the other one turns out to be older: what was said of it counts again. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Change } from '#shared/change/change';
import { encodeBody } from '#shared/change/codec/struct';
import { formatHlc } from '#shared/change/hlc';
import { commitBatch } from '../../server/sync/commit';
import type { Addition } from '../../server/sync/submission';
import { openTestDatabase } from '../support/database';

const NOW = Date.UTC(2026, 5, 1);
let n = 0;

function said(store: string, kind: string, entityId: string, patch: Change['patch']): Addition {
  n += 1;
  const hlc = formatHlc({ ms: NOW + n, counter: 0, deviceId: 'd' });
  const change: Change = { id: randomUUID(), hlc, userId: 'u', deviceId: 'd', n, kind, entityId, patch };
  return { document: `store/${store}/2026`, change, body: encodeBody(change) };
}

const createdIn = (store: string) =>
  said(store, 'asset.create', 'a1', { assetNumber: store, storeId: store });
const loggedIn = (store: string) =>
  said(store, 'assetLog.add', `l-${store}`, {
    ...{ assetId: 'a1', type: 'STATUS_UPDATE', functionalStatus: 'NOT_IN_USE' },
    loggedAt: new Date(NOW).toISOString(),
  });
const photoIn = (store: string) =>
  said(store, 'file.attach', `f-${store}`, {
    ownerTable: 'assetLog',
    ownerId: `l-${store}`,
    mimeType: 'image/jpeg',
  });

test('[W4] logs and photos of the creation that had fallen are there again, and those of the other one are not', async () => {
  const database = await openTestDatabase();
  const act = async (at: number, ...additions: Addition[]): Promise<void> => {
    const plan = () => Promise.resolve(additions);
    const submission = { kind: 'act', act: { by: 'u', plan } } as const;
    await database.transaction((tx) => commitBatch(tx, [submission], { now: NOW + at, client: 77 }));
    await database.following.reached();
  };
  const counting = async () =>
    [...(await database.rows.all('assetLog')), ...(await database.rows.all('file'))].map(({ id }) => id);
  const second = createdIn('s2');
  await act(1, createdIn('s1'), loggedIn('s1'), photoIn('s1'));
  await act(2, second, loggedIn('s2'), photoIn('s2'));
  expect(await counting()).toEqual(['l-s1', 'f-s1']);
  await act(3, said('s2', 'asset.first', 'a1', { createId: second.change.id, store: 's2', since: NOW - 1 }));
  expect(await counting()).toEqual(['l-s2', 'f-s2']);
  await database.close();
});
