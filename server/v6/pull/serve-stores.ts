/**
 * The stores that a site has from now on. With a store that comes to a site goes what the site keeps here of the equipment in it: the site may
 * have begun again while it had not the store, and has none of that then.
 */
import type { CentralDatabase } from '../../database/port/central-database';
import { MEMORY, memoryPlace } from '../../database/port/v6-memory';
import type { LogEntry, RecordPlace, V6Database } from '../../database/port/v6';
import type { Door } from '../door';
import type { Reader } from './page';
import { keptOf } from './remembered';

interface ServeParts {
  database: Pick<CentralDatabase, 'rows'>;
  v6: Pick<V6Database, 'log' | 'memory' | 'inbox'>;
  door: Pick<Door, 'assetNeededBy' | 'hangsOnAsset'>;
  /** The site has other stores than before. */
  storesCame: (siteId: string) => Promise<void>;
}

/** The site has its stores from now on; `cursor`: the last that it has. */
export type Serve = (site: Reader, cursor: number) => Promise<void>;

/** Entries of the log between two turns of the loop. */
const STEP = 500;

export async function serveStores(
  parts: ServeParts,
  { siteId, storeIds }: Reader,
  cursor: number,
): Promise<void> {
  const { log } = parts.v6;
  const before = cursor === 0 ? undefined : await log.served(siteId);
  const came = before ? storeIds.filter((id) => !before.includes(id)) : [];
  // before the site counts as having the store: a stop in between does it once more
  if (came.length > 0) await giveBackIn(parts, siteId, came);
  if (await log.serve(siteId, storeIds, cursor)) await parts.storesCame(siteId);
}

async function giveBackIn(parts: ServeParts, siteId: string, storeIds: readonly string[]): Promise<void> {
  const { log } = parts.v6;
  const which = { siteId, storeIds: [], withOwn: true, unknownTables: [], isCounted: false };
  const { newest: upTo } = await log.page({ ...which, cursor: 0, limit: 0 });
  for (let cursor = 0; ;) {
    const { entries } = await log.page({ ...which, cursor, upTo, limit: STEP });
    const last = entries.at(-1);
    if (!last) return;
    const places = await placesIn(parts, { siteId, storeIds }, entries);
    if (places.length > 0) await log.again(places);
    cursor = last.cursor;
    await new Promise(setImmediate);
  }
}

/** The places of those records of its memory that hang on equipment in these stores. */
async function placesIn(
  { database, v6, door }: ServeParts,
  { siteId, storeIds }: Reader,
  entries: readonly LogEntry[],
): Promise<RecordPlace[]> {
  const places = new Map<RecordPlace, string>();
  for (const { entity, table, recordId } of entries) {
    if (entity !== MEMORY || !door.hangsOnAsset(table)) continue;
    const kept = await keptOf(v6, siteId, { table, recordId });
    const assetId = kept && door.assetNeededBy(table, kept.data);
    if (assetId !== undefined) places.set({ storeId: memoryPlace(siteId), table, recordId }, assetId);
  }
  const assets = await database.rows.rows('asset', [...new Set(places.values())]);
  return [...places].flatMap(([place, id]) =>
    storeIds.includes(assets.get(id)?.storeId ?? '') ? [place] : [],
  );
}
