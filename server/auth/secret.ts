/** Secrets that a machine keeps: random when made, and only their hash is stored. */
import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits in characters that a WebSocket subprotocol, a cookie and a header can all carry. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** The hash under which a secret is stored. The secret is random and long, so a plain hash is enough to keep it. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');
