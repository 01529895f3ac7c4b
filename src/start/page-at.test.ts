import { expect, test } from 'vitest';
import { pageAt } from './page-at';

const page = () => ({ load: () => Promise.reject(new Error('no network')) });

test('the page that an address leads to is known, also by way of another address', () => {
  const [welcome, sites, list] = [page(), page(), page()];
  const map = {
    homes: { site: page(), central: page(), fresh: welcome },
    routes: [
      { path: '/welcome', for: ['fresh' as const], ...welcome },
      { path: '/sites', for: ['central' as const], ...sites },
      { path: '/assets', for: ['site' as const], ...list },
    ],
  };
  expect(pageAt(map, '/assets', 'site')?.load).toBe(list.load);
  expect(pageAt(map, '/assets', 'fresh')?.load).toBe(welcome.load);
  expect(pageAt(map, '/nowhere', 'central')).toBeUndefined();
  expect(pageAt(map, '/sites', 'site')).toBeUndefined();
});
