import { expect, test } from 'vitest';
import { matchRoute, type Route } from './route';

const load = () => Promise.reject(new Error('not loaded in this test'));
const route = (path: string): Route => ({ path, for: ['device'], load });
const routes = ['/', '/assets', '/assets/new', '/assets/:id', '/assets/:id/status'].map(route);
const found = (path: string) => {
  const match = matchRoute(routes, path);
  return match && [match.route.path, match.params];
};

test('a path leads to its own page, with or without a slash at its end', () => {
  expect(found('/')).toEqual(['/', {}]);
  expect(found('/assets')).toEqual(['/assets', {}]);
  expect(found('/assets/')).toEqual(['/assets', {}]);
});

test('a fixed segment is found before a named one', () => {
  expect(found('/assets/new')).toEqual(['/assets/new', {}]);
});

test('a named segment is given by its name, unescaped', () => {
  expect(found('/assets/CCE%2012')).toEqual(['/assets/:id', { id: 'CCE 12' }]);
  expect(found('/assets/7/status')).toEqual(['/assets/:id/status', { id: '7' }]);
});

test('what fits no route, or holds a broken escape, leads nowhere', () => {
  expect(found('/nowhere')).toBeUndefined();
  expect(found('/assets/7/status/more')).toBeUndefined();
  expect(found('/assets/%E0%A4%A')).toBeUndefined();
});
