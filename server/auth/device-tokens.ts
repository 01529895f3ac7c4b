/**
 * The token of a device: a secret, of which the database keeps the hash. Beside it the device gets central's signed word of whom it was
 * given to. A database that was put back to before the device joined does not know the secret; the word proves that it is one of ours, and
 * names the device to the staff who are asked whether it may come in again. It lets nobody in by itself.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { readJson } from '#shared/json';
import type { ProofReader } from '../database/port/proofs';
import { hashSecret } from './secret';

/** The device that a token was given to. */
export interface Holder {
  deviceId: string;
  siteId: string;
  name: string;
  /** instant */
  joinedAt: string;
}

export interface Recognised extends Holder {
  tokenHash: string;
}

const LABEL = 'waypost-token-1';
const MAC_BYTES = 16;
/** as letters, with the points around the word */
const MAC_ROOM = 2 + Math.ceil((MAC_BYTES * 4) / 3);
/** A longer word is none of ours. */
const LONGEST = 1000;

const word = z.tuple([z.number(), z.string(), z.string(), z.string(), z.iso.datetime()]);

interface TokenParts {
  centralId: string;
  /** the keys with which receipts are made: they are in every backup */
  proofs: Pick<ProofReader, 'keys'>;
}

export class DeviceTokens {
  constructor(private readonly parts: TokenParts) {}

  /** The secret with the word behind it; undefined while there is no key yet. */
  async sign(secret: string, holder: Holder): Promise<string | undefined> {
    const newest = (await this.parts.proofs.keys()).at(-1);
    if (!newest) return undefined;
    const text = wordFor(newest.keyId, holder, LONGEST - MAC_ROOM - secret.length);
    return `${secret}.${text}.${this.#mac(newest.key, secret, text).toString('base64url')}`;
  }

  /** The holder that the word behind a token names, if this central server gave that word for this secret. */
  async recognise(token: string): Promise<Recognised | undefined> {
    const [secret = '', text, mac, ...more] = token.split('.');
    if (text === undefined || mac === undefined || more.length > 0 || token.length > LONGEST)
      return undefined;
    const read = word.safeParse(readJson(Buffer.from(text, 'base64url').toString('utf8')));
    if (!read.success) return undefined;
    const [keyId, deviceId, siteId, name, joinedAt] = read.data;
    const given = Buffer.from(mac, 'base64url');
    const keys = (await this.parts.proofs.keys()).filter((one) => one.keyId === keyId);
    const isOurs = keys.some(({ key }) => {
      const right = this.#mac(key, secret, text);
      return right.length === given.length && timingSafeEqual(right, given);
    });
    return isOurs ? { deviceId, siteId, name, joinedAt, tokenHash: hashSecret(secret) } : undefined;
  }

  #mac(key: Uint8Array, secret: string, text: string): Buffer {
    const { centralId } = this.parts;
    const signed = JSON.stringify([LABEL, centralId, hashSecret(secret), text]);
    return createHmac('sha256', key).update(signed).digest().subarray(0, MAC_BYTES);
  }
}

/** A name for which there is no room is cut: staff know the device by its beginning. */
function wordFor(keyId: number, { deviceId, siteId, name, joinedAt }: Holder, room: number): string {
  const letters = [...name];
  for (;;) {
    const text = toText([keyId, deviceId, siteId, letters.join(''), joinedAt]);
    if (text.length <= room || letters.length === 0) return text;
    letters.splice(-10);
  }
}

const toText = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The part by which the database knows a token, with or without a word behind it. */
export const secretOf = (token: string): string => token.split('.', 1)[0] ?? '';
