/** What the list shows, as it stands in the address: `?q=&status=&store=&type=&kind=&sort=`. */
import { functionalStatuses, type FunctionalStatus } from '#shared/domain/functional-status';
import type { ListedAsset } from './listing';
import { matches, searchTerms } from './search';
import { readSort, type Sort } from './sort';

export const kinds = ['catalogue', 'by-hand', 'replace', 'unsettled'] as const;
export type Kind = (typeof kinds)[number];

export interface Filters {
  query: string;
  status: FunctionalStatus | '';
  storeId: string;
  type: string;
  kind: Kind | '';
  sort: Sort;
}

const oneOf = <T extends string>(allowed: readonly T[], text: string | null): T | '' =>
  allowed.find((one) => one === text) ?? '';

export function readFilters(query: URLSearchParams): Filters {
  return {
    query: query.get('q') ?? '',
    status: oneOf(functionalStatuses, query.get('status')),
    storeId: query.get('store') ?? '',
    type: query.get('type') ?? '',
    kind: oneOf(kinds, query.get('kind')),
    sort: readSort(query.get('sort')),
  };
}

const ofKind: Record<Kind, (asset: ListedAsset) => boolean> = {
  catalogue: ({ code }) => code !== '',
  'by-hand': ({ code }) => code === '',
  replace: ({ needsReplacement }) => needsReplacement,
  unsettled: ({ conflicts, sameNumber }) => conflicts > 0 || sameNumber,
};

type Narrowing = Omit<Filters, 'sort'>;

/** The assets that fit, in the order given, whatever their status; the chips count these. */
export function fitting(assets: readonly ListedAsset[], filters: Omit<Narrowing, 'status'>): ListedAsset[] {
  const terms = searchTerms(filters.query);
  const kind = filters.kind === '' ? undefined : ofKind[filters.kind];
  return assets.filter(
    (asset) =>
      (filters.storeId === '' || asset.storeId === filters.storeId) &&
      (filters.type === '' || asset.type === filters.type) &&
      (kind === undefined || kind(asset)) &&
      matches(asset.text, terms),
  );
}

export const ofStatus = (
  assets: readonly ListedAsset[],
  status: FunctionalStatus | '',
): readonly ListedAsset[] => (status === '' ? assets : assets.filter((asset) => asset.status === status));

export function countByStatus(assets: readonly ListedAsset[]): ReadonlyMap<FunctionalStatus, number> {
  const counts = new Map<FunctionalStatus, number>();
  for (const { status } of assets) if (status) counts.set(status, (counts.get(status) ?? 0) + 1);
  return counts;
}

/** True when something narrows the list. */
export const isNarrowed = ({ query, status, storeId, type, kind }: Filters): boolean =>
  query.trim() !== '' || [status, storeId, type, kind].some((part) => part !== '');
