/** Codes with which devices join a site: one, one for each of many sites, and those that are open. */
import * as z from 'zod/mini';
import { named } from './named';
import { page } from './page';

/** `url` is what the QR holds. */
export const joinCode = z.object({
  id: z.string(),
  code: z.string(),
  expiresAt: z.string(),
  devices: z.number(),
  url: z.string(),
});
export type JoinCode = z.infer<typeof joinCode>;

/** What is printed for a site; `language`: the one in which its people read, where somebody said so. */
export const joinSheet = z.extend(joinCode, {
  site: z.extend(named, { stores: z.array(named), language: z.optional(z.string()) }),
});
export type JoinSheet = z.infer<typeof joinSheet>;
export const joinSheets = z.object({ items: z.array(joinSheet) });
export type JoinSheets = z.infer<typeof joinSheets>;

/** `used`: devices that have joined with it. The code itself is kept by nobody. */
export const openJoinCode = z.object({
  id: z.string(),
  site: named,
  createdAt: z.string(),
  by: z.optional(z.string()),
  expiresAt: z.string(),
  devices: z.number(),
  used: z.number(),
});
export type OpenJoinCode = z.infer<typeof openJoinCode>;
export const openJoinCodes = page(openJoinCode);
export type OpenJoinCodes = z.infer<typeof openJoinCodes>;
