/** The files that a programme takes. The rule is the same at a device, before one is attached, and at central, before one is kept. */
import type { Issue } from '../result';
import { familyOf, kindIssue, type FileContent, type FileFamily } from './file-kind';
import {
  blankProgrammeSettings,
  fileMegabytes,
  removedDays,
  type ProgrammeSettings,
} from './programme-settings';

const MIB = 1024 * 1024;

/** A picture of at most this many bytes is a thumbnail: it comes with a file of any kind. */
export const THUMBNAIL_BYTES = 12 * 1024;

export interface FileLimits {
  /** bytes of one file */
  maxBytes: number;
  /** the kinds of files that are taken, by their bytes */
  families: readonly FileFamily[];
  /** the location of a photo stays in it */
  keepsPhotoPlace: boolean;
  /** photos are kept as the camera made them, unless a person says otherwise */
  keepsOriginals: boolean;
}

/** The programme's settings as limits; `undefined`: nobody has set anything. */
export function fileLimits(settings: ProgrammeSettings | undefined): FileLimits {
  const set = settings ?? blankProgrammeSettings;
  const { least, most } = fileMegabytes;
  const taken: [FileFamily, boolean][] = [
    ['photo', set.takesPhotos],
    ['video', set.takesVideos],
    ['recording', set.takesRecordings],
    ['pdf', set.takesPdfs],
    ['document', set.takesDocuments],
    ['other', set.takesOtherFiles],
  ];
  return {
    maxBytes: Math.min(most, Math.max(least, set.largestFileMegabytes)) * MIB,
    families: taken.flatMap(([family, isTaken]) => (isTaken ? [family] : [])),
    keepsPhotoPlace: set.keepsPhotoPlace,
    keepsOriginals: set.keepsOriginals,
  };
}

/** The time for which central keeps the bytes of removed files, milliseconds; undefined: for ever. */
export function removedFilesMs(settings: ProgrammeSettings | undefined): number | undefined {
  const days = settings?.removedFilesDays;
  return days === undefined ? undefined : Math.max(removedDays.least, days) * 24 * 60 * 60 * 1000;
}

/** The reason why a file of this size is not taken, or undefined. Asked before anything of it is read. */
export function sizeIssue(bytes: number, { maxBytes }: Pick<FileLimits, 'maxBytes'>): Issue | undefined {
  if (bytes === 0) return { code: 'file-empty' };
  return bytes > maxBytes ? { code: 'file-too-large', data: { megabytes: maxBytes / MIB } } : undefined;
}

/** The reason why a file whose bytes are known is not taken, or undefined. */
export function contentIssue(file: FileContent & { bytes: number }, limits: FileLimits): Issue | undefined {
  const code = kindIssue(file);
  return code === undefined ? familyIssue(familyOf(file), file.bytes, limits) : { code };
}

/** The reason why files of a family are not taken, or undefined. */
export function familyIssue(
  family: FileFamily,
  bytes: number,
  { families }: Pick<FileLimits, 'families'>,
): Issue | undefined {
  if (families.includes(family) || (family === 'photo' && bytes <= THUMBNAIL_BYTES)) return undefined;
  return { code: 'file-kind-not-taken' };
}
