/** Signing in by the programme's provider: whether there is one, and the second factor of one's own after it. */
import { instanceForSignIn, type InstanceForSignIn } from '#shared/api/provider';
import { session, type Session } from '#shared/api/session';
import type { Result } from '#shared/result';
import { call, type Central } from './central';

/** Where the browser goes: the server sends it on to the provider. */
export const PROVIDER_ADDRESS = '/api/session/oidc';

export const getProvider = (central: Central): Promise<Result<InstanceForSignIn>> =>
  call(central, { path: '/api/instance' }, instanceForSignIn);

export const sendProviderCode = (central: Central, secondFactor: string): Promise<Result<Session>> =>
  call(central, { method: 'POST', path: `${PROVIDER_ADDRESS}/code`, body: { secondFactor } }, session);
