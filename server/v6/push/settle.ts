/** After authoring: rows leave or are kept, and where central made something else of it, that goes back to the site. */
import type { MoveAsset } from '../../fleet/move-asset';
import type { CentralDatabase } from '../../database/port/central-database';
import type { AtSite, InboxRow, KeptFor, RecordPlace, V6Database } from '../../database/port/v6';
import type { Door, Fields, PushedEntity, ReceivedRow, SiteVersion } from '../door';
import { deviceOf, moveIn } from './change-of';
import { isAllKnown } from './difference';
import { NOT_YOURS, type Plan } from './plan';

export interface Planned {
  pushed: ReceivedRow;
  plan: Plan;
}

interface SettleParts {
  database: Pick<CentralDatabase, 'rows' | 'registry'>;
  v6: V6Database;
  door: Door;
  catchUp: () => Promise<void>;
  move: MoveAsset;
}

export async function settle(parts: SettleParts, siteId: string, planned: readonly Planned[]): Promise<void> {
  const by = { deviceId: deviceOf(siteId), userId: deviceOf(siteId) };
  for (const { pushed, plan } of planned)
    if (plan.type === 'said' && plan.movesTo !== undefined) {
      const { recordId: assetId } = pushed.row;
      await parts.move({ assetId, storeId: plan.movesTo, by, cause: moveIn(pushed) });
    }
  await parts.catchUp();
  const atSite = await compare(parts, siteId, planned);
  await parts.v6.inbox.finish(
    planned.map(({ pushed: { row }, plan }) =>
      plan.type === 'kept'
        ? { row, kept: plan.kept, goesBack: goesBack(row, plan.kept) }
        : { row, ...(plan.base && { base: plan.base }) },
    ),
    atSite,
  );
  await wakeArrived(parts, siteId, planned);
}

/** A record that the site alone has, and may lose: another site's, and a file whose bytes never came, are of no use to it. */
const goesBack = ({ action }: InboxRow, { code }: KeptFor): boolean =>
  (action === 'Insert' || action === 'Update') && !staying.includes(code);

const staying = [NOT_YOURS, 'central-only', 'bytes-missing', 'unknown-merge', 'unknown-table'];

/** What a record waits for may have come while it was looked at, when nobody could wake it yet: it would wait for ever. */
async function wakeArrived(
  { database, v6 }: SettleParts,
  siteId: string,
  planned: readonly Planned[],
): Promise<void> {
  const waiting = planned.flatMap(({ plan }) => (plan.type === 'kept' ? [plan.kept] : []));
  const idsOf = (isElsewhere: boolean): string[] =>
    waiting.flatMap(({ code, waitsFor }) =>
      waitsFor !== undefined && (code === NOT_YOURS) === isElsewhere ? [waitsFor] : [],
    );
  const ids = [
    ...(await arrivedAt({ database }, siteId, idsOf(true))),
    ...(await arrived({ database, v6 }, idsOf(false))),
  ];
  if (ids.length > 0) await v6.inbox.wake({ ids });
}

/** Equipment that lies in a store of the site now. */
async function arrivedAt(
  { database }: Pick<SettleParts, 'database'>,
  siteId: string,
  awaited: readonly string[],
): Promise<string[]> {
  if (awaited.length === 0) return [];
  const stores = (await database.registry.sites.get(siteId))?.stores.map(({ id }) => id) ?? [];
  const assets = await database.rows.rows('asset', awaited);
  return awaited.filter((id) => stores.includes(assets.get(id)?.storeId ?? ''));
}

async function arrived(
  { database, v6 }: Pick<SettleParts, 'database' | 'v6'>,
  awaited: readonly string[],
): Promise<string[]> {
  if (awaited.length === 0) return [];
  const contents = await v6.contents.of(awaited);
  const logs = await database.rows.rows('assetLog', awaited);
  // a log whose asset is not known is of no use to what hangs on it
  const owners = new Map(awaited.map((id) => [id, logs.get(id)?.assetId ?? id]));
  const assets = await database.rows.rows('asset', [...new Set(owners.values())]);
  return awaited.filter((id) => contents.has(id) || assets.has(owners.get(id) ?? id));
}

/** A record that central has as the site sent it does not go back to the site; every other one does. */
async function compare(
  { database, v6, door }: SettleParts,
  siteId: string,
  planned: readonly Planned[],
): Promise<AtSite> {
  const stores = (await database.registry.sites.get(siteId))?.stores.map(({ id }) => id) ?? [];
  const version = door.versionOf((await v6.sites.get(siteId))?.appVersion);
  const had: (RecordPlace & { cursor: number })[] = [];
  const again: RecordPlace[] = [];
  for (const { pushed, plan } of planned) {
    const { table, recordId } = pushed.row;
    const { entity } = pushed;
    if (entity === undefined) continue;
    const places = stores.map((storeId) => ({ storeId, table, recordId }));
    // the cursors are read before the row: a change in between makes it news
    const cursors = await v6.log.cursors(places);
    const isSame =
      plan.type === 'said' &&
      (await isSaid({ database, door }, { entity, recordId, said: plan.said, version }));
    places.forEach((place, index) => {
      const cursor = cursors[index];
      if (cursor === undefined) return;
      if (isSame) had.push({ ...place, cursor });
      else if (plan.type === 'kept' || plan.changes.length === 0) again.push(place);
    });
  }
  return { siteId, had, again };
}

interface Saying {
  entity: PushedEntity;
  recordId: string;
  said: Fields;
  version: SiteVersion;
}

async function isSaid(
  { database, door }: Pick<SettleParts, 'database' | 'door'>,
  { entity, recordId, said, version }: Saying,
): Promise<boolean> {
  const row = await database.rows.row(entity, recordId);
  const now = row && door.fieldsAtSite(entity, row, version);
  return now !== undefined && isAllKnown(door.fieldsHeldBy(version, said), now);
}
