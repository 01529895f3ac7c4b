/** The outcome for changes that central was asked to author: those that are stored, and those that it refuses, grouped by reason. */
import * as z from 'zod/mini';

const refusal = z.object({ code: z.string(), message: z.string(), changeIds: z.array(z.string()) });
export const authoredChanges = z.object({ stored: z.array(z.string()), refused: z.array(refusal) });
export type AuthoredChanges = z.infer<typeof authoredChanges>;

/** The details of an error by which central refuses all of them (rule M9). */
export const refusedChanges = z.object({ refused: z.array(refusal) });
