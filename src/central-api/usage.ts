/** What at all sites names a piece of central data. Only support staff may ask. */
import * as z from 'zod/mini';
import type { Result } from '#shared/result';
import { call, type Central } from './central';

const usage = z.object({ assets: z.number(), logs: z.number(), sites: z.number() });
export type FleetUsage = z.infer<typeof usage>;
export type UsedEntity = 'catalogueItem' | 'assetType' | 'assetCategory' | 'assetClass' | 'statusReason';

export const getUsage = (central: Central, entity: UsedEntity, id: string): Promise<Result<FleetUsage>> =>
  call(central, { path: '/api/usage', query: { entity, id } }, usage);
