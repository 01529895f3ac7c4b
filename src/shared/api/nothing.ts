/** The answer of a request that is done and has nothing to tell. */
import * as z from 'zod/mini';

export const nothing = z.null();
