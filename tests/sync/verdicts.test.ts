// A device takes for a verdict only what central says of the thing itself: an answer about the call, whatever its code, refuses nothing.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import { attachFile } from '#shared/commands/attach-file';
import { updateStatus } from '#shared/commands/update-status';
import type { Central } from '../../server/start-central';
import { getHeldAsset } from '../../src/central-api/held';
import { createJoinCode } from '../../src/central-api/join-codes';
import { createSite } from '../../src/central-api/sites';
import { readIdentity } from '../../src/replica/identity/identity';
import { hold } from '../../src/replica/held/hold';
import { keepFile } from '../../src/replica/files/keep-file';
import { askMoves } from '../../src/replica/moves/ask-moves';
import type { Replica } from '../../src/replica/replica';
import { jpeg } from '../server/upload';
import {
  joinDevice,
  must,
  runEngine,
  signInStaff,
  staffFetch,
  startTestCentral,
  type RunningEngine,
} from './engines';
import { fastWorld, preparedFile } from './files';
import { MeddlingProxy, type OwnAnswer } from './meddling-proxy';
import { fridge, store } from './replicas';
import { until, untilDone, untilProgress, untilSettled } from './until';

const ward = { id: 'ward', code: 'W', name: 'Maternity ward' };
/** Tries that are met so before the way is clear: more than a device forgives damaged bytes. */
const TRIES = 4;

let central: Central;
let phone: Replica;
const ends: (() => unknown)[] = [];

beforeEach(async () => {
  central = await startTestCentral();
  const staff = { url: central.origin, fetch: await staffFetch(central) };
  const site = must(await createSite(staff, { code: 'A', name: 'Site A', stores: [store, ward] }));
  phone = await joinDevice(central, must(await createJoinCode(staff, site.id)).code);
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
});
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
  await central.close();
});

function start({ db }: Replica, world: Parameters<typeof runEngine>[1] = {}): RunningEngine {
  const engine = runEngine(db, { ...fastWorld(), ...world });
  ends.push(() => engine.stop());
  return engine;
}

const ours = (status: number, code: string, details?: unknown): OwnAnswer => ({
  status,
  body: JSON.stringify({ error: { code, message: 'What a proxy says.', ...(details ? { details } : {}) } }),
});

/** The first calls of a kind are answered so. */
function firstCalls(isMeant: (method: string, path: string) => boolean, answer: OwnAnswer) {
  const met = { calls: 0 };
  const answers = (method: string, path: string) => {
    if (!isMeant(method, path)) return undefined;
    met.calls += 1;
    return met.calls <= TRIES ? answer : undefined;
  };
  return { met, answers };
}

/** The same for calls that are made with `fetch`. */
const meddled =
  (answers: MeddlingProxy['answers'], onwards: typeof fetch = fetch): typeof fetch =>
  async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const own = answers(init?.method ?? 'GET', url.pathname);
    return own ? new Response(own.body, { status: own.status }) : onwards(input, init);
  };

const aboutTheCall: [string, OwnAnswer][] = [
  ['a call that nobody could read', ours(400, 'bad-request')],
  ['a call that somebody has no right to', ours(403, 'no-right')],
  ['what is not allowed', ours(403, 'not-allowed')],
  ['a path that nobody knows', ours(404, 'not-found')],
  ['another version', ours(412, 'bad-request')],
  ['a body that is too large', ours(413, 'too-large')],
  ['a page of a proxy for what is too large', { status: 413, body: '<html>413</html>' }],
  ['a file that is too large, which it does not name', ours(413, 'file-too-large')],
  ['a file of another name', ours(415, 'file-kind-refused', { sha256: 'a'.repeat(64) })],
  [
    'changes of others',
    ours(422, 'refused', { refused: [{ code: 'no-right', message: '', changeIds: ['x'] }] }),
  ],
  ['a status of another program', ours(460, 'file-hash-differs')],
  ['another wish', ours(409, 'moved-meanwhile', { move: 'another' })],
];

describe.each(aboutTheCall)('an answer about %s', (_name, answer) => {
  it('[M9] refuses no photo', async () => {
    const proxy = await MeddlingProxy.to(central.origin);
    ends.push(() => proxy.close());
    await phone.db.identity.where('id').equals('me').modify({ centralUrl: proxy.origin });
    const facts = must(await keepFile(phone.db, preparedFile(jpeg(20_000)), store.id, Date.now()));
    must(await phone.commit(attachFile, { ownerTable: 'asset', ownerId: 'asset-1', ...facts }));
    const { met, answers } = firstCalls(
      (method, path) => method !== 'GET' && /^\/api\/files(\/uploads|$)/.test(path),
      answer,
    );
    proxy.answers = answers;
    const states = new Set<string | undefined>();
    start(phone);
    await until(
      () => phone.db.fileCopies.get(facts.sha256),
      (copy) => states.add(copy?.state).size > 1,
    );
    expect([...states]).toEqual(['waiting', 'central']);
    expect(met.calls).toBeGreaterThan(TRIES);
  });

  it('[M9] sets no change of staff aside', async () => {
    start(phone);
    await untilSettled(phone.db);
    const { replica, world } = await signInStaff(central);
    const { db } = replica;
    await hold(
      db,
      must(await getHeldAsset({ url: central.origin, fetch: await staffFetch(central) }, 'asset-1')),
      Date.now(),
    );
    for (const comment of ['first', 'second'])
      must(
        await replica.commit(updateStatus, { assetId: 'asset-1', functionalStatus: 'NOT_IN_USE', comment }),
      );
    const { met, answers } = firstCalls(
      (method, path) => method === 'POST' && path === '/api/changes',
      answer,
    );
    start(replica, { ...world, fetch: meddled(answers, world.fetch) });
    await untilSettled(db);
    expect(await db.problems.toArray()).toEqual([]);
    expect(met.calls).toBeGreaterThan(TRIES);
    const comments = (await central.database.rows.logsOf('asset-1')).map(({ comment }) => comment);
    expect(comments.toSorted()).toEqual(['first', 'second', undefined]);
  });

  it('[M9] ends no wish for a move', async () => {
    const { met, answers } = firstCalls((_method, path) => path === '/api/devices/me/moves', answer);
    const impatient = (method: string, path: string) => {
      const own = answers(method, path);
      // where central seems to be of an earlier version, the wish waits for the next cycle
      if (own) queueMicrotask(() => engine.signal('sync-now'));
      return own;
    };
    const engine = start(phone, { fetch: meddled(impatient) });
    await untilSettled(phone.db);
    must(await askMoves(phone.db, ['asset-1'], ward.id));
    await until(
      () => phone.db.assets.get('asset-1'),
      (row) => row?.storeId === ward.id,
    );
    expect(await phone.db.problems.toArray()).toEqual([]);
    expect(met.calls).toBeGreaterThan(TRIES);
  });
});

it('[M9] a device whose token does not arrive is not shut out, and says that the way is spoilt', async () => {
  await phone.db.identity
    .where('id')
    .equals('me')
    .modify((identity) => {
      const mSupply = { url: 'http://127.0.0.1:1', siteName: 's', passwordSha256: 'p', hardwareId: 'h' };
      if (identity.kind === 'site') identity.mSupply = mSupply;
    });
  const { answers } = firstCalls((_method, path) => path === '/api/devices/me', ours(401, 'not-signed-in'));
  start(phone, { fetch: meddled(answers) });
  await untilProgress(phone.db, ({ state, errorCode }) => state === 'offline' && errorCode === 'call-spoilt');
  await untilDone(phone.db);
  expect(await readIdentity(phone.db)).toHaveProperty('mSupply');
});
