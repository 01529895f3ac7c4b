/** Signed words behind tokens: recognised where they are central's own, for this very secret, and nowhere else. */
import { describe, expect, test } from 'vitest';
import { DeviceTokens, secretOf } from './device-tokens';
import { hashSecret, newSecret } from './secret';

const keyOf = (keyId: number, fill: number) => ({ keyId, key: new Uint8Array(32).fill(fill) });
const tokensWith = (centralId: string, ...keys: ReturnType<typeof keyOf>[]): DeviceTokens =>
  new DeviceTokens({ centralId, proofs: { keys: () => Promise.resolve(keys) } });

const holder = {
  ...{ deviceId: 'd1', siteId: 's1', name: 'Téléphone d’Amina 📱' },
  joinedAt: '2026-06-01T10:00:00.000Z',
};
const ours = tokensWith('central-1', keyOf(1, 7), keyOf(2, 8));
const secret = newSecret();

async function signed(by = ours): Promise<string> {
  const token = await by.sign(secret, holder);
  if (token === undefined) throw new Error('not signed');
  return token;
}

describe('a signed token', () => {
  test('names who it was given to, and is one word that a subprotocol and a header can carry', async () => {
    const token = await signed();
    expect(token).toMatch(/^[A-Za-z0-9._-]+$/);
    expect(secretOf(token)).toBe(secret);
    expect(await ours.recognise(token)).toEqual({ ...holder, tokenHash: hashSecret(secret) });
  });

  test('is recognised with a key of before, and by no other central server or key', async () => {
    const before = tokensWith('central-1', keyOf(1, 7));
    expect(await ours.recognise(await signed(before))).toMatchObject(holder);
    for (const other of [
      tokensWith('central-2', keyOf(1, 7), keyOf(2, 8)),
      tokensWith('central-1', keyOf(2, 9)),
      tokensWith('central-1'),
    ])
      expect(await other.recognise(await signed())).toBeUndefined();
  });

  test('is nobody’s with one letter altered, with another secret, or cut', async () => {
    const token = await signed();
    for (let at = 0; at < token.length; at++) {
      const letter = token[at] === 'A' ? 'B' : 'A';
      const altered = `${token.slice(0, at)}${letter}${token.slice(at + 1)}`;
      const read = await ours.recognise(altered);
      // the last letter of base64 holds bits that nothing reads
      if (read) expect(Buffer.from(altered.split('.')[2] ?? '', 'base64url')).toEqual(Buffer.from(token.split('.')[2] ?? '', 'base64url')); // prettier-ignore
    }
    const [, text = '', mac = ''] = token.split('.');
    for (const wrong of [
      `${newSecret()}.${text}.${mac}`,
      `.${text}.${mac}`,
      `${secret}.${text}`,
      `${secret}.${text}.`,
      `${token}.more`,
      `${secret}.${Buffer.from('[2,"d1","s1","n","never"]').toString('base64url')}.${mac}`,
      secret,
      '',
      `${secret}.${'x'.repeat(2000)}.${mac}`,
    ])
      expect([wrong, await ours.recognise(wrong)]).toEqual([wrong, undefined]);
  });

  test('is not given while there is no key yet', async () => {
    expect(await tokensWith('central-1').sign(secret, holder)).toBeUndefined();
  });

  test('is recognised whatever the name: one for which there is no room is cut', async () => {
    for (const name of ['ኢ'.repeat(200), '📱'.repeat(100), '"'.repeat(200), '\u0001'.repeat(200)]) {
      const token = (await ours.sign(secret, { ...holder, name })) ?? '';
      const found = await ours.recognise(token);
      expect(found).toMatchObject({ deviceId: 'd1' });
      expect(found?.name.length).toBeGreaterThan(50);
      expect(name.startsWith(found?.name ?? '-')).toBe(true);
    }
  });
});
