import { expect, it } from 'vitest';
import type { FirstPassword } from '#shared/api/user';
import { accepted, refused, type Result } from '#shared/result';
import { FirstPasswords } from './first-passwords.svelte';

type Answer = Result<{ items: FirstPassword[] }>;

const ids = Array.from({ length: 25 }, (_, at) => `user ${at}`);
let round = 0;
const given = (id: string): FirstPassword => ({
  ...{ id, username: id, displayName: id, until: '2026-12-30T00:00:00.000Z' },
  password: `password ${(round += 1)}`,
});
const all = (some: string[]): Answer => accepted({ items: some.map(given) });

/** A server that answers each call by the next of these, and then all. */
function asking(...answers: ((some: string[]) => Answer)[]) {
  const calls: string[][] = [];
  const passwords = new FirstPasswords((some) => {
    calls.push(some);
    return Promise.resolve((answers.shift() ?? all)(some));
  });
  return { calls, passwords };
}
const offline = (): Answer => refused({ code: 'offline' });

it('makes what a second call was refused for, and never again what is shown already', async () => {
  const { calls, passwords } = asking(all, offline);
  await passwords.make(ids);
  expect(passwords.issue?.code).toBe('offline');
  expect(passwords.made.map(({ id }) => id)).toEqual(ids.slice(0, 10));
  const shown = [...passwords.made];

  await passwords.make(ids);
  expect(passwords.issue).toBeUndefined();
  expect(passwords.made.slice(0, 10)).toEqual(shown);
  expect(passwords.made.map(({ id }) => id)).toEqual(ids);
  expect(calls).toEqual([ids.slice(0, 10), ids.slice(10, 20), ids.slice(10, 20), ids.slice(20)]);
});

it('knows whose answer was lost: they may have one that nobody saw', async () => {
  const { passwords } = asking(all, offline);
  await passwords.make(ids);
  expect([...passwords.unseen.keys()]).toEqual(ids.slice(10, 20));
  passwords.clear();
  expect([...passwords.unseen.keys()]).toEqual(ids.slice(10, 20));
  expect(passwords.made).toEqual([]);
  expect(ids.filter((id) => passwords.wasGiven(id))).toEqual(ids.slice(0, 10));
  await passwords.make(ids.slice(10, 20));
  expect([...passwords.unseen.keys()]).toEqual([]);
});

it('makes another for one that is chosen again after the slips were put away', async () => {
  const { calls, passwords } = asking();
  await passwords.make(['a', 'b']);
  passwords.clear();
  await passwords.make(['a']);
  expect(calls).toEqual([['a', 'b'], ['a']]);
  expect(passwords.made.map(({ id }) => id)).toEqual(['a']);
});

it('counts whom central passed over', async () => {
  const { passwords } = asking((some) => all(some.slice(1)));
  await passwords.make(['own', 'b']);
  expect(passwords.made.map(({ id }) => id)).toEqual(['b']);
  expect([...passwords.unseen.keys()]).toEqual([]);
  expect(passwords.passedOver).toBe(1);
});

it('is at work until the last call is answered, and runs once only', async () => {
  const { calls, passwords } = asking();
  const working = passwords.make(ids);
  expect(passwords.making).toBe(true);
  await passwords.make(ids);
  expect(calls).toHaveLength(1);
  await working;
  expect(passwords.making).toBe(false);
  expect(calls).toHaveLength(3);
});
