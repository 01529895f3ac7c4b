/** The number of uses of a piece of central data, at all sites. */
import * as z from 'zod/mini';

/** Central data that assets and logs name. */
export const usedEntities = [
  'catalogueItem',
  'assetType',
  'assetCategory',
  'assetClass',
  'statusReason',
] as const;
export type UsedEntity = (typeof usedEntities)[number];

export const usage = z.object({ assets: z.number(), logs: z.number(), sites: z.number() });
export type FleetUsage = z.infer<typeof usage>;
