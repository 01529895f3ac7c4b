import { expect, test } from 'vitest';
import type { OutboxEntry } from '../replica/records';
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

const waiting = (hlc: string, storeId: string): OutboxEntry => ({
  ...{ changeId: storeId, hlc, storeId, kind: 'asset.edit', entity: 'asset', entityId: 'a1' },
  ...{ state: 'saved', at: 0 },
});

test('after a clock that ran years ahead was put right, a new change is news as before', async () => {
  const { db } = await joinedReplica();
  const news: (string | undefined)[] = [];
  const ignored = (): void => undefined;
  const watch = new Watch(
    { db, onSignal: () => ignored, after: () => ignored },
    { signal: ignored, identity: ignored, files: ignored, moveAsked: ignored, owed: (id) => news.push(id) },
  );
  const write = async (ms: number, storeId: string): Promise<void> => {
    await db.author.update('me', { clock: { ms, counter: 0 } });
    await db.outbox.put(waiting(`${ms}-0000-device-1`, storeId));
  };
  const [now, ahead] = [Date.UTC(2026, 5, 1), Date.UTC(2036, 5, 1)];
  await write(ahead, 'ahead');
  await expect.poll(() => news).toEqual(['ahead']);
  await db.outbox.clear();
  await write(now, 'right');
  await expect.poll(() => news).toEqual(['ahead', 'right']);
  await write(now + 1, 'later');
  await expect.poll(() => news).toEqual(['ahead', 'right', 'later']);
  // central has the later one, and the one before waits once more: that is no news
  await db.outbox.delete('later');
  await db.outbox.put(waiting(`${now}-0000-device-1`, 'right'));
  await write(now + 2, 'last');
  await expect.poll(() => news).toEqual(['ahead', 'right', 'later', 'last']);
  watch.stop();
});
