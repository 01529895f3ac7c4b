/** What a browser carries is opened only here, as what it was sealed for, and for some minutes. */
import { expect, test } from 'vitest';
import * as z from 'zod';
import { seal, unseal, type Carried, type SealedParts } from './sealed';

const key = (keyId: number) => ({ keyId, key: new Uint8Array(32).fill(keyId) });
const partsOf = (keyIds: number[], { centralId = 'here', at = 0 } = {}): SealedParts => ({
  ...{ centralId, now: () => at },
  proofs: { keys: () => Promise.resolve(keyIds.map(key)) },
});
const word: Carried<string> = { kind: 'a word', shape: z.string(), seconds: 60 };

test('it is read again by whoever has the key, however many came after it', async () => {
  const text = await seal(partsOf([1, 2]), word, 'hello');
  expect(text).not.toContain(Buffer.from('hello').toString('base64url'));
  expect(await unseal(partsOf([1, 2, 3], { at: 59_000 }), word, text)).toBe('hello');
});

test('it is nothing once it is over, as another kind, elsewhere, without the key, altered, or of another shape', async () => {
  const text = await seal(partsOf([1]), word, 'hello');
  const parts = text.split('.');
  const altered = parts.with(3, `${parts[3]?.startsWith('A') ? 'B' : 'A'}${parts[3]?.slice(1)}`).join('.');
  const tries: [SealedParts, Carried<unknown>, string | undefined][] = [
    [partsOf([1], { at: 61_000 }), word, text],
    [partsOf([1]), { ...word, kind: 'another' }, text],
    [partsOf([1], { centralId: 'elsewhere' }), word, text],
    [partsOf([2]), word, text],
    [partsOf([1]), word, altered],
    [partsOf([1]), { ...word, shape: z.number() }, text],
    [partsOf([1]), word, ''],
    [partsOf([1]), word, undefined],
  ];
  for (const [here, kind, sealed] of tries) expect(await unseal(here, kind, sealed)).toBeUndefined();
});
