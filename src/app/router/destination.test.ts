import { expect, test } from 'vitest';
import { destinationOf } from './destination';
import type { Route } from './route';

const load = (name: string) => () => Promise.reject(new Error(name));
const routes: Route[] = [
  { path: '/welcome', for: ['nobody'], load: load('welcome') },
  { path: '/assets', for: ['device'], load: load('list') },
  { path: '/assets/:id', for: ['device'], load: load('asset') },
  { path: '/sites', for: ['staff'], load: load('sites') },
  { path: '/assets/:id', for: ['staff'], load: load('asset at central') },
];
const homes = {
  device: { load: load('site home') },
  staff: { load: load('central home') },
  nobody: { load: load('welcome') },
};
const lead = (path: string, mode: 'device' | 'staff' | 'nobody') =>
  destinationOf({ homes, routes }, path, mode);

test('the first page depends on what this browser is', async () => {
  for (const mode of ['device', 'staff', 'nobody'] as const) {
    const home = lead('/', mode);
    expect(home.kind === 'page' && home.page).toBe(homes[mode]);
  }
});

test('a browser that belongs to nobody yet is led to the welcome', () => {
  expect(lead('/assets', 'nobody')).toEqual({ kind: 'redirect', to: '/welcome' });
});

test('a site is told that a page belongs to the central server, and never shown it', () => {
  expect(lead('/sites', 'device')).toEqual({ kind: 'central-only' });
});

test('support staff have a page of their own at the address of a page of a site, and home where there is none', () => {
  const found = lead('/assets/a%2Fb', 'staff');
  expect(found.kind === 'page' && found.params).toEqual({ id: 'a/b' });
  expect(found.kind === 'page' && found.page).toBe(routes.at(-1));
  expect(lead('/assets', 'staff')).toEqual({ kind: 'redirect', to: '/' });
});

test('a path that is no page leads nowhere', () => {
  expect(lead('/nowhere', 'device')).toEqual({ kind: 'nowhere' });
});
