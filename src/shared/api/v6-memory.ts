/** What Open mSupply sites wrote to support staff, and where central data of ours are another row to them. */
import * as z from 'zod/mini';
import { page } from './page';

/** `kind`: as the site says it (`SUPPORT`, `FEEDBACK`); a newer one may say more. `writtenAt`: an instant, where it can be read. */
export const contactForm = z.object({
  siteId: z.string(),
  siteName: z.string(),
  id: z.string(),
  receivedAt: z.string(),
  writtenAt: z.optional(z.string()),
  kind: z.string(),
  body: z.string(),
  replyEmail: z.string(),
  username: z.string(),
});
export const contactForms = page(contactForm);
export type ContactForms = z.infer<typeof contactForms>;

/**
 * Why a record goes to sites as another, or not at all (`why`): every site is `born` with a row of its name or code; they have `another` of ours
 * (retired since) by that name; its `code` is another one's, so that it goes out with a mark; sites have `no-item` of a pack variant.
 */
export const atSites = z.object({
  items: z.array(
    z.object({
      entity: z.string(),
      id: z.string(),
      why: z.string(),
      name: z.string(),
      /** the id under which sites know it */
      siteId: z.string(),
      /** the code under which they do */
      code: z.optional(z.string()),
    }),
  ),
});
export type AtSites = z.infer<typeof atSites>;
