import { expect, test } from 'vitest';
import { Tries } from '../../auth/tries';
import { beginTry } from './known-site';

test('an IPv6 network of /64 counts as one address: it has as many as a guesser likes', async () => {
  const limit = { failures: 3, windowMs: 1000 };
  const tries = {
    caller: new Tries({ failures: 100, windowMs: 1000 }, () => 0),
    address: new Tries(limit, () => 0),
  };
  const waits: number[] = [];
  for (const end of ['1', '2', '3', '4'])
    waits.push((await beginTry(tries, `site ${end}`, `2001:db8:1:2::${end}`)).seconds);
  expect(waits).toEqual([0, 0, 0, 1]);
  expect((await beginTry(tries, 'site 5', '2001:db8:1:3::1')).seconds).toBe(0);
});

test('the tries of one name count together within such a network', async () => {
  const many = { failures: 100, windowMs: 1000 };
  const tries = {
    caller: new Tries({ failures: 1, windowMs: 1000 }, () => 0),
    address: new Tries(many, () => 0),
  };
  expect((await beginTry(tries, 'Site', '2001:db8:1:2::1')).seconds).toBe(0);
  const again = await beginTry(tries, 'site', '2001:db8:1:2::9');
  expect(again.seconds).toBe(1);
});
