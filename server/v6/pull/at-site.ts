/** The ids that a site has beside the central data that all have: it named them itself, or they came to it by the older server. */
import type { AnyRow } from '#shared/domain/entities';
import type { Base, V6Database } from '../../database/port/v6';
import type { SiteVersion } from '../door';

type Parts = Pick<V6Database, 'centralRecords' | 'olderMemory' | 'memory'>;

const NAME = 'name';

export async function idsAtSite(
  parts: Parts,
  siteId: string,
  row: AnyRow,
  { base, version }: { base: Base | undefined; version: SiteVersion },
): Promise<ReadonlySet<string>> {
  if ('packSize' in row) return version.isAlone ? parts.centralRecords.known([row.itemId]) : new Set();
  const named = namedIn(base);
  const donor = 'assetNumber' in row ? row.v6Fields?.['donor_name_id'] : undefined;
  if (typeof donor !== 'string' || !version.isAlone || named.has(donor)) return named;
  const isThere =
    (await parts.olderMemory.known(siteId, NAME, [donor])).has(donor) ||
    (await parts.centralRecords.known([donor])).has(donor) ||
    (await parts.memory.get(siteId, NAME, donor)) !== undefined;
  return isThere ? new Set([...named, donor]) : named;
}

/** The ids that the site's own record of an asset names: it has these. */
function namedIn({ fields }: Partial<Base> = {}): ReadonlySet<string> {
  const beside = fields?.['v6Fields'];
  const donor =
    typeof beside === 'object' && beside !== null && 'donor_name_id' in beside ? [beside.donor_name_id] : [];
  const ids = ['classId', 'categoryId', 'typeId', 'catalogueItemId'].map((field) => fields?.[field]);
  return new Set([...ids, ...donor].filter((id) => typeof id === 'string'));
}
