/** Sites with their stores and devices, and the answers that staff get for changing one. */
import * as z from 'zod/mini';
import { named } from './named';
import { page } from './page';
import { whereabouts } from './region';

/** `revoked`: support staff have shut the device out. */
export const siteDevice = z.object({
  id: z.string(),
  name: z.string(),
  joinedAt: z.string(),
  lastContact: z.optional(z.string()),
  appVersion: z.optional(z.string()),
  centralDataVersion: z.optional(z.number()),
  behind: z.optional(z.object({ centralData: z.number(), equipment: z.number() })),
  revoked: z.boolean(),
  revokedAt: z.optional(z.string()),
});
export type SiteDevice = z.infer<typeof siteDevice>;

/** A site as it is kept: the answer to making one, editing one and moving a store. */
export const keptSite = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  createdAt: z.string(),
  stores: z.array(named),
  /** in which its people read, as `fr` */
  language: z.optional(z.string()),
  ...whereabouts,
});
export type KeptSite = z.infer<typeof keptSite>;

/**
 * The state of a site in lists of many. `behind`: the changes that its farthest device was last known to lack. `problems`: open ones.
 * `oldApps`: devices whose app is older than central.
 */
export const siteState = z.object({ behind: z.number(), problems: z.number(), oldApps: z.number() });
export type SiteState = z.infer<typeof siteState>;

/**
 * A site as it is looked at: with its devices, and when one of them was last heard. `openMSupply`: it has an Open mSupply, which counts
 * as one of them.
 */
export const site = z.extend(keptSite, {
  devices: z.array(siteDevice),
  openMSupply: z.optional(z.literal(true)),
  lastContact: z.optional(z.string()),
  /** in lists */
  state: z.optional(siteState),
});
export type Site = z.infer<typeof site>;

/** The number of sites that were found, and of those in each state. */
export const siteCounts = z.object({
  ...{ total: z.number(), silent: z.number(), behind: z.number(), trouble: z.number() },
});
export type SiteCounts = z.infer<typeof siteCounts>;

export const sitePage = page(site);
export type SitePage = z.infer<typeof sitePage>;

export const movedStore = z.object({ store: named, from: keptSite, to: keptSite });
export type MovedStore = z.infer<typeof movedStore>;
