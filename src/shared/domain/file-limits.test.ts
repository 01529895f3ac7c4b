import { describe, expect, test } from 'vitest';
import { contentIssue, fileLimits, sizeIssue } from './file-limits';
import { blankProgrammeSettings, type ProgrammeSettings } from './programme-settings';

const MIB = 1024 * 1024;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const set = (settings: Partial<ProgrammeSettings>) =>
  fileLimits({ id: 'programme-settings', ...blankProgrammeSettings, ...settings });
const issueOf = (
  limits: ReturnType<typeof set>,
  found: string | undefined,
  head = bytes('words'),
  said = found ?? '',
): string | undefined => contentIssue({ said, found, head, bytes: MIB }, limits)?.code;

test('[R6] until somebody sets anything every kind is taken, up to 50 MB, without the place', () => {
  expect(fileLimits(undefined)).toEqual({
    maxBytes: 50 * MIB,
    families: ['photo', 'video', 'recording', 'pdf', 'document', 'other'],
    keepsPhotoPlace: false,
    keepsOriginals: false,
  });
});

test('[R6] a size that cannot be set does not count beyond what can', () => {
  expect(set({ largestFileMegabytes: 5000 }).maxBytes).toBe(100 * MIB);
  expect(set({ largestFileMegabytes: -1 }).maxBytes).toBe(MIB);
});

test('[R7] a size is judged before anything is read', () => {
  expect(sizeIssue(MIB, set({ largestFileMegabytes: 1 }))).toBeUndefined();
  expect(sizeIssue(MIB + 1, set({ largestFileMegabytes: 1 }))).toEqual({
    code: 'file-too-large',
    data: { megabytes: 1 },
  });
  expect(sizeIssue(0, set({}))).toEqual({ code: 'file-empty' });
});

describe('a kind that is not taken is known by its bytes', () => {
  test.each([
    ['takesPhotos', 'image/jpeg'],
    ['takesPhotos', 'image/heic'],
    ['takesVideos', 'video/mp4'],
    ['takesRecordings', 'audio/mpeg'],
    ['takesPdfs', 'application/pdf'],
    ['takesDocuments', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    ['takesDocuments', 'application/vnd.oasis.opendocument.text'],
    ['takesDocuments', 'application/x-cfb'],
    ['takesOtherFiles', 'application/zip'],
    ['takesOtherFiles', 'application/xml'],
  ] as const)('[R7] %s: %s', (field, found) => {
    expect(issueOf(set({ [field]: false }), found)).toBe('file-kind-not-taken');
    expect(issueOf(set({}), found)).toBeUndefined();
  });

  test('plain text is a document, markup and what nothing knows are not', () => {
    const noDocuments = set({ takesDocuments: false });
    const noOthers = set({ takesOtherFiles: false });
    expect(issueOf(noDocuments, undefined, bytes('a;b\r\n1;2'))).toBe('file-kind-not-taken');
    expect(issueOf(noOthers, undefined, bytes('a;b\r\n1;2'))).toBeUndefined();
    for (const head of [bytes('<svg onload="x"/>'), new Uint8Array([1, 2, 3, 0])]) {
      expect(issueOf(noOthers, undefined, head)).toBe('file-kind-not-taken');
      expect(issueOf(noDocuments, undefined, head)).toBeUndefined();
    }
  });

  test('a sound in the container of a film is a sound if it says so', () => {
    const noVideos = set({ takesVideos: false });
    expect(issueOf(noVideos, 'video/mp4', undefined, 'audio/mp4')).toBeUndefined();
    expect(issueOf(noVideos, 'video/mp4', undefined, 'video/mp4')).toBe('file-kind-not-taken');
  });

  test('what lies about its kind is told so, not by the family it is of', () => {
    expect(issueOf(set({ takesPdfs: false }), 'application/pdf', undefined, 'image/png')).toBe(
      'file-kind-differs',
    );
  });

  test('the thumbnail of a file that is taken comes with it', () => {
    const noPhotos = set({ takesPhotos: false });
    const thumbnail = { said: 'image/jpeg', found: 'image/jpeg', head: bytes('') };
    expect(contentIssue({ ...thumbnail, bytes: 12 * 1024 }, noPhotos)).toBeUndefined();
    expect(contentIssue({ ...thumbnail, bytes: 12 * 1024 + 1 }, noPhotos)).toEqual({
      code: 'file-kind-not-taken',
    });
  });
});
