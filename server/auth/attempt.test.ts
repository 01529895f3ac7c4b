// Guessing is slow, and nobody else is slowed by it.
import { expect, test } from 'vitest';
import { attempt, type Guard } from './attempt';
import { Tries } from './tries';
import type { Waiting } from './under-way';

const limit = { failures: 3, windowMs: 60_000 };
const isWrong = (outcome: { value: string } | { error: unknown }): boolean =>
  'value' in outcome && outcome.value === 'wrong';

/** Answers when the test lets it. */
function slow(): { say: (what: string) => void; answer: () => Promise<string>; asked: () => number } {
  const waiting: ((what: string) => void)[] = [];
  let asked = 0;
  return {
    say: (what) => waiting.shift()?.(what),
    answer: () => ((asked += 1), new Promise((resolve) => waiting.push(resolve))),
    asked: () => asked,
  };
}
const turns = async (count = 20): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
};

test('forty at once from one address, all with the right password, are let in', async () => {
  const tries = new Tries(limit, () => 0);
  const answered = await Promise.all(
    Array.from({ length: 40 }, () =>
      attempt(
        [[tries, 'a']],
        () => new Promise<string>((resolve) => setImmediate(resolve, 'right')),
        isWrong,
      ),
    ),
  );
  expect(answered.filter(({ ok }) => !ok)).toEqual([]);
});

test('many guesses at once are no way round: as many are looked at as one after the other', async () => {
  const tries = new Tries(limit, () => 0);
  const { say, answer, asked } = slow();
  const all = Array.from({ length: 10 }, () => attempt([[tries, 'a']], answer, isWrong));
  await turns();
  expect(asked()).toBe(3);
  for (let guess = 0; guess < 3; guess++) say('wrong');
  const answers = await Promise.all(all);
  expect([asked(), answers.filter(({ ok }) => !ok)]).toEqual([3, Array(7).fill({ ok: false, seconds: 60 })]);
});

test('a fault of the server is no guess, and neither is a try that another count keeps out', async () => {
  const [ofName, ofAddress] = [new Tries(limit, () => 0), new Tries(limit, () => 0)];
  const full = () => Promise.reject(new Error('the disk is full'));
  for (let time = 0; time < 10; time++)
    await expect(attempt([[ofName, 'amina'], [ofAddress, 'a']], full, isWrong)).rejects.toThrow('disk'); // prettier-ignore
  const wrong = (name: string) =>
    attempt(
      [
        [ofName, name],
        [ofAddress, 'a'],
      ],
      () => Promise.resolve('wrong'),
      isWrong,
    );
  for (let guess = 0; guess < 2; guess++) await wrong('ruth');
  ofName.begin('amina');
  ofName.begin('amina');
  ofName.begin('amina');
  for (let guess = 0; guess < 10; guess++) expect(await wrong('amina')).toEqual({ ok: false, seconds: 60 });
  expect(await wrong('ruth')).toEqual({ ok: true, value: 'wrong' });
});

/** Counts as `tries` do, and fails while the database is gone. */
function fragile(tries: Tries) {
  const state = { isGone: false, begun: 0 };
  const ask = async <T>(answer: () => T): Promise<T> => {
    await Promise.resolve();
    if (state.isGone) throw new Error('no database');
    return answer();
  };
  const counts = {
    begin: (caller: string) => ((state.begun += 1), ask(() => tries.begin(caller))),
    giveBack: (caller: string) => ask(() => tries.giveBack(caller)),
  };
  return { state, counts };
}

test('a database that is gone for a moment leaves no try under way', async () => {
  const [first, second] = [fragile(new Tries(limit, () => 0)), fragile(new Tries(limit, () => 0))];
  const guards: Guard[] = [
    [first.counts, 'a'],
    [second.counts, 'b'],
  ];
  const right = async () => ((first.state.isGone = true), 'right');
  expect(await attempt(guards, right, isWrong)).toEqual({ ok: true, value: 'right' });
  first.state.isGone = false;
  second.state.isGone = true;
  await expect(attempt(guards, right, isWrong)).rejects.toThrow('no database');
  second.state.isGone = false;
  // the guess that could not be given back still counts; nobody waits for it
  for (const guard of guards) while ((await guard[0].begin(guard[1])) === 0);
  expect(await attempt([[first.counts, 'a']], right, isWrong)).toEqual({ ok: false, seconds: 60 });
  expect(await attempt([[second.counts, 'b']], right, isWrong)).toEqual({ ok: false, seconds: 60 });
});

test('many that wait cost the count two questions each, however many they are', async () => {
  const { state, counts } = fragile(new Tries(limit, () => 0));
  const { say, answer, asked } = slow();
  const all = Array.from({ length: 100 }, () => attempt([[counts, 'a']], answer, isWrong));
  for (let each = 1; each <= 100; each++) {
    while (asked() < each) await turns(1);
    say('right');
  }
  expect((await Promise.all(all)).filter(({ ok }) => !ok)).toEqual([]);
  expect(state.begun).toBeLessThanOrEqual(200);
});

test('no more than 200 wait under one name; who has hung up leaves the place to others', async () => {
  const tries = new Tries(limit, () => 0);
  const { say, answer, asked } = slow();
  let isGone = false;
  const ask = (of: Waiting = {}) => attempt([[tries, 'a']], answer, isWrong, of);
  const served = Array.from({ length: 3 }, () => ask());
  await turns();
  const gone = Array.from({ length: 200 }, () => ask({ isGone: () => isGone }));
  await turns();
  expect(await ask()).toEqual({ ok: false, seconds: 60 });
  isGone = true;
  const late = ask();
  expect((await Promise.all(gone)).filter(({ ok }) => ok)).toEqual([]);
  for (let each = 0; each < 3; each++) say('right');
  await Promise.all(served);
  await turns();
  say('right');
  expect([await late, asked()]).toEqual([{ ok: true, value: 'right' }, 4]);
});

test('nobody waits longer than their patience', async () => {
  const tries = new Tries(limit, () => 0);
  const { answer } = slow();
  for (let each = 0; each < 3; each++) void attempt([[tries, 'a']], answer, isWrong);
  await turns();
  expect(await attempt([[tries, 'a']], answer, isWrong, { patience: 1 })).toEqual({ ok: false, seconds: 60 });
});
