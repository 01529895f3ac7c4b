/**
 * What a browser carries for us while its person is at the provider: sealed, so that nobody reads or makes it, and good for some minutes.
 * The keys follow from those of the receipts, which all processes share and every backup holds.
 */
import { hkdfSync } from 'node:crypto';
import { EncryptJWT, jwtDecrypt } from 'jose';
import type * as z from 'zod';
import type { ProofReader, ReceiptKey } from '../../database/port/proofs';

const ALGORITHMS = { alg: 'dir', enc: 'A256GCM' } as const;
const LABEL = 'waypost sign-in by a provider 1';

export interface SealedParts {
  centralId: string;
  proofs: Pick<ProofReader, 'keys'>;
  /** milliseconds, UTC */
  now: () => number;
}

/** One kind of thing that is carried: what was sealed as another kind does not open. */
export interface Carried<T> {
  kind: string;
  shape: z.ZodType<T>;
  /** how long it is good */
  seconds: number;
}

/** Rejects while there is no key yet: the first start could not write to its disk. */
export async function seal<T>(parts: SealedParts, { kind, seconds }: Carried<T>, value: T): Promise<string> {
  const newest = (await parts.proofs.keys()).at(-1);
  if (!newest) throw new Error('there is no key yet');
  return new EncryptJWT({ value })
    .setProtectedHeader({ ...ALGORITHMS, kid: String(newest.keyId) })
    .setAudience(kind)
    .setExpirationTime(Math.floor(parts.now() / 1000) + seconds)
    .encrypt(keyFrom(parts, newest));
}

/** Undefined for what was not sealed here as this kind, or is good no more. */
export async function unseal<T>(
  parts: SealedParts,
  { kind, shape }: Carried<T>,
  text: string | undefined,
): Promise<T | undefined> {
  if (text === undefined) return undefined;
  const keys = await parts.proofs.keys();
  const keyOf = ({ kid }: { kid?: string }): Uint8Array => {
    const key = keys.find(({ keyId }) => String(keyId) === kid);
    if (!key) throw new Error('this key is not known');
    return keyFrom(parts, key);
  };
  const opened = await jwtDecrypt(text, keyOf, {
    audience: kind,
    currentDate: new Date(parts.now()),
    requiredClaims: ['exp'],
    keyManagementAlgorithms: [ALGORITHMS.alg],
    contentEncryptionAlgorithms: [ALGORITHMS.enc],
  }).catch(() => undefined);
  const read = shape.safeParse(opened?.payload['value']);
  return read.success ? read.data : undefined;
}

const keyFrom = ({ centralId }: SealedParts, { key }: ReceiptKey): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', key, centralId, LABEL, 32));
