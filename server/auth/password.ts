/** Passwords are kept as scrypt hashes with a salt each. A user that does not exist costs the same time as a wrong password. */
import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { NO_PASSWORD } from '../database/port/registry-staff';

const COST = 2 ** 15;
const BLOCK = 8;
const LENGTH = 32;

function derive(password: string, salt: Buffer, cost: number): Promise<Buffer> {
  const options: ScryptOptions = { N: cost, r: BLOCK, p: 1, maxmem: 256 * cost * BLOCK };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, LENGTH, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

/** `scrypt$<cost>$<salt>$<key>`, the last two base64url. */
export async function hashPassword(password: string, salt: Buffer = randomBytes(16)): Promise<string> {
  const key = await derive(password, salt, COST);
  return ['scrypt', COST, salt.toString('base64url'), key.toString('base64url')].join('$');
}

const nobody = `scrypt$${COST}$${Buffer.alloc(16).toString('base64url')}$${Buffer.alloc(LENGTH).toString('base64url')}`;

/** Says whether `password` is the one that was hashed; `hash` is undefined for a user that does not exist, and then it never is. */
export async function verifyPassword(password: string, hash: string | undefined): Promise<boolean> {
  const isHash = hash !== undefined && hash !== NO_PASSWORD;
  const [scheme, cost, salt, key] = (isHash ? hash : nobody).split('$');
  if (scheme !== 'scrypt' || salt === undefined || key === undefined) return false;
  const expected = Buffer.from(key, 'base64url');
  const derived = await derive(password, Buffer.from(salt, 'base64url'), Number(cost));
  return expected.length === derived.length && timingSafeEqual(expected, derived) && isHash;
}
