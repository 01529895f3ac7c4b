/** Is there a central server at an address, and which one. */
import { instanceForDevices, type Instance } from '#shared/api/instance';
import type { Result } from '#shared/result';
import { call, type Central } from './central';

export const getInstance = (central: Central): Promise<Result<Instance>> =>
  call(central, { path: '/api/instance' }, instanceForDevices);

/** The address a person typed, as a URL: https unless typed otherwise or on this machine. Undefined when it is none. */
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
