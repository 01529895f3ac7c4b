/**
 * The stores that may read a file: those for which its bytes were brought, and those to which a record moved that named it there. A record
 * that merely names a hash gives nothing, else a device that learns a hash could read another site's documents. Where nobody is known to
 * have brought it, a restored database has forgotten the sender, and the record is believed: else nobody could read it again.
 */
import type { FileReference } from '#shared/domain/file-reference';
import type { CentralDatabase } from '../database/port/central-database';

/** The reference by which these stores may read the content; undefined: they may not, or there is none. */
export async function readableFile(
  { rows, registry }: Pick<CentralDatabase, 'rows' | 'registry'>,
  sha256: string,
  storeIds: readonly string[],
): Promise<FileReference | undefined> {
  const named = await rows.filesNaming(sha256, storeIds);
  if (named.length === 0) return undefined;
  const brought = new Set(await registry.contents.storesOf(sha256));
  return named.find((one) => brought.size === 0 || one.storeIds.some((id) => brought.has(id)))?.reference;
}
