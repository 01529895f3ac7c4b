/** An Open mSupply site as staff see it, and the people who may sign in there. */
import * as z from 'zod/mini';
import { page } from './page';

/**
 * `rights`: a newer central server may name some that this app does not know. `storeIds`: of the site's stores; absent: all that it has.
 */
export const sitePerson = z.object({
  id: z.string(),
  username: z.string(),
  displayName: z.string(),
  rights: z.array(z.string()),
  storeIds: z.optional(z.array(z.string())),
  disabledAt: z.optional(z.string()),
});
export type SitePersonAnswer = z.infer<typeof sitePerson>;
export const sitePersonList = z.object({ items: z.array(sitePerson) });

/**
 * `lacks`: the data that a site of this version cannot hold, as `versionGaps` names them. `waiting`: records that it gets when
 * it asks next. `signsInHere`: central itself decides who may sign in; else an mSupply central server does.
 */
export const v6Site = z.object({
  name: z.string(),
  number: z.number(),
  hasPassword: z.boolean(),
  hardwareId: z.optional(z.string()),
  initialisation: z.string(),
  lastContact: z.optional(z.string()),
  lastPush: z.optional(z.string()),
  lastPull: z.optional(z.string()),
  appVersion: z.optional(z.string()),
  lacks: z.array(z.string()),
  waiting: z.number(),
  notIntegrated: z.number(),
  signsInHere: z.boolean(),
});
export type V6SiteAnswer = z.infer<typeof v6Site>;

export const v6SiteList = z.object({
  items: z.array(
    z.object({
      siteId: z.string(),
      code: z.string(),
      siteName: z.string(),
      lastContact: z.optional(z.string()),
      appVersion: z.optional(z.string()),
      lacks: z.array(z.string()),
      notIntegrated: z.number(),
    }),
  ),
});
export type V6SiteList = z.infer<typeof v6SiteList>;

export const keptRecord = z.looseObject({
  siteId: z.string(),
  tableName: z.string(),
  recordId: z.string(),
  action: z.string(),
  receivedAt: z.string(),
  code: z.string(),
  message: z.string(),
  data: z.optional(z.unknown()),
});
export const keptRecords = page(keptRecord);
export type KeptRecords = z.infer<typeof keptRecords>;

/**
 * Records that a site cannot hold, or not with all their values. `why`: `no-place`: its class, category or type is at no site.
 * `no-item`: the site has no item of the pack. `part-pack`: 2.0 knows no such pack. `old-reason`, `old-status`: sites before 2.4
 * know no equipment beyond repair. `no-asset`: the equipment of the log is not there. `no-bytes`: the content of the file has not come.
 * `no-store`: mSupply does not know the store. `no-central-data`, `no-reason`, `no-donor`: it is there without these.
 */
export const atSite = z.object({
  items: z.array(
    z.object({
      entity: z.string(),
      id: z.string(),
      name: z.string(),
      why: z.string(),
      /** the equipment that it is, or belongs to */
      assetId: z.optional(z.string()),
    }),
  ),
  nextCursor: z.optional(z.string()),
});
export type AtSite = z.infer<typeof atSite>;
