/** Three server processes on one PostgreSQL, behind no balancer at all: devices and staff go to whichever they like. One is killed, and PostgreSQL itself falls and comes back, while everybody writes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { CentralServer } from '../central/server';
import { Staff, type Joined } from '../central/staff';
import { makeCluster, type Cluster } from '../support/postgres-cluster';
import { leaveAll, someChange, stockClient, type StockClient } from '../sync/stock-client';

const YEAR = new Date().getUTCFullYear();

const folder = mkdtempSync(join(tmpdir(), 'waypost-servers-'));
let cluster: Cluster;
const servers: CentralServer[] = [];

const start = async (): Promise<CentralServer> => {
  const server = await CentralServer.start({
    databaseUrl: cluster.url('postgres'),
  });
  servers.push(server);
  return server;
};

beforeAll(async () => {
  cluster = await makeCluster({ folder: join(folder, 'cluster'), isDurable: true });
}, 120_000);

afterAll(async () => {
  leaveAll();
  for (const server of servers) await server.remove();
  cluster.remove();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

interface Writer {
  device: Joined;
  doc: Y.Doc;
}

const connect = (server: CentralServer, { device, doc }: Writer, document: string): StockClient =>
  stockClient(server.origin.replace('http', 'ws') + '/sync', document, {
    ...{ clientId: device.clientId, token: device.deviceToken, doc, keepsDoc: true },
  });

/** Writes bursts until it is asked to end; acknowledged changes are added. */
async function writeOn(
  client: StockClient,
  { device }: Writer,
  acknowledged: Set<string>,
  end: { asked: boolean },
): Promise<void> {
  while (!end.asked) {
    const burst = Array.from({ length: 5 }, () =>
      someChange(device.deviceId, { kind: 'asset.create', patch: { assetNumber: `n${Math.random()}` } }),
    );
    for (const change of burst) client.changes.set(change.id, change);
    const stored = client.stored().then(() => true);
    const isStored = await Promise.race([stored, until(() => end.asked).then(() => false)]);
    if (isStored) for (const { id } of burst) acknowledged.add(id);
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20);
}

test('nothing that was acknowledged is lost, and everybody ends with the same', async () => {
  const [a, b, c] = [await start(), await start(), await start()];
  const staff = await Staff.signIn(a.origin);
  const site = await staff.makeSite('S1', 'First');
  const document = `store/${site.stores[0].id}/${YEAR}`;
  const atB = await Staff.signIn(b.origin);
  expect((await atB.sites()).map(({ code }) => code)).toEqual(['S1']);
  const writers: Writer[] = [];
  for (const name of ['Phone 1', 'Phone 2', 'Phone 3'])
    writers.push({ device: await staff.join(site, name), doc: new Y.Doc() });
  const [one, two, three] = writers as [Writer, Writer, Writer];

  const acknowledged = new Set<string>();
  const endOfA = { asked: false };
  const end = { asked: false };
  const onA = connect(a, one, document);
  const onB = connect(b, two, document);
  const onC = connect(c, three, document);
  await Promise.all([onA, onB, onC].map((client) => client.synced()));
  const writing = [writeOn(onB, two, acknowledged, end), writeOn(onC, three, acknowledged, end)];
  const writingOnA = writeOn(onA, one, acknowledged, endOfA);
  await until(() => acknowledged.size > 60);
  // devices at the other servers have the changes that one server stored
  await until(() => one.doc.getMap('changes').size > 30 && three.doc.getMap('changes').size > 30);

  await a.kill();
  endOfA.asked = true;
  await writingOnA;
  onA.leave();
  const again = connect(b, one, document);
  writing.push(writeOn(again, one, acknowledged, end));
  const afterKill = acknowledged.size;
  await until(() => acknowledged.size > afterKill + 60);

  cluster.stop('immediate');
  expect((await fetch(`${b.origin}/api/health`)).status).toBe(503);
  cluster.start();
  const afterFall = acknowledged.size;
  await until(() => acknowledged.size > afterFall + 60);
  end.asked = true;
  await Promise.all(writing);

  const reader = { device: await atB.join(site, 'Reader'), doc: new Y.Doc() };
  const all = connect(c, reader, document);
  for (const client of [again, onB, onC]) await client.stored();
  await all.synced();
  await until(() => [...acknowledged].every((id) => all.changes.has(id)));
  const sizes = writers.map(({ doc }) => doc);
  await until(() => sizes.every((doc) => doc.getMap('changes').size === all.changes.size));
  for (const { doc } of writers)
    expect([...doc.getMap('changes').keys()].sort()).toEqual([...all.changes.keys()].sort());

  // a device that is revoked at one server loses its socket at the other
  onC.leave();
  const revoked = connect(c, three, document);
  await revoked.synced();
  const closed = revoked.closed();
  await atB.revoke(three.device.deviceId);
  expect(await closed).toBe(4401);
  leaveAll();
}, 240_000);
