/** Signing in by the programme's provider, as the server and the sign-in page speak of it. */
import * as z from 'zod/mini';
import { instance } from './instance';

/** How it went, as the server says it in the address of the sign-in page: `code` waits for the second factor of one's own. */
export const providerOutcomes = ['done', 'code', 'unknown', 'failed', 'away', 'wait'] as const;
export type ProviderOutcome = (typeof providerOutcomes)[number];

/** There is one where it is named. `name`: as staff know it; absent: it has none here. */
const provider = z.optional(z.object({ name: z.optional(z.string()) }));

/** What the server says of itself; a device, and its first load, do without the provider. */
export const wholeInstance = z.extend(instance, { provider });
export const instanceForSignIn = z.object({ provider });
export type InstanceForSignIn = z.infer<typeof instanceForSignIn>;
