/** A second factor of staff, as it is set up. Both secrets are shown once. */
import * as z from 'zod/mini';

/** `secret`: in base32, to be typed; `uri`: the same for a QR code (otpauth). */
export const secondFactorBegun = z.object({ secret: z.string(), uri: z.string() });
export type SecondFactorBegun = z.infer<typeof secondFactorBegun>;

/** Each lets its owner in once, when the authenticator app is lost. */
export const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });
export type RecoveryCodes = z.infer<typeof recoveryCodes>;
