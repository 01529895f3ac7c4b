import { expect, test } from 'vitest';
import { unreadIssue } from './unread-issue';

const limits = { maxBytes: 5 * 1024 * 1024 };
const code = (type: string, size: number) => unreadIssue({ type, size }, limits)?.code;

test('a file over the limit is refused before it is read, but a picture, which shrinks', () => {
  expect(code('video/mp4', 200e6)).toBe('file-too-large');
  expect(code('application/pdf', 5e6)).toBeUndefined();
  expect(code('image/jpeg', 30e6)).toBeUndefined();
});

test('what calls itself a picture and is larger than any is refused too', () => {
  expect(code('image/jpeg', 200e6)).toBe('file-too-large');
});

test('an empty file is refused', () => {
  expect(code('', 0)).toBe('file-empty');
});
