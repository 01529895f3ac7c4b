import { expect, test } from 'vitest';
import type { FileCopy } from '../../../replica/records';
import { byOwner, fileState, type FileView } from './file-views';

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

const view = (id: string, about: Partial<FileView['row']>): FileView => ({
  row: {
    ...{ id, ownerId: 'asset', fileName: `${id}.jpg`, mimeType: 'image/jpeg', totalBytes: 100, sha256: id },
    ...{ createdAt: '2026-01-01T00:00:00.000Z', thumbnailSha256: 't', ...about },
  },
  state: { kind: 'here' },
});
const shown = (...views: FileView[]) =>
  [...byOwner(views)].map(([owner, files]) => [
    owner,
    files.map(({ row, original }) => [row.id, original?.row.id]),
  ]);

test('an original stands behind the picture that was made of it, whichever came first', () => {
  const original = view('original', { totalBytes: 4000 });
  const other = view('other', { thumbnailSha256: 'u' });
  expect(shown(original, other, view('small', {}))).toEqual([
    [
      'asset',
      [
        ['other', undefined],
        ['small', 'original'],
      ],
    ],
  ]);
});

test('an original that browsers do not show stands behind the picture, even when it is the smaller', () => {
  const original = view('original', { mimeType: 'image/heic', totalBytes: 10 });
  expect(shown(original, view('picture', {}))).toEqual([['asset', [['picture', 'original']]]]);
});

test('the same picture twice, pictures of other owners and documents stand for themselves', () => {
  const [a, b] = [view('a', { sha256: 'same' }), view('b', { sha256: 'same' })];
  const elsewhere = view('c', { ownerId: 'log' });
  const document = view('d', { mimeType: 'application/pdf' });
  Reflect.deleteProperty(document.row, 'thumbnailSha256');
  expect(shown(a, b, elsewhere, document)).toEqual([
    [
      'asset',
      [
        ['a', undefined],
        ['b', undefined],
        ['d', undefined],
      ],
    ],
    ['log', [['c', undefined]]],
  ]);
});
