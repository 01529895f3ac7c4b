/** A device that lacks much of a document takes it in pieces over HTTP, and the rest over its socket. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createDecoder, readVarUint, readVarUint8Array } from 'lib0/decoding';
import type { DocumentLog } from '#shared/api/document-log';
import { CONFIG } from '#shared/change/documents';
import { readUpdate } from '#shared/change/codec/read';
import { rootOf, toHex } from '#shared/proof/digest';
import type { Central } from '../../server/start-central';
import { countOf } from '../../src/replica/changes/documents';
import { chainsOf } from '../../src/replica/proofs/receipts';
import type { Replica } from '../../src/replica/replica';
import { ChangeMaker } from '../central/change-maker';
import { joinDevice, makeSite, must, runEngine, startTestCentral, type RunningEngine } from './engines';
import { until, untilDone } from './until';

const ITEMS = 2400;
let dataDir: string;
let central: Central;
let replica: Replica;
let engine: RunningEngine | undefined;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'first-sync-'));
  central = await startTestCentral(undefined, 0, { dataDir });
  replica = await joinDevice(central, await (await makeSite(central)).code());
});
afterEach(async () => {
  await engine?.stop();
  await central.close();
  await rm(dataDir, { recursive: true });
});

async function fill(count: number, from = 0): Promise<void> {
  const maker = new ChangeMaker('maker', 'maker');
  const items = Array.from({ length: count }, (_, index) =>
    maker.make('item.create', { code: `I${from + index}`, name: `Item ${from + index}` }),
  );
  must(await central.sync.author(CONFIG, items, { deviceId: 'maker', userId: 'maker' }));
}

/** Sockets that count the changes of central data that they bring. */
function counting(): { WebSocket: typeof globalThis.WebSocket; brought: () => number } {
  let changes = 0;
  class Counting extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols);
      if (String(address).endsWith(CONFIG))
        this.on('message', (data: ArrayBuffer) => (changes += changesIn(new Uint8Array(data))));
    }
  }
  return { WebSocket: Counting as unknown as typeof globalThis.WebSocket, brought: () => changes };
}

function changesIn(bytes: Uint8Array): number {
  const decoder = createDecoder(bytes);
  if (readVarUint(decoder) !== 0 || readVarUint(decoder) === 0) return 0;
  const structs = readUpdate(readVarUint8Array(decoder));
  return structs.ok ? structs.value.length : 0;
}

const isList = (url: string): boolean => url.endsWith('/log');
const isPiece = (url: string): boolean => url.includes('/log/');

/** A busy machine may take longer to make pieces than a caller waits. */
async function wholeList(ask: () => Promise<Response>): Promise<Response> {
  const { changes = 0 } = (await central.database.changes.documents([CONFIG]))[0] ?? {};
  for (;;) {
    const answer = await ask();
    const list = (await answer.clone().json()) as DocumentLog;
    if (list.pieces.length === Math.floor(changes / 1000)) return answer;
  }
}

/** Calls to central that a test watches and alters; `asked`: the pieces that were asked for. */
function watching(alter: (url: string, answer: () => Promise<Response>) => Promise<Response>): {
  fetch: typeof fetch;
  asked: string[];
} {
  const asked: string[] = [];
  return {
    asked,
    fetch: (input, init) => {
      const url = input instanceof Request ? input.url : String(input);
      if (isPiece(url)) asked.push(url.slice(-64));
      const answer = (): Promise<Response> => fetch(input, init);
      return alter(url, isList(url) ? () => wholeList(answer) : answer);
    },
  };
}

const listed = async (): Promise<number> =>
  (await central.database.changes.documents([CONFIG]))[0]?.changes ?? 0;

/** Equal roots are equal contents, all of them proven. */
async function expectAll(): Promise<void> {
  await until(
    () => replica.db.items.count(),
    (count) => count === ITEMS,
  );
  await untilDone(replica.db);
  const marks = (await central.database.proofs.marks([CONFIG])).get(CONFIG);
  expect(toHex(rootOf(await chainsOf(replica.db, CONFIG)))).toBe(toHex(rootOf(marks?.values() ?? [])));
}

test('[Q5] what is whole comes in pieces, and only the rest over the socket', async () => {
  await fill(ITEMS);
  const { asked, fetch: watched } = watching((_url, answer) => answer());
  const sockets = counting();
  engine = runEngine(replica.db, { fetch: watched, WebSocket: sockets.WebSocket });
  await expectAll();
  expect(asked.length).toBe(2);
  expect(sockets.brought()).toBe((await listed()) - 2000);
});

test('[Q5] the next piece is on its way before the one before it is written, and none beyond it', async () => {
  await fill(ITEMS + 2000);
  const before: [asked: number, written: number][] = [];
  const { asked, fetch: watched } = watching(async (url, answer) => {
    if (isPiece(url)) before.push([asked.length, await countOf(replica.db, CONFIG)]);
    return answer();
  });
  engine = runEngine(replica.db, { fetch: watched });
  await until(
    () => replica.db.items.count(),
    (count) => count === ITEMS + 2000,
  );
  await untilDone(replica.db);
  expect(before.map(([number]) => number)).toEqual([1, 2, 3, 4]);
  // what is asked for, less the one on its way, the one that is read and the one that is being written, is on the disk
  for (const [number, written] of before) expect(written).toBeGreaterThanOrEqual((number - 3) * 1000);
  expect(before[1]?.[1]).toBe(0);
});

test('[Q5] a device that lacks little asks for no piece', async () => {
  await fill(400);
  const { asked, fetch: watched } = watching((url, answer) => {
    expect(isList(url)).toBe(false);
    return answer();
  });
  engine = runEngine(replica.db, { fetch: watched });
  await until(
    () => replica.db.items.count(),
    (count) => count === 400,
  );
  await untilDone(replica.db);
  expect(asked).toEqual([]);
});

test('[Q5] after a cut it goes on with the first piece that it lacks', async () => {
  await fill(ITEMS);
  let isCut = true;
  let cuts = 0;
  const { asked, fetch: watched } = watching(async (url, answer) => {
    if (!isCut || !isPiece(url) || asked.length < 2) return answer();
    // half of it arrives
    const whole = new Uint8Array(await (await answer()).arrayBuffer());
    cuts += 1;
    const stream = new ReadableStream<Uint8Array>({
      start: (to) => to.enqueue(whole.subarray(0, whole.length / 2)),
      pull: (to) => to.error(new TypeError('the link broke')),
    });
    return new Response(stream);
  });
  class Cut extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(isCut ? 'ws://127.0.0.1:1' : address, protocols);
    }
  }
  engine = runEngine(replica.db, {
    fetch: watched,
    WebSocket: Cut as unknown as typeof globalThis.WebSocket,
  });
  await until(
    () => replica.db.items.count(),
    (count) => count > 0,
  );
  await until(
    () => replica.db.progress.get('sync'),
    (progress) => cuts > 0 && progress?.state === 'offline',
  );
  const [first = '', second = ''] = asked;
  asked.length = 0;
  isCut = false;
  engine.signal('sync-now');
  await expectAll();
  expect(asked).not.toContain(first);
  expect(asked).toContain(second);
});

const damaged: [string, (url: string, answer: () => Promise<Response>) => Promise<Response>][] = [
  [
    'whose bytes are others',
    async (url, answer) => {
      if (!isPiece(url)) return answer();
      const bytes = new Uint8Array(await (await answer()).arrayBuffer());
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      return new Response(bytes);
    },
  ],
  ['that is gone', async (url, answer) => (isPiece(url) ? new Response('', { status: 404 }) : answer())],
  [
    'that is not what its receipt proves',
    async (url, answer) => {
      if (!isList(url)) return answer();
      const list = (await (await answer()).json()) as DocumentLog;
      const [one, other] = list.pieces;
      if (!one?.receipt || !other?.receipt) throw new Error('no receipts');
      const bytes = Uint8Array.from(atob(one.receipt), (letter) => letter.charCodeAt(0));
      // in the root, which stands behind the vector
      bytes[bytes.length - 40] = (bytes[bytes.length - 40] ?? 0) ^ 1;
      return Response.json({
        ...list,
        pieces: [{ ...one, receipt: btoa(String.fromCharCode(...bytes)) }, other],
      });
    },
  ],
  ['that no list names', async (url, answer) => (isList(url) ? new Response('', { status: 500 }) : answer())],
  [
    'whose list is something else',
    async (url, answer) => (isList(url) ? new Response('<html>sign in</html>') : answer()),
  ],
];

test.each(damaged)('[Q5] a piece %s leaves all to the socket', async (_name, alter) => {
  await fill(ITEMS);
  const { fetch: watched } = watching(alter);
  const sockets = counting();
  engine = runEngine(replica.db, { fetch: watched, WebSocket: sockets.WebSocket });
  await expectAll();
  expect(sockets.brought()).toBe(await listed());
});

test('[Q5] an engine that is stopped while a piece is on its way ends, and the next one goes on', async () => {
  await fill(ITEMS);
  let hang = true;
  let begun: () => void = () => undefined;
  const isAsked = new Promise<void>((resolve) => (begun = resolve));
  const { fetch: watched } = watching((url, answer) => {
    if (!hang || !isPiece(url)) return answer();
    begun();
    return new Promise(() => undefined);
  });
  const aborting: typeof fetch = (input, init) =>
    Promise.race([
      watched(input, init),
      new Promise<never>((_resolve, reject) =>
        init?.signal?.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError'))),
      ),
    ]);
  engine = runEngine(replica.db, { fetch: aborting });
  await isAsked;
  await engine.stop();
  hang = false;
  engine = runEngine(replica.db, { fetch: aborting });
  await expectAll();
});
