/** The query for the fleet, as it stands in the address and as central receives it. */
import type { AssetsQuery } from '../../central-api/fleet';
import { functionalStatuses } from '#shared/domain/functional-status';

export const sortFields = ['assetNumber', 'status', 'statusSince', 'modifiedAt'] as const;
type SortField = (typeof sortFields)[number];

export interface FleetQuery {
  q: string;
  regionId: string;
  siteId: string;
  storeId: string;
  status: string;
  sort: SortField;
  descending: boolean;
}

export const isSortField = (text: string): text is SortField =>
  (sortFields as readonly string[]).includes(text);

export function readFleetQuery(query: URLSearchParams): FleetQuery {
  const text = (name: string): string => query.get(name) ?? '';
  const sort = text('sort').replace(/^-/, '');
  return {
    q: text('q'),
    regionId: text('region'),
    siteId: text('site'),
    storeId: text('store'),
    status: functionalStatuses.find((status) => status === text('status')) ?? '',
    sort: isSortField(sort) ? sort : 'assetNumber',
    descending: text('sort').startsWith('-'),
  };
}

/** Keys for the address; a usual value is left out of it. */
export function writeFleetQuery(query: FleetQuery): Record<string, string | undefined> {
  const sort = `${query.descending ? '-' : ''}${query.sort}`;
  return {
    q: query.q,
    region: query.regionId,
    site: query.siteId,
    store: query.storeId,
    status: query.status,
    sort: sort === 'assetNumber' ? undefined : sort,
  };
}

/** The query that central receives; blanks are left out. */
export function askedOf(query: FleetQuery): AssetsQuery {
  const { q, regionId, siteId, storeId, status, sort, descending } = query;
  return {
    ...(q !== '' && { q }),
    ...(regionId !== '' && { regionId }),
    ...(siteId !== '' && { siteId }),
    ...(storeId !== '' && { storeId }),
    ...(status !== '' && { status }),
    sort: `${descending ? '-' : ''}${sort}`,
    limit: 50,
  };
}

/** True if anything narrows the list. */
export const isNarrowed = ({ q, regionId, siteId, storeId, status }: FleetQuery): boolean =>
  [q, regionId, siteId, storeId, status].some((text) => text !== '');
