/**
 * A PIN keeps one person from signing as another by mistake; four digits keep nobody out who has the device and time. It is kept
 * hashed all the same, since people use one PIN in several places.
 */
import { hexOf } from '#shared/hex';
import { latinDigits } from '#shared/text-folding';

const ROUNDS = 200_000;

export interface HashedPin {
  salt: string;
  hash: string;
}

/** Browsers hash only on pages that came over https, or from the device itself. */
export const canHash = (): boolean => 'subtle' in globalThis.crypto;

/** A PIN may have the digits of any script. */
export const isPin = (text: string): boolean => /^\d{4,8}$/.test(latinDigits(text));

export async function hashPin(
  pin: string,
  salt = hexOf(crypto.getRandomValues(new Uint8Array(16))),
): Promise<HashedPin> {
  const text = new TextEncoder();
  const material = await crypto.subtle.importKey('raw', text.encode(latinDigits(pin)), 'PBKDF2', false, [
    'deriveBits',
  ]);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt: text.encode(salt), iterations: ROUNDS };
  return { salt, hash: hexOf(new Uint8Array(await crypto.subtle.deriveBits(how, material, 256))) };
}

export const fitsPin = async (pin: string, kept: HashedPin): Promise<boolean> =>
  (await hashPin(pin, kept.salt)).hash === kept.hash;
