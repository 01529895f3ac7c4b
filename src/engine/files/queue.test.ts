import { describe, expect, test } from 'vitest';
import type { FileCopy } from '../../replica/records';
import { nextFile, nextPiece, pauseAfter } from './queue';

const copy = (sha256: string, about: Partial<FileCopy>): FileCopy => ({
  sha256,
  storeId: 's1',
  fileName: 'a.jpg',
  mimeType: 'image/jpeg',
  size: 10,
  isThumbnail: false,
  state: 'waiting',
  addedAt: 0,
  openedAt: 0,
  sent: 0,
  failures: 0,
  ...about,
});

describe('the next file', () => {
  test('is a thumbnail before any file, an original after them, and the newest of its like', () => {
    const waiting = [
      copy('old', { addedAt: 1 }),
      copy('new', { addedAt: 9 }),
      copy('original', { addedAt: 9, isOriginal: true }),
      copy('old-thumbnail', { addedAt: 1, isThumbnail: true }),
      copy('new-thumbnail', { addedAt: 9, isThumbnail: true }),
    ];
    const order: string[] = [];
    let left = waiting;
    while (left.length > 0) {
      const next = nextFile(left, 100).file?.sha256 ?? '';
      order.push(next);
      left = left.filter(({ sha256 }) => sha256 !== next);
    }
    expect(order).toEqual(['new-thumbnail', 'old-thumbnail', 'new', 'old', 'original']);
  });

  test('is not one that rests after a failure, which never holds up another', () => {
    const waiting = [copy('resting', { addedAt: 9, nextTry: 200 }), copy('other', { addedAt: 1 })];
    expect(nextFile(waiting, 100).file?.sha256).toBe('other');
    expect(nextFile(waiting.slice(0, 1), 100)).toEqual({ wakeAt: 200 });
    expect(nextFile(waiting, 200).file?.sha256).toBe('resting');
  });
});

test('the pause between two tries grows up to half an hour and never ends', () => {
  expect(pauseAfter(1, 1)).toBe(2000);
  expect(pauseAfter(2, 1)).toBe(4000);
  expect(pauseAfter(3, 0)).toBe(4000);
  expect(pauseAfter(1000, 1)).toBe(30 * 60_000);
});

test('a piece fits the link: about four seconds of it, at most double the last', () => {
  expect(nextPiece(64_000, 10)).toBe(128_000);
  expect(nextPiece(128_000, 8000)).toBe(64_000);
  expect(nextPiece(64_000, 60_000)).toBe(32 * 1024);
  expect(nextPiece(1_000_000, 10)).toBe(1024 * 1024);
});
