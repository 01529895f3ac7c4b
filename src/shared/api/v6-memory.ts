/** The messages of Open mSupply sites to support staff, and our records of central data that those sites know as another row. */
import * as z from 'zod/mini';
import { page } from './page';

/** `kind`: as the site says it (`SUPPORT`, `FEEDBACK`); a newer one may say more. `writtenAt`: an instant, where it can be read. */
const contactForm = z.object({
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
 * The reason why a record goes to sites as another record, or not at all (`why`). `born`: every site starts with a row of its
 * name or code. `another`: sites have another row of ours, retired since, by that name. `code`, `name`: its own belongs to
 * another record, or once did, so it goes out with a mark (`code`). `no-item`: sites have no item of the pack variant.
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
      /** the code or name under which they do */
      code: z.optional(z.string()),
    }),
  ),
});
export type AtSites = z.infer<typeof atSites>;
