import { expect, test } from 'vitest';
import { adoptSite, refreshIdentity } from '../replica/identity/identity';
import { joinedAs, joinedReplica } from '../../tests/sync/replicas';
import { Watch } from './watch';

test('a device that joins once more under its own id is news, since its former token is dead; a new name is none', async () => {
  const { db } = await joinedReplica();
  let news = 0;
  const ignored = (): void => undefined;
  const watch = new Watch(
    { db, onSignal: () => ignored, after: () => ignored },
    { signal: ignored, owed: ignored, files: ignored, moveAsked: ignored, identity: () => (news += 1) },
  );
  for (let tries = 0; tries < 20; tries++) await refreshIdentity(db, { name: `Phone ${tries}` });
  expect(news).toBe(0);
  for (let tries = 0; tries < 100 && news === 0; tries++) {
    const joined = { ...joinedAs('device-1', 1002), deviceToken: `token ${tries}` };
    await adoptSite(db, 'http://localhost:1', 'A phone', joined);
  }
  expect(news).toBeGreaterThan(0);
  watch.stop();
});
