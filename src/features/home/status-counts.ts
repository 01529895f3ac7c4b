/** The number of assets in each status, and of those that have none. */
import { functionalStatuses, type FunctionalStatus } from '#shared/domain/functional-status';
import type { AssetRow } from '../../replica/records';

interface StatusCount {
  status: FunctionalStatus;
  count: number;
}

/** Every status in its order, with those that no asset has. */
export const statusCounts = (assets: readonly AssetRow[]): StatusCount[] =>
  functionalStatuses.map((status) => ({
    status,
    count: assets.filter(({ functionalStatus }) => functionalStatus === status).length,
  }));

export const withoutStatus = (assets: readonly AssetRow[]): number =>
  assets.filter(({ functionalStatus }) => functionalStatus === undefined).length;
