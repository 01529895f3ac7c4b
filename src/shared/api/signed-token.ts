/** A device's token with central's signed word behind it. None: central has no key yet. */
import * as z from 'zod/mini';

export const signedToken = z.object({ signedToken: z.optional(z.string()) });
