/**
 * Central data under attack, by any acts of a client, in any order. Central's data stay as they are, and each try is refused with a reason.
 * A device whose own database was tampered with comes back to central's data by itself.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import type { Command } from '#shared/commands/command';
import { editAsset } from '#shared/commands/edit-asset';
import { commit } from '../../src/replica/changes/commit';
import { readIdentity } from '../../src/replica/identity/identity';
import type { Replica } from '../../src/replica/replica';
import type { Central } from '../../server/start-central';
import { joinDevice, makeSite, runEngine, startTestCentral, must, type RunningEngine } from './engines';
import { seeds } from '../support/more-runs';
import { randomOf, type Random } from './random';
import { fridge, testClock } from './replicas';
import { leaveAll, someChange, stockClient } from './stock-client';
import { until, untilDone, untilSettled } from './until';

const PASSWORD = 'correct horse battery';

let central: Central;
let code: () => Promise<string>;
let cookie: string;
const engines: RunningEngine[] = [];

beforeEach(async () => {
  central = await startTestCentral();
  ({ code } = await makeSite(central));
  cookie = await signIn('admin');
  const known = someChange('admin', {
    kind: 'statusReason.create',
    entityId: 'reason-1',
    patch: { reason: 'As central has it', functionalStatus: 'NOT_IN_USE', commentsRequired: false },
  });
  const stored = await post('/api/changes', { document: 'config', changes: [known] });
  expect(stored.status).toBe(200);
});

afterEach(async () => {
  leaveAll();
  await Promise.all(engines.splice(0).map((engine) => engine.stop()));
  await central.close();
});

async function signIn(username: string): Promise<string> {
  const answer = await fetch(`${central.origin}/api/session`, {
    method: 'POST',
    headers: { origin: central.origin, 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: PASSWORD }),
  });
  return answer.headers
    .getSetCookie()
    .map((text) => text.split(';')[0])
    .join('; ');
}

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${central.origin}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: central.origin, cookie, ...headers },
    body: JSON.stringify(body),
  });

const codeOf = async (answer: Response): Promise<string> =>
  `${answer.status} ${((await answer.json()) as { error: { code: string } }).error.code}`;

interface Hostile {
  device: { clientId: number; deviceToken: string };
  /** of staff who may edit the catalogue, and no reasons */
  limited: { cookie: string; clientId: number };
  /** signed out since */
  replayed: { cookie: string; clientId: number };
}

async function staffAt(own: string): Promise<{ cookie: string; clientId: number }> {
  const answer = await fetch(`${central.origin}/api/session`, { headers: { cookie: own } });
  return { cookie: own, clientId: ((await answer.json()) as { clientId: number }).clientId };
}

async function hostile(): Promise<Hostile> {
  const joined = await post('/api/join', { code: await code(), deviceName: 'A phone' }, { cookie: '' });
  const user = { username: 'ben', displayName: 'Ben', password: PASSWORD, permissions: ['edit-catalogue'] };
  expect((await post('/api/users', user)).status).toBe(201);
  const limited = await staffAt(await signIn('ben'));
  const replayed = await staffAt(await signIn('admin'));
  await fetch(`${central.origin}/api/session`, {
    method: 'DELETE',
    headers: { origin: central.origin, cookie: replayed.cookie },
  });
  return { device: (await joined.json()) as Hostile['device'], limited, replayed };
}

const edit = (random: Random) =>
  someChange('attacker', {
    kind: random.pick(['statusReason.edit', 'statusReason.remove', 'statusReason.create']),
    entityId: random.pick(['reason-1', 'reason-2']),
    patch: { reason: `Forged ${random.below(1000)}` },
  });

const socket = (clientId: number, token: string, headers: Record<string, string> = {}) =>
  stockClient(`${central.origin.replace('http', 'ws')}/sync`, 'config', {
    clientId,
    token,
    headers,
    ...(token === '' && { protocols: ['waypost.v6'] }),
  });

async function overSocket(random: Random, ...given: Parameters<typeof socket>): Promise<string> {
  const client = socket(...given);
  await client.synced();
  const change = edit(random);
  client.changes.set(change.id, change);
  const { code: why, closeCode } = await client.refused();
  return `${closeCode} ${why}`;
}

type Attack = (random: Random, by: Hostile) => Promise<string>;
const changes = (random: Random) => ({ document: 'config', changes: [edit(random)] });
const evil = { origin: 'https://evil.example' };

const attacks: readonly [string, Attack, string][] = [
  [
    'a forged Origin',
    async (random) => codeOf(await post('/api/changes', changes(random), evil)),
    '403 foreign-origin',
  ],
  [
    'a device’s token over HTTP',
    async (random, { device }) =>
      codeOf(
        await post('/api/changes', changes(random), {
          authorization: `Bearer ${device.deviceToken}`,
          cookie: '',
        }),
      ),
    '403 central-only',
  ],
  [
    'a device’s token and staff’s cookie together',
    async (random, { device }) =>
      codeOf(await post('/api/changes', changes(random), { authorization: `Bearer ${device.deviceToken}` })),
    '403 central-only',
  ],
  [
    'a device’s socket',
    (random, { device }) => overSocket(random, device.clientId, device.deviceToken),
    '4422 central-only',
  ],
  [
    'staff’s cookie on a page of another origin',
    async (_random, { limited }) =>
      String(await socket(limited.clientId, '', { cookie: limited.cookie, ...evil }).closed()),
    '4403',
  ],
  [
    'a right that does not reach so far',
    (random, { limited }) =>
      overSocket(random, limited.clientId, '', { cookie: limited.cookie, origin: central.origin }),
    '4422 no-right',
  ],
  [
    'the same over HTTP',
    async (random, { limited }) => {
      const answer = await post('/api/changes', changes(random), { cookie: limited.cookie });
      const { error } = (await answer.json()) as { error: { details: { refused: { code: string }[] } } };
      return `${answer.status} ${error.details.refused[0]?.code}`;
    },
    '422 no-right',
  ],
  [
    'a replayed cookie over HTTP',
    async (random, { replayed }) =>
      codeOf(await post('/api/changes', changes(random), { cookie: replayed.cookie })),
    '401 not-signed-in',
  ],
  [
    'a replayed cookie on a socket',
    async (_random, { replayed }) =>
      String(
        await socket(replayed.clientId, '', { cookie: replayed.cookie, origin: central.origin }).closed(),
      ),
    '4401',
  ],
];

const configAt = async () => (await central.database.changes.documents(['config']))[0];

describe('central data', () => {
  it.each(seeds(3))(
    'stays as it is under every attack, in any order (seed %i)',
    async (seed) => {
      const random = randomOf(seed);
      const by = await hostile();
      const before = await configAt();
      const order = [...attacks].sort(() => random.next() - 0.5);
      for (const [name, attack, expected] of [...order, ...order.slice(0, 4)])
        expect(`${name}: ${await attack(random, by)}`).toBe(`${name}: ${expected}`);
      expect(await configAt()).toEqual(before);
      expect(await central.database.rows.row('statusReason', 'reason-1')).toMatchObject({
        reason: 'As central has it',
      });
    },
    30_000,
  );

  it('is out of reach at once for who signs out, is shut out or loses the right, sockets open or not', async () => {
    const { limited } = await hostile();
    const open = async () => {
      const client = socket(limited.clientId, '', { cookie: limited.cookie, origin: central.origin });
      await client.synced();
      return client;
    };
    const users = await fetch(`${central.origin}/api/users`, { headers: { cookie } });
    const { items } = (await users.json()) as { items: { id: string; username: string }[] };
    const path = `/api/users/${items.find(({ username }) => username === 'ben')?.id}`;
    const patch = (body: unknown) =>
      fetch(`${central.origin}${path}`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', origin: central.origin, cookie },
        body: JSON.stringify(body),
      });
    const reader = await open();
    await patch({ permissions: [] });
    expect(await reader.closed()).toBe(1013);
    reader.leave();
    const disabled = await open();
    await patch({ disabled: true });
    expect(await disabled.closed()).toBe(4401);
  });
});

/** The acts of an attacker with the device in hand: past every rule of the app. */
const forge: Command<string> = async (_rows, reason) => ({
  ok: true,
  value: [{ kind: 'statusReason.edit', entityId: 'reason-1', patch: { reason } }],
});

describe('a device whose database was tampered with', () => {
  let phone: Replica;
  const reasonHere = async () => (await phone.db.statusReasons.get('reason-1'))?.reason;
  const untilCentrals = () => until(reasonHere, (reason) => reason === 'As central has it');
  const start = () => engines.push(runEngine(phone.db));

  beforeEach(async () => {
    phone = await joinDevice(central, await code());
    start();
    await untilDone(phone.db);
    await untilCentrals();
    await Promise.all(engines.splice(0).map((engine) => engine.stop()));
    must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
    must(await commit(phone.db, forge, 'Forged here', testClock(Date.now())));
    must(await phone.commit(editAsset, { id: 'asset-1', values: { notes: 'honest work' } }));
    expect(await reasonHere()).toBe('Forged here');
  });

  const itsWorkArrives = async () => {
    await untilSettled(phone.db);
    await untilCentrals();
    expect(await central.database.rows.row('asset', 'asset-1')).toMatchObject({ notes: 'honest work' });
    expect(await phone.db.assets.get('asset-1')).toMatchObject({ notes: 'honest work' });
    expect((await phone.db.problems.toArray()).map((problem) => problem.code)).toEqual(['central-only']);
    expect(await central.database.rows.row('statusReason', 'reason-1')).toMatchObject({
      reason: 'As central has it',
    });
  };

  it('that holds an edit of central data takes it back, and sends its other work', async () => {
    start();
    await itsWorkArrives();
  });

  it('that claims to have sent it is refused by central, and then does the same', async () => {
    const identity = await readIdentity(phone.db);
    const forged = await phone.db.outbox.filter(({ kind }) => kind === 'statusReason.edit').first();
    const place = { document: 'config', client: identity?.clientId ?? 0, clock: 0 };
    await phone.db.outbox.delete(forged?.changeId ?? '');
    await phone.db.changes.update(forged?.changeId ?? '', { documents: ['config'], places: [place] });
    start();
    await itsWorkArrives();
  });

  it('that says it is support staff is not let in', async () => {
    const identity = await readIdentity(phone.db);
    if (identity?.kind !== 'site') throw new Error('not a device');
    const { id, centralUrl, centralId, deviceId, clientId, formerClientIds } = identity;
    const user = { id: 'admin', username: 'admin', displayName: 'Admin', permissions: ['edit-reasons'] };
    const known = { id, centralUrl, centralId, deviceId, clientId, formerClientIds };
    await phone.db.identity.put({ ...known, kind: 'staff', user });
    start();
    await until(
      () => phone.db.progress.get('sync'),
      (progress) => progress?.errorCode === 'not-signed-in',
    );
    await phone.db.identity.put(identity);
    start();
    await itsWorkArrives();
  });
});
