/** File reference: a photo or document of an asset or of a log. The content behind an id never changes. */
import * as z from 'zod/mini';
import { id, instant, line, sha256, v6Fields } from './fields';

const fileOwners = ['asset', 'assetLog'] as const;

export const fileReference = z.object({
  id,
  ownerTable: z.enum(fileOwners),
  ownerId: id,
  fileName: line,
  mimeType: line,
  totalBytes: z.int().check(z.nonnegative()),
  sha256,
  /** a tiny picture, base64, at most 1 kB */
  placeholder: z.optional(z.string().check(z.maxLength(1400))),
  thumbnailSha256: z.optional(sha256),
  createdAt: instant,
  userId: id,
  deletedAt: z.optional(instant),
  v6Fields: z.optional(v6Fields),
});
export type FileReference = z.infer<typeof fileReference>;

export const blankFileReference = {
  ownerTable: 'asset',
  ownerId: '',
  fileName: '',
  mimeType: '',
  totalBytes: 0,
  sha256: '',
  createdAt: '',
  userId: '',
} satisfies Omit<FileReference, 'id'>;
