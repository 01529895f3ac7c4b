/** Equipment that needs a person next: the longest broken first, then unconfirmed statuses, warranties that end and replacements due. */
import { isUnverified } from '../equipment/pieces/verified';
import type { AssetRow } from '../../replica/records';

export type NeedKind = 'broken' | 'unverified' | 'warranty' | 'replacement';

export interface Need {
  asset: AssetRow;
  /** the date that makes it due: an instant for a status, a day for a date; absent for a mark without a date */
  at?: string;
}

export type Needs = Record<NeedKind, Need[]>;

/** Days before its end in which a warranty is shown: time enough to use it. */
const WARRANTY_DAYS = 60;
const day = 86_400_000;

const gone = (asset: AssetRow): boolean =>
  asset.functionalStatus === 'DECOMMISSIONED' || asset.functionalStatus === 'UNSERVICEABLE';

/**
 * `now`: central's time in milliseconds; `today`: the day it is here, `YYYY-MM-DD`. Removed assets and those out of service
 * need nobody.
 */
export function needsOf(assets: readonly AssetRow[], now: number, today: string): Needs {
  const kept = assets.filter((asset) => asset.deletedAt === undefined && !gone(asset));
  const soon = new Date(Date.parse(today) + WARRANTY_DAYS * day).toISOString().slice(0, 10);
  return {
    broken: earliestFirst(
      kept
        .filter(({ functionalStatus }) => functionalStatus === 'NOT_FUNCTIONING')
        .map((asset) => need(asset, asset.statusSince)),
    ),
    unverified: earliestFirst(
      kept.filter((asset) => isUnverified(asset, now)).map((asset) => need(asset, asset.statusLoggedAt)),
    ),
    warranty: earliestFirst(
      kept
        .filter(({ warrantyEnd: end }) => end !== undefined && end >= today && end <= soon)
        .map((asset) => need(asset, asset.warrantyEnd)),
    ),
    replacement: earliestFirst(
      kept
        .filter(
          ({ replacementDate: date, needsReplacement }) =>
            needsReplacement || (date !== undefined && date <= today),
        )
        .map((asset) => need(asset, asset.replacementDate)),
    ),
  };
}

const need = (asset: AssetRow, at: string | undefined): Need =>
  at === undefined ? { asset } : { asset, at };

/** Without a time they come last; equal ones stand by number, so that the order is always the same. */
const earliestFirst = (needs: Need[]): Need[] =>
  needs.sort((a, b) => momentOf(a) - momentOf(b) || a.asset.assetNumber.localeCompare(b.asset.assetNumber));

const momentOf = ({ at }: Need): number => (at === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(at) || 0);
