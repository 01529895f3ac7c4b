/** The records that a site cannot hold, or not with all their values: as a pull would send them, looked at one page at a time. */
import type { AtSite } from '#shared/api/v6-site';
import type { AnyRow } from '#shared/domain/entities';
import { lookAt, type Look, type LookParts } from './look-at';
import type { Reader } from './page';
import type { SiteVersion } from '../door';

type Item = AtSite['items'][number];

/** Entries of the log between two turns of the loop: others are answered meanwhile. */
const STEP = 50;
/** Entries of the log that one answer looks at, and records that it names. */
const LOOKS = 2000;
const ITEMS = 50;

export async function notAtSite(
  parts: LookParts,
  site: Reader,
  { cursor, version }: { cursor: number; version: SiteVersion },
): Promise<{ items: Item[]; nextCursor?: string }> {
  const { siteId, storeIds } = site;
  const unknownTables = parts.door.unknownTables(version);
  const found = new Map<string, Item>();
  let from = cursor;
  for (let looked = 0; looked < LOOKS && found.size < ITEMS; looked += STEP) {
    const which = {
      siteId,
      storeIds,
      cursor: from,
      limit: STEP,
      withOwn: false,
      unknownTables,
      isCounted: false,
    };
    const { entries } = await parts.v6.log.page(which);
    const last = entries.at(-1);
    if (!last) return { items: [...found.values()] };
    const looks = await lookAt(parts, site, entries, { asked: 0, isInitialised: true, version });
    for (const item of (await Promise.all(looks.map((look) => itemsOf(parts, storeIds, look)))).flat())
      found.set(`${item.entity}/${item.id}/${item.why}`, item);
    from = last.cursor;
    await new Promise(setImmediate);
  }
  return { items: [...found.values()], nextCursor: String(from) };
}

async function itemsOf(
  { database }: LookParts,
  storeIds: readonly string[],
  { entry, row, gaps }: Look,
): Promise<Item[]> {
  if (!row || gaps.length === 0 || isGone(row) || isElsewhere(row, storeIds)) return [];
  const assetId = assetOf(row);
  const found = assetId === undefined ? undefined : await database.rows.row('asset', assetId);
  // equipment elsewhere is no business of who looks at this site
  const asset = found && storeIds.includes(found.storeId) ? found : undefined;
  const name = nameOf(row) ?? (asset && nameOf(asset)) ?? entry.id;
  return gaps.map((why) => ({
    ...{ entity: entry.entity, id: entry.id, name, why },
    ...(asset && { assetId: asset.id }),
  }));
}

const isElsewhere = (row: AnyRow, storeIds: readonly string[]): boolean =>
  'assetNumber' in row && !storeIds.includes(row.storeId);

/** Nobody misses what is removed. */
const isGone = (row: AnyRow): boolean => 'deletedAt' in row && row.deletedAt !== undefined;

function assetOf(row: AnyRow): string | undefined {
  if ('assetNumber' in row) return row.id;
  if ('assetId' in row) return row.assetId;
  return 'ownerTable' in row && row.ownerTable === 'asset' ? row.ownerId : undefined;
}

function nameOf(row: AnyRow): string | undefined {
  const { assetNumber, serialNumber, fileName, longName, model, reason, name } = row as unknown as Record<
    string,
    string | undefined
  >;
  return [assetNumber, serialNumber, fileName, longName, model, reason, name].find(Boolean);
}
