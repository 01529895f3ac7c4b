/** A site of another version than when it pulled last is sent again what that could not hold, or not as it is. */
import type { LogEntry, RecordPlace } from '../../database/port/v6';
import { isEntityName } from '#shared/domain/entities';
import type { Translation, Upgrade } from '../door';
import { idsAtSite } from './at-site';
import type { LookParts } from './look-at';
import type { Reader } from './page';

interface Pulling {
  /** the last that the site has */
  asked: number;
  appVersion: string;
  isAlone: boolean;
}

type Parts = Omit<LookParts, 'files'>;

/** Entries of the log between two turns of the loop. */
const STEP = 100;
/** The version that is taken for the former one, of a site whose pulls are not written down yet. */
const OLDEST = '2.0.0';

export async function sendWhatIsOther(
  parts: Parts,
  site: Reader,
  { asked, appVersion, isAlone }: Pulling,
): Promise<void> {
  const { log } = parts.v6;
  const former = await log.pulledAs(site.siteId);
  if (former === appVersion) return;
  const version = (text: string) => parts.door.versionOf(text, isAlone);
  // a site that begins gets everything anyhow
  if (asked > 0)
    await sendAgain(parts, site, { before: version(former ?? OLDEST), now: version(appVersion) });
  await log.pullAs(site.siteId, appVersion);
}

async function sendAgain(parts: Parts, { siteId, storeIds }: Reader, upgrade: Upgrade): Promise<void> {
  const { door, v6 } = parts;
  const entities: readonly string[] = door.entitiesOther(upgrade);
  if (entities.length === 0) return;
  const isOfStores = entities.includes('asset') || entities.includes('assetLog');
  const places = ['', ...(isOfStores ? storeIds : [])];
  const which = { siteId, storeIds: places.slice(1), withOwn: false, unknownTables: [], isCounted: false };
  const { newest: upTo } = await v6.log.page({ ...which, cursor: 0, limit: 0 });
  const translation = await door.translation();
  for (let cursor = 0; ;) {
    const { entries } = await v6.log.page({ ...which, cursor, upTo, limit: STEP });
    const last = entries.at(-1);
    if (!last) return;
    const others: RecordPlace[] = [];
    for (const entry of entries)
      if (entities.includes(entry.entity) && (await isOther(parts, { siteId, translation, upgrade }, entry)))
        others.push(...places.map((storeId) => ({ storeId, table: entry.table, recordId: entry.recordId })));
    if (others.length > 0) await v6.log.again(others);
    cursor = last.cursor;
    await new Promise(setImmediate);
  }
}

async function isOther(
  { database, v6 }: Parts,
  { siteId, translation, upgrade }: { siteId: string; translation: Translation; upgrade: Upgrade },
  { entity, id, table }: LogEntry,
): Promise<boolean> {
  const row = isEntityName(entity) ? await database.rows.row(entity, id) : undefined;
  if (!row || !isEntityName(entity)) return false;
  const base = entity === 'asset' ? (await v6.bases.of(siteId, [id])).get(id) : undefined;
  const has = await idsAtSite(v6, siteId, row, { base, version: upgrade.now });
  return translation.isOther(entity, table, row, { ...upgrade, has });
}
