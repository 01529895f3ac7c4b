import { expect, test } from 'vitest';
import { Pace } from './pace';
import { TOO_FAR } from './rows-view';

const FAR = TOO_FAR + 1;

function paced(): { pace: Pace; pass: (ms: number) => void } {
  let at = 1000;
  return { pace: new Pace(() => at), pass: (ms) => void (at += ms) };
}

/** The rest after a batch that takes 30 ms. */
function restAfterBatch({ pace, pass }: ReturnType<typeof paced>, behind = FAR): number {
  pace.begin();
  pass(30);
  return pace.rest(behind);
}

test('rows do not rest while the thread that serves has time', () => {
  const own = paced();
  expect(restAfterBatch(own)).toBe(0);
  own.pace.heard(true);
  own.pace.heard(false);
  expect(restAfterBatch(own)).toBe(0);
});

test('rows that nobody waits for rest as long as they work while it has none', () => {
  const own = paced();
  own.pace.heard(true);
  expect(restAfterBatch(own)).toBe(30);
});

test('rows that a reader may wait for do not rest', () => {
  const own = paced();
  own.pace.heard(true);
  expect(restAfterBatch(own, TOO_FAR)).toBe(0);
});

test('a batch that took long is no reason to rest for ever', () => {
  const own = paced();
  own.pace.begin();
  own.pass(10_000);
  own.pace.heard(true);
  expect(own.pace.rest(FAR)).toBe(200);
});

test('when nothing more comes the rows go on at once', () => {
  const own = paced();
  own.pace.heard(true);
  own.pass(500);
  expect(restAfterBatch(own)).toBe(0);
});
