import { expect, test, vi } from 'vitest';
import { fetchAhead } from './fetch-ahead';

const unreachable = () => vi.fn(() => Promise.reject(new Error('no network')));

test('the page that an address leads to is asked for, also by way of another address', () => {
  const [welcome, sites, list] = [unreachable(), unreachable(), unreachable()];
  const map = {
    homes: { site: { load: unreachable() }, central: { load: unreachable() }, fresh: { load: welcome } },
    routes: [
      { path: '/welcome', for: ['fresh' as const], load: welcome },
      { path: '/sites', for: ['central' as const], load: sites },
      { path: '/assets', for: ['site' as const], load: list },
    ],
  };
  fetchAhead(map, '/assets', 'site');
  expect(list).toHaveBeenCalledOnce();
  fetchAhead(map, '/assets', 'fresh');
  expect(welcome).toHaveBeenCalledOnce();
  fetchAhead(map, '/nowhere', 'central');
  fetchAhead(map, '/sites', 'site');
  expect(sites).not.toHaveBeenCalled();
});
