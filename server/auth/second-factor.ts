/** The second factor of staff: codes by time (RFC 6238, as every authenticator app makes them) and recovery codes, each good once. */
import { randomInt } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { latinDigits } from '#shared/text-folding';
import type { SecondFactorBook } from '../database/port/registry-second-factors';
import { hashSecret } from './secret';

/** Seconds that a code is shown. One before and one after is taken too: clocks of phones differ. */
const PERIOD = 30;
const RECOVERY_CODES = 10;
/** no letters and figures that are read as one another */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const RECOVERY_LENGTH = 12;

const totp = (secret: Secret, issuer = '', label = ''): TOTP =>
  new TOTP({ issuer, label, secret, algorithm: 'SHA1', digits: 6, period: PERIOD });

/** A new secret, and the address that an authenticator app reads from a QR code. */
export function newSecondFactor(programme: string, username: string): { secret: string; uri: string } {
  const secret = new Secret({ size: 20 });
  // a colon parts the two in the address
  const made = totp(secret, programme.replaceAll(':', ' ') || 'Waypost', username.replaceAll(':', ' '));
  return { secret: secret.base32, uri: made.toString() };
}

/** The time step that a code belongs to; undefined where it is none of this secret's at `now` (milliseconds). */
export function stepOf(secret: string, code: string, now: number): number | undefined {
  const token = tidy(code);
  if (!/^\d{6}$/.test(token)) return undefined;
  const delta = totp(Secret.fromBase32(secret)).validate({ token, timestamp: now, window: 1 });
  return delta === null ? undefined : Math.floor(now / 1000 / PERIOD) + delta;
}

/** Ten of them, in groups of four, shown once. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: RECOVERY_CODES }, () =>
    Array.from({ length: RECOVERY_LENGTH }, () => LETTERS[randomInt(LETTERS.length)])
      .join('')
      .replace(/(.{4})(?=.)/g, '$1-'),
  );

/** Its letters are random enough for a plain hash: 59 bits. */
export const recoveryHash = (code: string): string => hashSecret(`recovery ${tidy(code)}`);

/** True of what is typed where an app shows no code: a recovery code, if anything. */
export const isNoCodeOfApp = (code: string): boolean => !/^\d{6}$/.test(tidy(code));

const tidy = (code: string): string => latinDigits(code).toLowerCase().replace(/[\s-]/g, '');

/** True if the typed code lets this user in; it is used up by that. */
export async function proves(
  book: SecondFactorBook,
  userId: string,
  typed: string,
  now: number,
): Promise<boolean> {
  const factor = await book.of(userId);
  if (factor?.confirmedAt === undefined) return false;
  const step = stepOf(factor.secret, typed, now);
  return step === undefined ? book.useRecovery(userId, recoveryHash(typed)) : book.useStep(userId, step);
}
