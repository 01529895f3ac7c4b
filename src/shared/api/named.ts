/** A store, or a site, as a list shows it. */
import * as z from 'zod/mini';

export const named = z.object({ id: z.string(), code: z.string(), name: z.string() });
