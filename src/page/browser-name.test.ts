import { expect, test } from 'vitest';
import { browserName } from '../features/users/pieces/browser-name';

test.each([
  ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0', 'Edge · Windows'],
  ['Mozilla/5.0 (Linux; Android 9) AppleWebKit/537.36 Chrome/95.0 Mobile Safari/537.36', 'Chrome · Android'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0', 'Firefox · Linux'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/17.0 Safari/605.1', 'Safari · macOS'],
  ['curl/8.0', undefined],
])('%s is %s', (agent, name) => {
  expect(browserName(agent)).toBe(name);
});
