import { expect, test } from 'vitest';
import { BEAT_SECONDS, KeepAlive } from './keep-alive';

test('[M3] each beats once a turn of the wheel, in time for a client that waits 30 seconds', () => {
  const wheel = new KeepAlive();
  const beats = new Map<number, number>();
  for (let id = 0; id < 50; id++) wheel.add({ beat: () => beats.set(id, (beats.get(id) ?? 0) + 1) });
  for (let second = 0; second < BEAT_SECONDS; second++) wheel.turn();
  expect([...beats.values()]).toEqual(new Array(50).fill(1));
  expect(BEAT_SECONDS).toBeLessThanOrEqual(25);
});

test('beats are spread out evenly', () => {
  const wheel = new KeepAlive();
  let beats = 0;
  for (let id = 0; id < BEAT_SECONDS * 3; id++) wheel.add({ beat: () => (beats += 1) });
  for (let second = 0; second < BEAT_SECONDS; second++) {
    beats = 0;
    wheel.turn();
    expect(beats).toBe(3);
  }
});

test('who left beats no more, also when it leaves in the midst of a beat', () => {
  const wheel = new KeepAlive();
  let beats = 0;
  const leave = wheel.add({
    beat: () => {
      beats += 1;
      leave();
    },
  });
  for (let second = 0; second < 3 * BEAT_SECONDS; second++) wheel.turn();
  expect(beats).toBe(1);
});
