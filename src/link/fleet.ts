/** The equipment of all sites, as support staff see it. */
import * as z from 'zod/mini';
import { asset } from '#shared/domain/asset';
import { assetLog } from '#shared/domain/asset-log';
import { functionalStatus, type FunctionalStatus } from '#shared/domain/functional-status';
import type { Result } from '#shared/result';
import { call, type Central } from './central';

const nullable = z.optional(z.nullable(z.string()));

const fleetAsset = z.extend(asset, {
  functionalStatus: z.optional(z.nullable(functionalStatus)),
  statusSince: nullable,
  statusLoggedAt: nullable,
  siteId: nullable,
  problems: z.optional(z.unknown()),
});
export type FleetAsset = z.infer<typeof fleetAsset>;

const problem = z.object({
  id: z.optional(z.union([z.string(), z.number()])),
  code: z.string(),
  entity: nullable,
  entityId: nullable,
  storeId: nullable,
  changeId: nullable,
  field: nullable,
  at: z.optional(z.union([z.string(), z.number()])),
});
export type FleetProblem = z.infer<typeof problem>;

const pageOf = <S extends z.ZodMiniType>(item: S) =>
  z.object({
    items: z.array(item),
    nextCursor: z.optional(z.nullable(z.string())),
    total: z.optional(z.number()),
  });

const assetPage = pageOf(fleetAsset);
const problemPage = pageOf(problem);
const logPage = pageOf(assetLog);
const summary = z.object({
  assets: z.object({ total: z.number(), byStatus: z.record(z.string(), z.number()) }),
  problems: z.number(),
  sites: z.number(),
});
export type FleetSummary = z.infer<typeof summary>;

export interface AssetsQuery {
  storeId?: string;
  siteId?: string;
  status?: FunctionalStatus | string;
  q?: string;
  sort?: string;
  limit?: number;
  cursor?: string;
}

export const listAssets = (
  central: Central,
  query: AssetsQuery = {},
): Promise<Result<z.infer<typeof assetPage>>> =>
  call(central, { path: '/api/assets', query: { ...query } }, assetPage);

export const getAsset = (central: Central, id: string): Promise<Result<FleetAsset>> =>
  call(central, { path: `/api/assets/${encodeURIComponent(id)}` }, fleetAsset);

export const getAssetLogs = (central: Central, id: string): Promise<Result<z.infer<typeof logPage>>> =>
  call(central, { path: `/api/assets/${encodeURIComponent(id)}/logs` }, logPage);

export const listProblems = (
  central: Central,
  query: { limit?: number; cursor?: string } = {},
): Promise<Result<z.infer<typeof problemPage>>> =>
  call(central, { path: '/api/problems', query }, problemPage);

export const getSummary = (central: Central): Promise<Result<FleetSummary>> =>
  call(central, { path: '/api/fleet/summary' }, summary);
