/** What a database file holds, read from a copy of it: who it is, how far it goes, and how much there is. */
import { openStoreForReading, type SqliteStore } from '../../store/sqlite/store';

export interface Contents {
  centralId: string;
  sequence: number;
  incarnation: string | undefined;
  counts: Record<string, number>;
}

export async function contentsOf(path: string): Promise<Contents> {
  const store = await openStoreForReading({ path });
  try {
    return await readContents(store);
  } finally {
    await store.close();
  }
}

export async function readContents(store: SqliteStore): Promise<Contents> {
  const meta = (key: string): string | undefined =>
    store.database.read((sql) => sql.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', key))?.value;
  return {
    centralId: meta('central_id') ?? '',
    sequence: await store.changes.lastSeq(),
    incarnation: meta('incarnation'),
    counts: await countsOf(store),
  };
}

async function countsOf({ changes, registry }: SqliteStore): Promise<Record<string, number>> {
  const sites = await registry.sites.page({ limit: 1, sort: 'code' });
  return { changes: await changes.lastSeq(), sites: sites.total, users: (await registry.staff.list()).length };
}
