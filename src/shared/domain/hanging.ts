/** What a log or a file hangs on, as the change that makes it says. */
import type { Change } from '../change/change';

/** The asset of a log, the asset or log of a file; undefined for all other changes. */
export function ownerSaid({
  kind,
  patch: { assetId, ownerId },
}: Pick<Change, 'kind' | 'patch'>): string | undefined {
  const owner = kind === 'assetLog.add' ? assetId : kind === 'file.attach' ? ownerId : undefined;
  return typeof owner === 'string' ? owner : undefined;
}
