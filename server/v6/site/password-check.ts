/**
 * Checks a site's password. Hashing one is slow on purpose, and a site sends its own with every call. So a right one is remembered for a
 * while, in memory only, under a keyed hash, and only for the stored hash that it was right for.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { atMost } from './at-most';
import { verifyPassword } from '../../auth/password';

/** The time after its last use for which a right password is remembered, milliseconds. */
const REMEMBERED_MS = 60 * 60 * 1000;
const CAPACITY = 10_000;

/** Passwords that are hashed at a time: it fills a thread each, and those serve others too. */
const AT_ONCE = 2;

/** `hash`: of the site's password, undefined where none is set. */
export type CheckPassword = (
  who: { username: string; passwordSha256: string },
  hash: string | undefined,
) => Promise<boolean>;

export function passwordCheck(now: () => number, verify = verifyPassword): CheckPassword {
  /** of this process alone: the remembered hashes are worth nothing outside of it */
  const secret = randomBytes(32);
  /** until when */
  const right = new Map<string, number>();
  const running = new Map<string, Promise<boolean>>();

  const oneOfFew = atMost(AT_ONCE);

  const remember = (key: string): void => {
    right.delete(key); // a hash that is set again stands last: the first is the one not used for longest
    right.set(key, now() + REMEMBERED_MS);
    const [oldest] = right.keys();
    if (right.size > CAPACITY && oldest !== undefined) right.delete(oldest);
  };

  return async ({ username, passwordSha256 }, hash) => {
    const password = passwordSha256.toLowerCase();
    if (hash === undefined) return oneOfFew(() => verify(password, undefined));
    const key = createHmac('sha256', secret).update([username, password, hash].join('\n')).digest('base64');
    if ((right.get(key) ?? 0) > now()) {
      remember(key);
      return true;
    }
    // calls that come at once wait for one check
    const check =
      running.get(key) ?? oneOfFew(() => verify(password, hash)).finally(() => running.delete(key));
    running.set(key, check);
    const isRight = await check;
    if (isRight) remember(key);
    return isRight;
  };
}
