/** Is there a central server at an address, and which one. */
import * as z from 'zod/mini';
import type { Result } from '#shared/result';
import { call, type Central } from './central';

const instance = z.object({
  name: z.string(),
  centralId: z.string(),
  isCentralServer: z.literal(true),
  publicOrigin: z.optional(z.nullable(z.string())),
  protocol: z.object({ min: z.number(), max: z.number() }),
  /** central's clock: an instant */
  time: z.optional(z.string()),
});
export type Instance = z.infer<typeof instance>;

export const getInstance = (central: Central): Promise<Result<Instance>> =>
  call(central, { path: '/api/instance' }, instance);

/** The address a person typed, as a URL: https unless said otherwise or on this machine. Undefined when it is none. */
export function readCentralUrl(typed: string): string | undefined {
  const text = typed.trim();
  if (text === '' || /\s/.test(text)) return undefined;
  const isLocal = /^(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(text);
  const withScheme = /^https?:\/\//i.test(text) ? text : `${isLocal ? 'http' : 'https'}://${text}`;
  try {
    return new URL(withScheme).origin;
  } catch {
    return undefined;
  }
}
