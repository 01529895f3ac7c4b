import { expect, test } from 'vitest';
import { deviceKind, type DeviceKind } from './device-name';

const cases: [DeviceKind, string, number][] = [
  ['androidPhone', 'Mozilla/5.0 (Linux; Android 12; Pixel 4a) Chrome/120.0 Mobile Safari/537.36', 5],
  ['androidTablet', 'Mozilla/5.0 (Linux; Android 12; SM-T220) Chrome/120.0 Safari/537.36', 5],
  ['iphone', 'Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) Mobile/15E148', 5],
  ['ipad', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15', 5],
  ['mac', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15', 0],
  ['chromebook', 'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/120.0', 0],
  ['windows', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0', 0],
  ['linux', 'Mozilla/5.0 (X11; Linux x86_64) Firefox/120.0', 0],
  ['other', 'Something new', 0],
];

test.each(cases)('a device that is %s is told from what its browser says', (kind, userAgent, touchPoints) => {
  expect(deviceKind(userAgent, touchPoints)).toBe(kind);
});
