import { expect, test } from 'vitest';
import type { FileCopy } from '../../replica/records';
import { fileState } from './file-views';

const copy = (about: Partial<FileCopy>): FileCopy => ({
  sha256: 'a',
  storeId: 's',
  fileName: 'a.jpg',
  mimeType: 'image/jpeg',
  size: 200,
  isThumbnail: false,
  state: 'waiting',
  addedAt: 0,
  openedAt: 0,
  sent: 0,
  failures: 0,
  ...about,
});

test('a file says where its bytes are, and no more than is known', () => {
  expect(fileState(undefined)).toEqual({ kind: 'elsewhere' });
  expect(fileState(copy({}))).toEqual({ kind: 'here' });
  expect(fileState(copy({ sent: 87 }))).toEqual({ kind: 'uploading', percent: 43 });
  expect(fileState(copy({ sent: 200 }))).toEqual({ kind: 'uploading', percent: 99 });
  expect(fileState(copy({ state: 'central' }))).toEqual({ kind: 'central' });
  expect(fileState(copy({ state: 'failed', errorCode: 'file-too-large' }))).toEqual({
    kind: 'failed',
    errorCode: 'file-too-large',
  });
});
