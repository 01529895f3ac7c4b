/** What became of changes that central was to author: those that are stored, and those that it refuses, by why. */
import * as z from 'zod/mini';

const refusal = z.object({ code: z.string(), message: z.string(), changeIds: z.array(z.string()) });
export const authoredChanges = z.object({ stored: z.array(z.string()), refused: z.array(refusal) });
export type AuthoredChanges = z.infer<typeof authoredChanges>;
