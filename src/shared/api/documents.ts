/** The documents that a caller may read, and how much is in each. */
import * as z from 'zod/mini';

export const documentList = z.array(
  z.object({
    name: z.string(),
    seq: z.number(),
    changes: z.number(),
    bytes: z.number(),
    /** of the digests of its changes: equal roots are equal contents; older servers give none */
    root: z.optional(z.string()),
  }),
);
export type CentralDocument = z.infer<typeof documentList>[number];

/** Of the files that a caller asked for, those that central does not have. */
export const missingFiles = z.object({ missing: z.array(z.string()) });
export type MissingFiles = z.infer<typeof missingFiles>;
