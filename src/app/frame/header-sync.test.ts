import { expect, test } from 'vitest';
import type { Progress, SyncState } from '../../replica/records';
import { headerSync } from './header-sync';

const at = (state: SyncState, lastSuccess?: number): Progress => ({
  id: 'sync',
  state,
  since: 50,
  waiting: 0,
  steps: [],
  ...(lastSuccess !== undefined && { lastSuccess }),
});
const say = (progress: Progress | undefined, waiting = 0, problems = 0, files = 0) =>
  headerSync({ progress, waiting, problems, files });

test('before the engine has run the header says that it is starting', () => {
  expect(say(undefined)).toEqual({ state: 'starting' });
  expect(say(at('working'))).toEqual({ state: 'starting' });
});

test('with something waiting it never says that all is stored', () => {
  for (const state of ['starting', 'done'] as const) {
    expect(say(at(state, 10), 3)).toEqual({ state: 'waiting', count: 3, offline: false });
  }
  expect(say(at('working', 10), 3)).toEqual({ state: 'sending' });
});

test('offline it says so, and how much waits', () => {
  expect(say(at('offline', 10), 3)).toEqual({ state: 'waiting', count: 3, offline: true });
  expect(say(at('offline', 10), 0, 0, 2)).toEqual({ state: 'files', count: 2, offline: true });
});

test('with nothing waiting it says since when, online and offline', () => {
  expect(say(at('done', 10))).toEqual({ state: 'stored', at: 10 });
  expect(say(at('working', 10))).toEqual({ state: 'stored', at: 10 });
  expect(say(at('offline', 10))).toEqual({ state: 'offline', since: 10 });
  expect(say(at('offline'))).toEqual({ state: 'offline', since: 50 });
});

test('with files still here it never says that all is stored', () => {
  for (const state of ['working', 'done'] as const)
    expect(say(at(state, 10), 0, 0, 2)).toEqual({ state: 'files', count: 2, offline: false });
  expect(say(at('done', 10), 1, 0, 2)).toEqual({ state: 'waiting', count: 1, offline: false });
});

test('a refused change or a stop that needs a person comes before all else', () => {
  expect(say(at('done', 10), 3, 1)).toEqual({ state: 'attention' });
  expect(say(at('attention', 10), 3)).toEqual({ state: 'attention' });
});
