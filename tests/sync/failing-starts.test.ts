// A device whose storage or link fails in the first steps of a cycle: it goes on by itself, and opens nothing twice.
import Dexie from 'dexie';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { addAsset } from '#shared/commands/add-asset';
import type { Central } from '../../server/start-central';
import type { ReplicaDatabase } from '../../src/replica/database';
import { joinDevice, makeSite, must, runEngine, startTestCentral, type RunningEngine } from './engines';
import { fridge, openDatabase } from './replicas';
import { untilDone, untilSettled } from './until';

let central: Central;
let code: () => Promise<string>;
let engine: RunningEngine | undefined;

beforeEach(async () => {
  central = await startTestCentral();
  ({ code } = await makeSite(central));
});
afterEach(async () => {
  await engine?.stop();
  await central.close();
});

test('a link that breaks whenever a fresh client id is asked for is no reason to give up', async () => {
  const phone = await joinDevice(central, await code());
  // as central has it after it was put back to before this id was given
  await phone.db.identity.where('id').equals('me').modify({ clientId: 999_999_999 });
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
  let cuts = 6;
  engine = runEngine(phone.db, {
    fetch: (input, init) => {
      const isCut = String(input).endsWith('/client-id') && (cuts -= 1) >= 0;
      return isCut ? Promise.reject(new TypeError('no network')) : fetch(input, init);
    },
  });
  await untilSettled(phone.db);
  expect(cuts).toBeLessThan(0);
  expect((await central.database.rows.asset('asset-1'))?.assetNumber).toBe('A-1');
});

/** Longer than the first wait between two tries. */
const SLOW_MS = 1000;

/** What fills the documents is read once in vain for central data, and slowly for the others. */
function openFailingDatabase(): ReplicaDatabase {
  const db = openDatabase();
  let fails = true;
  db.use({
    stack: 'dbcore',
    name: 'failing',
    create: (core) => ({
      ...core,
      table: (name) => {
        const table = core.table(name);
        return {
          ...table,
          query: (request) => {
            const { lower } = request.query.range as { lower?: unknown };
            if (name !== 'chains' || request.query.index.name !== 'document') return table.query(request);
            if (lower !== 'config') return table.query(request).then(later);
            if (!fails) return table.query(request);
            fails = false;
            return Dexie.Promise.reject(new DOMException('no luck', 'UnknownError'));
          },
        };
      },
    }),
  });
  return db;
}

const later = <T>(found: T): Promise<T> => new Promise((resolve) => setTimeout(resolve, SLOW_MS, found));

test('where one document cannot be read the others are opened once, however slowly they are read', async () => {
  const open = new Map<string, number>();
  let most = 0;
  class CountedWebSocket extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols);
      const name = String(address);
      const count = (by: number): void => {
        open.set(name, (open.get(name) ?? 0) + by);
        most = Math.max(most, open.get(name) ?? 0);
      };
      count(1);
      this.once('close', () => count(-1));
    }
  }
  const phone = await joinDevice(central, await code(), openFailingDatabase());
  engine = runEngine(phone.db, { WebSocket: CountedWebSocket as unknown as typeof globalThis.WebSocket });
  await untilDone(phone.db);
  expect(most).toBe(1);
});
