// The first load: the bytes for which a phone on a slow link waits before it shows anything.
import { expect, test } from '@playwright/test';
import {
  gzipped,
  MOST_AT_FIRST,
  ofThread,
  preloads,
  script,
  visitTo,
  withImports,
} from '../support/first-load';

for (const page of ['WelcomePage', 'JoinPage', 'SiteHomePage'])
  test(`a first visit to ${page} carries at most ${String(MOST_AT_FIRST / 1000)} kB of JavaScript`, () => {
    expect(gzipped(visitTo(page))).toBeLessThanOrEqual(MOST_AT_FIRST);
  });

test('what carries documents is not among it, and not asked for by the engine before it can start', () => {
  expect([...withImports([script('engine')])].filter((name) => name.startsWith('carrying-'))).toEqual([]);
});

test('nothing that the thread of the engine loads later asks for a page to put links into', () => {
  const scripts = [...ofThread()];
  expect(scripts.some((name) => name.startsWith('carrying-'))).toBe(true);
  expect(scripts.filter(preloads)).toEqual([]);
});
