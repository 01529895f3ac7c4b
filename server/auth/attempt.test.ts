// Guessing is slow, and nobody else is slowed by it.
import { expect, test } from 'vitest';
import { attempt } from './attempt';
import { Tries } from './tries';

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
