import { expect, test } from 'vitest';
import { attempt } from '../../auth/attempt';
import { Tries } from '../../auth/tries';
import { guardsOf, type SiteTries } from './known-site';

/** The seconds that a guess has to wait; 0: it was looked at, and is wrong. */
async function guess(tries: SiteTries, name: string, at: string): Promise<number> {
  const tried = await attempt(guardsOf(tries, name, at), () => Promise.resolve(), () => true); // prettier-ignore
  return tried.ok ? 0 : tried.seconds;
}

test('an IPv6 network of /64 counts as one address: it has as many as a guesser likes', async () => {
  const limit = { failures: 3, windowMs: 1000 };
  const tries = {
    caller: new Tries({ failures: 100, windowMs: 1000 }, () => 0),
    address: new Tries(limit, () => 0),
  };
  const waits: number[] = [];
  for (const end of ['1', '2', '3', '4'])
    waits.push(await guess(tries, `site ${end}`, `2001:db8:1:2::${end}`));
  expect(waits).toEqual([0, 0, 0, 1]);
  expect(await guess(tries, 'site 5', '2001:db8:1:3::1')).toBe(0);
});

test('the tries of one name count together within such a network', async () => {
  const many = { failures: 100, windowMs: 1000 };
  const tries = {
    caller: new Tries({ failures: 1, windowMs: 1000 }, () => 0),
    address: new Tries(many, () => 0),
  };
  expect(await guess(tries, 'Site', '2001:db8:1:2::1')).toBe(0);
  expect(await guess(tries, 'site', '2001:db8:1:2::9')).toBe(1);
});
