/** The equipment of all sites, as support staff see it. */
import {
  fleetAsset,
  fleetAssetPage,
  fleetCounts,
  fleetFiles,
  fleetLogs,
  fleetMakers,
  fleetProblemPage,
  fleetRounds,
  fleetSummary,
  mergedAsset,
  movedAsset,
  voidedLog,
  type FleetAsset,
  type FleetAssetPage,
  type FleetCounts,
  type FleetFiles,
  type FleetLogs,
  type FleetMakers,
  type FleetProblemPage,
  type FleetRounds,
  type FleetSummary,
  type MergedAsset,
  type MovedAsset,
  type VoidedLog,
} from '#shared/api/fleet';
import type { FunctionalStatus } from '#shared/domain/functional-status';
import type { Result } from '#shared/result';
import { call, type Central } from './central';

export interface AssetsQuery {
  regionId?: string;
  storeId?: string;
  siteId?: string;
  status?: FunctionalStatus | string;
  q?: string;
  typeId?: string;
  reasonId?: string;
  /** the name of a maker */
  maker?: string;
  photo?: string;
  /** an instant: the status stands at least since then */
  sinceBefore?: string;
  /** an instant: nobody said the status again since then */
  checkedBefore?: string;
  sort?: string;
  limit?: number;
  cursor?: string;
}

export const listAssets = (central: Central, query: AssetsQuery = {}): Promise<Result<FleetAssetPage>> =>
  call(central, { path: '/api/assets', query: { ...query } }, fleetAssetPage);

/** The number of assets in each status, of those that fit but for the status asked for. */
export const countFleet = (central: Central, query: AssetsQuery): Promise<Result<FleetCounts>> =>
  call(central, { path: '/api/fleet/counts', query: { ...query } }, fleetCounts);

/** Makers that people wrote by hand, beside those of the catalogue. */
export const listMakers = (central: Central): Promise<Result<FleetMakers>> =>
  call(central, { path: '/api/fleet/makers' }, fleetMakers);

/** Assets to be taken out as a table, a piece at a time; takes a right of its own. */
export const exportFleet = (central: Central, query: AssetsQuery): Promise<Result<FleetAssetPage>> =>
  call(central, { path: '/api/fleet/export', query: { ...query } }, fleetAssetPage);

export const getAsset = (central: Central, id: string): Promise<Result<FleetAsset>> =>
  call(central, { path: `/api/assets/${encodeURIComponent(id)}` }, fleetAsset);

export const getAssetLogs = (central: Central, id: string): Promise<Result<FleetLogs>> =>
  call(central, { path: `/api/assets/${encodeURIComponent(id)}/logs` }, fleetLogs);

/** Says that a log is wrong: it stays in the history and counts no more. */
export const voidLogAtCentral = (central: Central, id: string): Promise<Result<VoidedLog>> =>
  call(central, { method: 'POST', path: `/api/logs/${encodeURIComponent(id)}/void`, body: {} }, voidedLog);

/** Says that two records are of one piece: the first is taken into the other. */
export const mergeAtCentral = (central: Central, id: string, into: string): Promise<Result<MergedAsset>> =>
  call(
    central,
    { method: 'POST', path: `/api/assets/${encodeURIComponent(id)}/merge`, body: { into } },
    mergedAsset,
  );

/** Moves equipment to another store, of any site; it takes its history along. */
export const moveAssetAtCentral = (
  central: Central,
  id: string,
  storeId: string,
): Promise<Result<MovedAsset>> =>
  call(
    central,
    { method: 'POST', path: `/api/assets/${encodeURIComponent(id)}/move`, body: { storeId } },
    movedAsset,
  );

/** Takes that back: each record stands for itself again. */
export const separateAtCentral = (central: Central, id: string): Promise<Result<MergedAsset>> =>
  call(central, { method: 'DELETE', path: `/api/assets/${encodeURIComponent(id)}/merge` }, mergedAsset);

/** The photos and documents of an asset and of its logs, newest first. */
export const getAssetFiles = (central: Central, id: string): Promise<Result<FleetFiles>> =>
  call(central, { path: `/api/assets/${encodeURIComponent(id)}/files` }, fleetFiles);

/** Finished rounds of a site, the latest first. */
export const listRounds = (
  central: Central,
  query: { siteId: string; limit?: number },
): Promise<Result<FleetRounds>> => call(central, { path: '/api/rounds', query }, fleetRounds);

export const listProblems = (
  central: Central,
  query: { limit?: number; cursor?: string; regionId?: string; siteId?: string } = {},
): Promise<Result<FleetProblemPage>> => call(central, { path: '/api/problems', query }, fleetProblemPage);

export const getSummary = (central: Central): Promise<Result<FleetSummary>> =>
  call(central, { path: '/api/fleet/summary' }, fleetSummary);
