/** Who has joined a site since a restore may be a device that this has forgotten: it may send to stores that the site has lost, no more. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { RESTORED_AT } from '../../server/operations/twin';
import { createJoinCode } from '../../src/central-api/join-codes';
import { createSite, moveStore } from '../../src/central-api/sites';
import { jpeg, Sender, sha256Of } from '../server/upload';
import { staffFetch } from './engines';
import { store } from './replicas';
import { must, Restored } from './restored';
import { leaveAll, someChange, stockClient, type StockClient } from './stock-client';

interface Joined {
  deviceId: string;
  deviceToken: string;
  clientId: number;
}

let folder: string;
let programme: Restored;
let owner: Joined;
let between: Joined;
let since: Joined;
const bytes = jpeg(900);

async function joined(code: string): Promise<Joined> {
  const answer = await fetch(`${programme.central.origin}/api/join`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, deviceName: 'Phone' }),
  });
  return (await answer.json()) as Joined;
}

const bearing = ({ deviceToken }: Joined) => ({ authorization: `Bearer ${deviceToken}` });
const socketOf = ({ clientId, deviceToken: token }: Joined): StockClient =>
  stockClient(programme.central.origin.replace('http', 'ws') + '/sync', programme.document, {
    clientId,
    token,
  });
const ask = async (who: Joined, path: string): Promise<Response> =>
  fetch(`${programme.central.origin}${path}`, { headers: bearing(who) });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joined-since-'));
  programme = await Restored.start({ dataDir: folder });
  const { origin: url } = programme.central;
  const staff = { url, fetch: await staffFetch(programme.central) };
  const stores = [{ id: 'other', code: 'O', name: 'Other' }];
  const there = must(await createSite(staff, { code: 'T', name: 'There', stores })).id;
  must(await moveStore(staff, store.id, there));
  owner = await joined(must(await createJoinCode(staff, there)).code);
  await programme.author(programme.document, {
    ...{ kind: 'asset.create', entityId: 'asset-1', patch: { assetNumber: 'A-1' } },
  });
  const file = { fileName: 'a.jpg', mimeType: 'image/jpeg', totalBytes: 900, sha256: sha256Of(bytes) };
  await programme.author(programme.document, {
    ...{ kind: 'file.attach', entityId: 'file-1' },
    patch: { ...file, ownerTable: 'asset', ownerId: 'asset-1', createdAt: '2026-06-01T00:00:00.000Z' },
  });
  await new Sender(url, bearing(owner)).send({ bytes, storeId: store.id });
  between = await joined(await programme.code());
  const backup = await programme.backup();
  // as the command that unpacks a backup does
  await programme.restore(backup, (sql) =>
    sql.run('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)', RESTORED_AT, String(Date.now())),
  );
  expect((await programme.restoreReport()).restored).not.toBeNull();
  since = await joined(await programme.code());
});
afterEach(async () => {
  leaveAll();
  await programme.stop();
  await rm(folder, { recursive: true });
});

it('[D2] not one that joined after the store had left and before the restore', async () => {
  expect(await socketOf(between).closed()).toBe(4403);
});

it('[D2] it is given nothing of these stores, over the socket or over HTTP', async () => {
  const [theirs, ours] = [socketOf(owner), socketOf(since)];
  await Promise.all([theirs.synced(), ours.synced()]);
  expect([theirs.changes.size, ours.changes.size]).toEqual([2, 0]);
  const edit = someChange(owner.deviceId, {
    ...{ kind: 'asset.edit', entityId: 'asset-1', patch: { notes: 'theirs' } },
  });
  theirs.changes.set(edit.id, edit);
  await theirs.stored();
  const own = someChange(since.deviceId, { kind: 'asset.create', patch: { assetNumber: 'A-2' } });
  ours.changes.set(own.id, own);
  await Promise.all([ours.stored(), theirs.has(own.id)]);
  expect([...ours.changes.keys()]).toEqual([own.id]);
  const log = `/api/documents/${encodeURIComponent(programme.document)}/log?after=0`;
  const file = `/api/files/${sha256Of(bytes)}`;
  for (const path of [log, file])
    expect([(await ask(owner, path)).status, (await ask(since, path)).status], path).toEqual([200, 403]);
  for (const [who, isListed] of [
    [owner, true],
    [since, false],
  ] as const)
    expect((await (await ask(who, '/api/documents')).text()).includes(programme.document)).toBe(isListed);
});

it('[D2] [K7] what it writes newly is judged like any change there, is in its own name, and the store’s', async () => {
  const client = socketOf(since);
  await client.synced();
  const edit = someChange(since.deviceId, {
    ...{ kind: 'asset.edit', entityId: 'asset-1', patch: { notes: 'from the former site' } },
  });
  const other = someChange('somebody-else', { kind: 'asset.create', patch: { assetNumber: 'A-2' } });
  for (const one of [edit, other]) client.changes.set(one.id, one);
  await client.stored();
  expect(await programme.atCentral('asset-1')).toMatchObject({
    ...{ notes: 'from the former site', storeId: store.id },
  });
  const { items } = (await (await programme.call('/api/problems')).json()) as {
    items: { code: string; changeId?: string }[];
  };
  const flagged = items.filter(({ code }) => code === 'said-by-another').map(({ changeId }) => changeId);
  expect(new Set(flagged), JSON.stringify(items)).toEqual(new Set([other.id]));
  await socketOf(owner).has(edit.id);
});
