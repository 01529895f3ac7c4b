/** kill -9 under load: every acknowledged change is there afterwards, on central and on every replica. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { YEAR } from '../support/relay';
import { leaveAll, someChange, stockClient } from './stock-client';

const ROUNDS = 20;
const CLIENTS = [101, 102, 103];
const DOCUMENT = `store/s1/${YEAR}`;

test(`${ROUNDS} rounds: every change for which stored had arrived is there, and all replicas agree`, async () => {
  const directory = mkdtempSync(join(tmpdir(), 'waypost-kill-'));
  const docs = new Map(CLIENTS.map((clientId) => [clientId, new Y.Doc()]));
  const acknowledged = new Set<string>();
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const server = await start(join(directory, 'waypost.sqlite'));
      await writeUntilKilled(server, docs, acknowledged, seeded(round));
    }
    const server = await start(join(directory, 'waypost.sqlite'));
    const all = await everything(server, docs);
    server.process.kill('SIGKILL');
    expect(acknowledged.size).toBeGreaterThan(ROUNDS);
    expect([...acknowledged].filter((id) => !all.has(id))).toEqual([]);
    const rows = [...docs.values()].map((doc) => doc.getMap('changes').toJSON());
    for (const replica of rows) expect(replica).toEqual(rows[0]);
  } finally {
    leaveAll();
    rmSync(directory, { recursive: true });
  }
}, 600_000);

interface Running {
  process: ChildProcess;
  url: string;
  died: Promise<unknown>;
}

/** Every client writes as fast as it is let; after a number of acknowledgements from the seed, the server dies. */
async function writeUntilKilled(
  server: Running,
  docs: ReadonlyMap<number, Y.Doc>,
  acknowledged: Set<string>,
  random: () => number,
): Promise<void> {
  let left = 5 + Math.floor(random() * 60);
  await Promise.all(
    [...docs].map(async ([clientId, doc]) => {
      const { client, ended } = connect(server, clientId, doc);
      await Promise.race([client.synced(), server.died]);
      while (left > 0) {
        const burst = Array.from({ length: 1 + Math.floor(random() * 8) }, () =>
          someChange(`device-${clientId}`, {
            kind: 'asset.create',
            patch: { assetNumber: `${clientId}-${random()}` },
          }),
        );
        for (const change of burst) client.changes.set(change.id, change);
        const wasStored = await Promise.race([
          client.stored().then(() => true),
          server.died.then(() => false),
        ]);
        if (!wasStored) break;
        for (const { id } of burst) acknowledged.add(id);
        left -= 1;
        // in the midst of the messages of the others
        if (left === 0) server.process.kill('SIGKILL');
      }
      await server.died;
      ended();
    }),
  );
}

/** The changes at the server when every replica has given it all and got all. */
async function everything(server: Running, docs: ReadonlyMap<number, Y.Doc>): Promise<Set<string>> {
  const clients = [...docs].map(([clientId, doc]) => connect(server, clientId, doc).client);
  await Promise.all(clients.map((client) => client.stored()));
  const reader = connect(server, 199, new Y.Doc()).client;
  await reader.synced();
  const ids = new Set(reader.changes.keys());
  await Promise.all(clients.flatMap((client) => [...ids].map((id) => client.has(id))));
  return ids;
}

/** The doc outlives the connection, as a device's does. */
function connect(server: Running, clientId: number, doc: Y.Doc) {
  const client = stockClient(server.url, DOCUMENT, {
    clientId,
    token: `device-${clientId}`,
    doc,
    keepsDoc: true,
  });
  return { client, ended: client.leave };
}

async function start(path: string): Promise<Running> {
  const script = join(import.meta.dirname, 'kill-9-server.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, path, [...CLIENTS, 199].join(',')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const died = new Promise((resolve) => child.once('exit', resolve));
  const url = await new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve));
  return { process: child, url, died };
}

/** mulberry32 */
function seeded(seed: number): () => number {
  let state = seed + 1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
