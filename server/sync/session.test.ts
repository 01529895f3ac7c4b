import { expect, test } from 'vitest';
import * as Y from 'yjs';
import {
  proofsTail,
  refusedMessage,
  step1Message,
  storedMessage,
  updateMessage,
  step2Message,
  emptyUpdate,
} from '#shared/protocol/messages';
import { Session, transitions, type Input, type Output } from './session';

const vector = new Map([[7, 3]]);
const stored = storedMessage(vector);
const nothing = { accepted: [], refused: [], hasGap: false };

function openSession(receives = true): Session {
  const session = new Session('config', receives);
  session.step({ type: 'opened', vector });
  return session;
}

const judged = (verdict: object, message = stored): Input => ({
  type: 'judged',
  verdict: { ...nothing, ...verdict },
  vector,
  stored: message,
});
const sent = (outputs: Output[]): Uint8Array[] =>
  outputs.flatMap((output) => (output.type === 'send' ? [output.bytes] : []));
const message = (bytes: Uint8Array): Input => ({ type: 'message', bytes });

function someUpdate(): Uint8Array {
  const doc = new Y.Doc();
  doc.getMap('changes').set('x', { id: 'x' });
  return Y.encodeStateAsUpdate(doc);
}

const stored1 = {
  document: 'config',
  client: 7,
  clock: 0,
  change: { id: 'x', hlc: '', userId: '', deviceId: '', n: 1, kind: 'a.b', entityId: 'e', patch: {} },
  body: new Uint8Array(),
};

test('[M1] it asks first, with how far the server is', () => {
  expect(new Session('config', true).step({ type: 'opened', vector })).toEqual([
    { type: 'send', bytes: step1Message(vector, proofsTail) },
  ]);
});

test('[M2] a step 1 is answered; more of them meanwhile are answered once, with the last one', () => {
  const session = openSession();
  const [first, second, third] = [1, 2, 3].map((clock) => new Map([[9, clock]]));
  expect(session.step(message(step1Message(first ?? vector)))).toEqual([
    { type: 'answer', asked: { vector: first } },
  ]);
  expect(session.step(message(step1Message(second ?? vector)))).toEqual([]);
  expect(session.step(message(step1Message(third ?? vector)))).toEqual([]);
  expect(session.step({ type: 'answered', stored })).toEqual([
    { type: 'send', bytes: stored },
    { type: 'answer', asked: { vector: third } },
  ]);
  expect(session.step({ type: 'answered', stored })).toEqual([{ type: 'send', bytes: stored }]);
});

test('an update is offered with what it holds; an empty one is nothing', () => {
  const session = openSession();
  expect(session.step(message(updateMessage(someUpdate())))).toMatchObject([
    { type: 'offer', structs: [{ type: 'change', key: 'x' }] },
  ]);
  expect(session.step(message(step2Message(emptyUpdate)))).toEqual([]);
});

test('awareness is passed over', () => {
  expect(openSession().step(message(new Uint8Array([1, 1, 0])))).toEqual([]);
});

test.each([
  ['noise', new Uint8Array([200, 200])],
  ['an update that is noise', updateMessage(new Uint8Array([9, 9, 9]))],
  ['auth, which only a server sends', new Uint8Array([2, 0, 0])],
  ['stored, which only a server sends', stored],
])('%s closes as malformed, and nothing is heard after it', (_, bytes) => {
  const session = openSession();
  expect(session.step(message(bytes))).toEqual([{ type: 'close', reason: 'malformed' }]);
  expect(session.step(message(step1Message(vector)))).toEqual([]);
  expect(session.step({ type: 'beat', stored })).toEqual([]);
});

test('an update of too many structs closes as too large', () => {
  const update = new Uint8Array([1, 0x91, 0x4e, 7, 0, 0]);
  expect(openSession().step(message(updateMessage(update)))).toEqual([
    { type: 'close', reason: 'too-large' },
  ]);
});

test('[M3] what was stored is acknowledged once a commit, and what was known already is acknowledged too', () => {
  const session = openSession();
  expect(sent(session.step(judged({ accepted: [stored1] })))).toEqual([stored]);
  expect(sent(session.step(judged({ accepted: [stored1] })))).toEqual([]);
  expect(sent(session.step(judged({})))).toEqual([stored]);
  const later = storedMessage(new Map([[7, 4]]));
  expect(sent(session.step(judged({ accepted: [stored1] }, later)))).toEqual([later]);
});

test('[M6] a refusal says what was stored, then what was refused, then closes', () => {
  const refused = [{ code: 'overwrite', changeIds: ['x'], changes: [] }];
  const outputs = openSession().step(judged({ accepted: [stored1], refused }));
  const words = 'A change with this id exists with other content.';
  expect(outputs).toEqual([
    { type: 'send', bytes: stored },
    { type: 'send', bytes: refusedMessage({ code: 'overwrite', message: words, changeIds: ['x'] }) },
    { type: 'close', reason: 'refused' },
  ]);
});

test('[M1] after a gap it asks again, and not a second time before it was answered', () => {
  const session = openSession();
  const asks = () => sent(session.step(judged({ hasGap: true }))).filter((bytes) => bytes[0] === 0).length;
  expect(asks()).toBe(1);
  expect(asks()).toBe(0);
  session.step(message(step2Message(someUpdate())));
  expect(asks()).toBe(1);
});

test('a store that takes nothing sends the client away to come back later', () => {
  const busy = { type: 'close', reason: 'busy' };
  expect(openSession().step({ type: 'not-judged', isUnwritable: false })).toEqual([busy]);
  expect(openSession().step({ type: 'not-judged', isUnwritable: true })).toEqual([
    { ...busy, text: 'store-unwritable' },
  ]);
});

test('[D2] others’ changes go to those who receive, not to a site that lost the store', () => {
  const added: Input = { type: 'added', messages: [updateMessage(someUpdate())] };
  expect(openSession().step(added)).toHaveLength(1);
  expect(openSession(false).step(added)).toEqual([]);
  expect(new Session('config', true).step(added)).toEqual([]);
});

test('[M3] each beat says how far the document is on disk', () => {
  expect(openSession().step({ type: 'beat', stored })).toEqual([{ type: 'send', bytes: stored }]);
});

test('nothing is done for a socket that is gone', () => {
  const session = openSession();
  session.step({ type: 'closed' });
  expect(session.step(judged({ accepted: [stored1] }))).toEqual([]);
});

test('every state says what follows on everything that can happen, and a closed one does nothing', () => {
  const inputs = Object.keys(transitions.opening).sort();
  for (const row of Object.values(transitions)) expect(Object.keys(row).sort()).toEqual(inputs);
  const session = openSession();
  session.step({ type: 'not-judged', isUnwritable: false });
  expect(session.isOpen).toBe(false);
  const all: Input[] = [
    ...[{ type: 'opened', vector } as const, message(step1Message(vector)), judged({})],
    ...[{ type: 'answered', stored } as const, { type: 'beat', stored } as const],
    { type: 'added', messages: [stored] },
  ];
  expect(all.flatMap((input) => session.step(input))).toEqual([]);
});
