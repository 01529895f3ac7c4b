/** Photos that reach a server which dies, over a link that breaks, at bytes from the seed: each ends there as it was attached. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import { attachFile } from '#shared/commands/attach-file';
import { keepFile } from '../../src/replica/files/keep-file';
import type { Replica } from '../../src/replica/replica';
import { CentralServer } from '../central/server';
import { Staff } from '../central/staff';
import { jpeg, sha256Of } from '../server/upload';
import { CuttingLink } from './cutting-link';
import { joinDevice, must, runEngine } from './engines';
import { fastWorld, preparedFile } from './files';
import { randomOf } from './random';
import { fridge } from './replicas';
import { until } from './until';

const ROUNDS = 50;
const KILL_EVERY = 8;
const CLOSE_APP_EVERY = 10;

test(`${ROUNDS} rounds, each with breaks, some with a kill -9 of the server, some with a restart of the app`, async () => {
  const random = randomOf(55);
  let server = await CentralServer.start();
  let kills = 0;
  const link = await CuttingLink.to(server.origin, () => undefined);
  const phone = await phoneBehind(server, link);
  let engine = runEngine(phone.db, fastWorld());

  /** Breaks the link a number of times, each time after some more bytes; the first break of some rounds is the server's death. */
  function breakUp(times: number, kills: boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const first = kills ? () => killAndRestart().then(resolve, reject) : resolve;
      let left = random.below(20_000);
      let breaks = 0;
      link.breaksBehind = (bytes) => {
        left -= bytes;
        if (left > 0 || breaks === times) return false;
        if (breaks === 0) void first();
        breaks += 1;
        left = random.below(40_000);
        return true;
      };
    });
  }

  async function killAndRestart(): Promise<void> {
    kills += 1;
    await server.kill();
    server = await server.startAgain();
  }

  try {
    for (let round = 1; round <= ROUNDS; round++) {
      const broken = breakUp(1 + random.below(3), round % KILL_EVERY === 0);
      const isClosed = round % CLOSE_APP_EVERY === 0;
      if (isClosed) await engine.stop();
      const sha256 = await attach(phone, jpeg(20_000 + random.below(200_000), round), round);
      if (isClosed) engine = runEngine(phone.db, fastWorld());
      await broken;
      await untilAllAreAtCentral(phone);
      const stored = await readFile(join(server.dataDir, 'files', sha256.slice(0, 2), sha256));
      expect(sha256Of(stored)).toBe(sha256);
    }
    expect(link.cuts).toBeGreaterThanOrEqual(ROUNDS);
    expect(kills).toBe(Math.floor(ROUNDS / KILL_EVERY));
  } finally {
    await engine.stop();
    link.close();
    await server.remove();
  }
}, 300_000);

async function phoneBehind({ origin }: CentralServer, link: CuttingLink): Promise<Replica> {
  const staff = await Staff.signIn(origin);
  const site = await staff.makeSite('S1', 'First');
  const phone = await joinDevice({ origin }, (await staff.makeJoinCode(site)).code);
  const storeId = site.stores[0].id;
  must(await phone.commit(addAsset, { ...fridge('A-1', 'asset-1'), storeId }));
  await phone.db.identity.where('id').equals('me').modify({ centralUrl: link.origin });
  return phone;
}

async function attach(phone: Replica, bytes: Uint8Array, round: number): Promise<string> {
  const storeId = (await phone.db.assets.get('asset-1'))?.storeId ?? '';
  const file = preparedFile(bytes, jpeg(2000 + round, round));
  const facts = must(await keepFile(phone.db, file, storeId, Date.now()));
  must(await phone.commit(attachFile, { ownerTable: 'asset', ownerId: 'asset-1', ...facts }));
  return facts.sha256;
}

const untilAllAreAtCentral = ({ db }: Replica) =>
  until(
    () => db.fileCopies.where('state').notEqual('central').count(),
    (count) => count === 0,
  );
