/** The results of one search over everything: a few of each sort. */
import * as z from 'zod/mini';
import { named } from './named';

export const searchFound = z.object({
  sites: z.array(named),
  stores: z.array(z.extend(named, { siteId: z.string() })),
  assets: z.array(
    z.object({
      id: z.string(),
      assetNumber: z.string(),
      serialNumber: z.optional(z.string()),
      manufacturer: z.optional(z.string()),
      model: z.optional(z.string()),
      storeId: z.string(),
      storeName: z.optional(z.string()),
      siteName: z.optional(z.string()),
    }),
  ),
  catalogueItems: z.array(
    z.object({ id: z.string(), code: z.string(), manufacturer: z.string(), model: z.string() }),
  ),
  users: z.array(z.object({ id: z.string(), username: z.string(), displayName: z.string() })),
});
export type SearchFound = z.infer<typeof searchFound>;
