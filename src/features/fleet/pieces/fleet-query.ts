/** The query for the fleet, as it stands in the address and as central receives it. */
import type { AssetsQuery } from '../../../central-api/fleet';
import { UNVERIFIED_AFTER_MS } from '../../equipment/pieces/verified';
import { functionalStatuses } from '#shared/domain/functional-status';

/** Weeks of which the list offers those whose status lasts at least as long. */
export const lastingWeeks = ['1', '4', '12', '26', '52'] as const;

export const photoChoices = ['with', 'without'] as const;

export const sortFields = ['assetNumber', 'status', 'statusSince', 'modifiedAt'] as const;
type SortField = (typeof sortFields)[number];

export interface FleetQuery {
  q: string;
  regionId: string;
  siteId: string;
  storeId: string;
  status: string;
  typeId: string;
  maker: string;
  reasonId: string;
  /** one of `photoChoices`; empty: either */
  photo: string;
  /** `yes`: only what nobody checked for long; empty: all */
  unverified: string;
  /** weeks for which the status stands at least; empty: any */
  weeks: string;
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
    typeId: text('type'),
    maker: text('maker'),
    reasonId: text('reason'),
    photo: photoChoices.find((photo) => photo === text('photo')) ?? '',
    unverified: text('unverified') === 'yes' ? 'yes' : '',
    weeks: lastingWeeks.find((weeks) => weeks === text('weeks')) ?? '',
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
    type: query.typeId,
    maker: query.maker,
    reason: query.reasonId,
    photo: query.photo,
    unverified: query.unverified,
    weeks: query.weeks,
    sort: sort === 'assetNumber' ? undefined : sort,
  };
}

/** The query that central receives; blanks are left out. */
export function askedOf(query: FleetQuery, now: number): AssetsQuery {
  const { unverified, weeks, sort, descending, ...plain } = query;
  const asked = {
    ...plain,
    checkedBefore: unverified === '' ? '' : before(UNVERIFIED_AFTER_MS, now),
    sinceBefore: weeks === '' ? '' : before(Number(weeks) * WEEK, now),
  };
  const given = Object.entries(asked).filter(([, value]) => value !== '');
  return { ...Object.fromEntries(given), sort: `${descending ? '-' : ''}${sort}`, limit: 100 };
}

/** The change of a query that takes all its filters away. */
export const nothingNarrowed = {
  ...{ q: '', regionId: '', siteId: '', storeId: '', status: '' },
  ...{ typeId: '', maker: '', reasonId: '', photo: '', unverified: '', weeks: '' },
} as const;

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
/** To the hour, so that a list that is looked at asks the same for a while. */
const before = (ms: number, now: number): string =>
  new Date(Math.floor(now / HOUR) * HOUR - ms).toISOString();

const narrowing = Object.keys(nothingNarrowed) as (keyof typeof nothingNarrowed)[];

/** True if anything narrows the list. */
export const isNarrowed = (query: FleetQuery): boolean => narrowing.some((name) => query[name] !== '');

/** Filters that are set, of those that a phone keeps behind a button: words and status are always in sight. */
export const foldedFilters = (query: FleetQuery): number =>
  narrowing.filter((name) => name !== 'q' && name !== 'status' && query[name] !== '').length;
