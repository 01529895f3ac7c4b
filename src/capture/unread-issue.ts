/** The issues of a file that are known before a byte of it is read. Pure. */
import { sizeIssue, type FileLimits } from '#shared/domain/file-limits';
import type { Issue } from '#shared/result';

/** Far more than any camera makes: a picture shrinks, so it may be larger than the file that is sent. */
const PICTURE_BYTES = 100 * 1024 * 1024;

/** `type`: the kind by the file's name; its bytes have to bear it out afterwards. */
export function unreadIssue(
  { size, type }: Pick<File, 'size' | 'type'>,
  limits: Pick<FileLimits, 'maxBytes'>,
): Issue | undefined {
  const issue = sizeIssue(size, limits);
  const mayShrink = type.startsWith('image/') && size <= PICTURE_BYTES;
  return issue?.code === 'file-too-large' && mayShrink ? undefined : issue;
}
