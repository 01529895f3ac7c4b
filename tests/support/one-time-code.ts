/** The code that an authenticator app shows (RFC 4226, 5.3, with the time as its counter), computed on its own. */
import { createHmac } from 'node:crypto';
import { base32ToBytes } from './base32';

/** `now` in milliseconds. */
export function codeAt(secret: string, now: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)));
  const mac = createHmac('sha1', base32ToBytes(secret)).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0xf;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
