import { expect, test } from 'vitest';
import { pageAt } from './page-at';

const page = () => ({ load: () => Promise.reject(new Error('no network')) });

test('the page that an address leads to is known, also by way of another address', () => {
  const [welcome, sites, list] = [page(), page(), page()];
  const map = {
    homes: { device: page(), staff: page(), nobody: welcome },
    routes: [
      { path: '/welcome', for: ['nobody' as const], ...welcome },
      { path: '/sites', for: ['staff' as const], ...sites },
      { path: '/assets', for: ['device' as const], ...list },
    ],
  };
  expect(pageAt(map, '/assets', 'device')?.load).toBe(list.load);
  expect(pageAt(map, '/assets', 'nobody')?.load).toBe(welcome.load);
  expect(pageAt(map, '/nowhere', 'staff')).toBeUndefined();
  expect(pageAt(map, '/sites', 'device')).toBeUndefined();
});
