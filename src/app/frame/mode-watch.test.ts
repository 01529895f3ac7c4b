import { liveQuery } from 'dexie';
import { expect, test } from 'vitest';
import { joinedReplica } from '../../../tests/sync/replicas';
import { readIdentity } from '../../replica/identity/identity';
import type { ReplicaDatabase } from '../../replica/database';
import { ModeWatch } from './mode-watch.svelte';

/** Resolves once a query that began after all others has heard of a name of the site: they have, too. */
function heard(db: ReplicaDatabase, name: string): Promise<void> {
  return new Promise((resolve) => {
    liveQuery(() => readIdentity(db)).subscribe((identity) => {
      if (identity?.kind === 'site' && identity.site.name === name) setTimeout(resolve);
    });
  });
}

const rename = (db: ReplicaDatabase, name: string): Promise<number> =>
  db.identity.toCollection().modify((identity) => {
    if (identity.kind === 'site') identity.site = { ...identity.site, name };
  });

test('only news of what this browser is makes what depends on it read its data anew', async () => {
  const { db } = await joinedReplica();
  const watch = new ModeWatch(db);
  await watch.refresh();
  const shown = watch.current;
  const stop = watch.follow(() => undefined);
  await heard(db, 'First site');
  await watch.refresh();
  expect(watch.current).toBe(shown);

  await rename(db, 'Renamed site');
  await heard(db, 'Renamed site');
  expect(watch.current).not.toBe(shown);
  expect(watch.current.kind === 'device' && watch.current.identity.site.name).toBe('Renamed site');
  stop();
});
