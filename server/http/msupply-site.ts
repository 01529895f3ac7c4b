/** The credentials by which a device is known as the installation of an mSupply site, and the answers when it is not. */
import * as z from 'zod';
import type { SiteRefusal } from '../v6/site/known-site';
import { isGuess } from '../v6/site/msupply-central';
import type { Credentials } from '../v6/wire/requests';
import { ApiError } from './api-error';

export const mSupplySite = z.object({
  siteName: z
    .string()
    .min(1)
    .max(200)
    .refine((text) => !text.includes(':'), 'must have no colon'),
  passwordSha256: z.string().regex(/^[0-9a-f]{64}$/i, 'must be a SHA-256 in hex'),
  hardwareId: z.string().regex(/^[\w.-]{1,100}$/, 'must have letters, digits, dots and hyphens only'),
});

export const credentialsOf = ({
  siteName,
  passwordSha256,
  hardwareId,
}: z.infer<typeof mSupplySite>): Credentials => ({
  ...{ username: siteName, passwordSha256, siteUuid: hardwareId },
  ...{ appVersion: '', appName: 'Waypost', syncVersion: '' },
});

export function toApiError(refusal: SiteRefusal): ApiError {
  switch (refusal.why) {
    case 'too-many-tries':
      return tooManyTries(refusal.seconds);
    case 'unknown-name':
    case 'wrong-password':
      return new ApiError('site-password-wrong');
    case 'unknown-site':
      return new ApiError('site-not-known');
    case 'another-installation':
    case 'no-installation':
      return new ApiError('another-installation');
    case 'legacy-refused':
      if (!isGuess(refusal)) return new ApiError('msupply-unreachable');
      return new ApiError(
        refusal.code === 'site_incorrect_hardware_id' ? 'another-installation' : 'site-password-wrong',
      );
    case 'legacy-unreachable':
      return new ApiError('msupply-unreachable');
  }
}

export const tooManyTries = (seconds: number): ApiError =>
  new ApiError('too-many-tries', { seconds }, { 'retry-after': String(seconds) });
