import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Gathered } from './gathered';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function gathered(): { news: Gathered; passed: number[] } {
  const passed: number[] = [];
  const began = Date.now();
  return { news: new Gathered(() => passed.push(Date.now() - began), 100), passed };
}

test('the first is passed on at once, those that follow it together', () => {
  const { news, passed } = gathered();
  for (let count = 0; count < 50; count++) {
    news.news();
    vi.advanceTimersByTime(10);
  }
  vi.runAllTimers();
  expect(passed).toEqual([0, 100, 200, 300, 400, 500]);
});

test('one that comes after a quiet while is not kept waiting', () => {
  const { news, passed } = gathered();
  news.news();
  vi.advanceTimersByTime(1000);
  news.news();
  expect(passed).toEqual([0, 1000]);
});

test('what somebody waits for is passed on at once, and not again', () => {
  const { news, passed } = gathered();
  news.news();
  vi.advanceTimersByTime(10);
  news.news();
  news.now();
  vi.runAllTimers();
  expect(passed).toEqual([0, 10]);
});

test('nothing is passed on after the end', () => {
  const { news, passed } = gathered();
  news.news();
  news.news();
  news.stop();
  vi.runAllTimers();
  expect(passed).toEqual([0]);
});
