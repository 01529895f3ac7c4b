import { expect, test } from 'vitest';
import { isolate } from './isolate';

test('what has another direction than its line stands by itself', () => {
  expect(isolate('E003/002', 'rtl')).toBe('\u2068E003/002\u2069');
  expect(isolate('ثلاجة (2)', 'ltr')).toBe('\u2068ثلاجة (2)\u2069');
});

test('what cannot be jumbled stays as it is', () => {
  expect(isolate('E003/002', 'ltr')).toBe('E003/002');
  expect(isolate('', 'rtl')).toBe('');
});
