/**
 * Integrates the records that a site pushed. Each record is planned, and its changes are written down and authored by central like any
 * other. Then the outcome at central is compared with the record that the site sent. A stop at any point is taken up again where it was.
 */
import { yearOf } from '#shared/change/documents';
import type { Change } from '#shared/change/change';
import { authorAll } from '../../fleet/author-all';
import type { MoveAsset } from '../../fleet/move-asset';
import { DatabaseUnwritable, type CentralDatabase } from '../../database/port/central-database';
import { RowsBehind } from '../../database/port/rows';
import type { Base, BaseFields, InboxRow, PlannedChange, V6Database } from '../../database/port/v6';
import type { SyncServer } from '../../sync/sync-server';
import type { Door, PushedEntity, ReceivedRow, Understood } from '../door';
import { deviceOf } from './change-of';
import { readKnown } from './known';
import { kept, type Known, type Plan } from './plan';
import { planAsset } from './plan-asset';
import { planAssetLog } from './plan-asset-log';
import { planFile } from './plan-file';
import { settle, type Planned } from './settle';

export interface IntegrationParts {
  database: CentralDatabase;
  v6: V6Database;
  sync: Pick<SyncServer, 'author'>;
  now: () => number;
  door: Door;
  /** Takes in news and lets the records that waited for it be tried again. */
  catchUp: () => Promise<void>;
  /** Moves an asset to another store, because a site has it there. */
  move: MoveAsset;
  /** a record that something of ours failed on */
  onFault: (error: unknown) => void;
}

/** Rows planned and authored together. */
const STEP = 200;

type PlanOne = (pushed: ReceivedRow, received: Understood, known: Known) => Plan;

const plans: Record<PushedEntity, PlanOne> = { asset: planAsset, assetLog: planAssetLog, file: planFile };

/** Until nothing of this site waits. The site learns that it is through as soon as its own records are; the rest is tried again after. */
export async function integrateSite({ v6, ...parts }: IntegrationParts, siteId: string): Promise<void> {
  for (;;) {
    const waiting = await v6.inbox.waiting(siteId, parts.door.pushed, STEP);
    await v6.inbox.end(siteId);
    if (waiting.length === 0) return;
    await integrateSafely({ v6, ...parts }, siteId, onceEach(waiting));
  }
}

/**
 * A fault with one record must not cost the others: each is then tried alone, and the one at fault is kept. A disk that takes nothing, and
 * rows that are behind, are no fault of a record: all of them are tried again later.
 */
async function integrateSafely(
  parts: IntegrationParts,
  siteId: string,
  rows: readonly InboxRow[],
): Promise<void> {
  try {
    await integrate(parts, siteId, rows);
  } catch (error) {
    if (error instanceof DatabaseUnwritable || error instanceof RowsBehind) throw error;
    parts.onFault(error);
    const [row, ...others] = rows;
    if (row && others.length === 0)
      return parts.v6.inbox.finish([
        { row, kept: { code: 'internal', words: 'Something went wrong here.' }, goesBack: true },
      ]);
    for (const one of rows) await integrateSafely(parts, siteId, [one]);
  }
}

/** Two versions of one record come one after the other. */
function onceEach(rows: readonly InboxRow[]): InboxRow[] {
  const seen = new Set<string>();
  const again = rows.findIndex(({ table, recordId }) => {
    const key = `${table}/${recordId}`;
    if (seen.has(key)) return true;
    seen.add(key);
    return false;
  });
  return again < 0 ? [...rows] : rows.slice(0, again);
}

async function integrate(parts: IntegrationParts, siteId: string, rows: readonly InboxRow[]): Promise<void> {
  const planned = await planAll(parts, siteId, rows);
  const written = await writeDown(parts, planned);
  const outcomes = await authorPlanned(parts, siteId, written);
  await settle(parts, siteId, outcomes);
}

async function planAll(
  { database, v6, now, door }: IntegrationParts,
  siteId: string,
  rows: readonly InboxRow[],
): Promise<Planned[]> {
  const translation = await door.translation();
  const pushed = rows.map((row) => translation.read(row));
  const { sites } = database.registry;
  const site = await sites.get(siteId);
  const former = await sites.formerStores(siteId);
  const ids = rows.map(({ recordId }) => recordId);
  const named = pushed.flatMap(({ received }) =>
    received.says === 'record' && typeof received.fields['storeId'] === 'string'
      ? [received.fields['storeId']]
      : [],
  );
  const stores = await sites.sitesOfStores(named);
  const known = await readKnown(database, pushed, {
    storeIds: site?.stores.map(({ id }) => id) ?? [],
    formerStoreIds: former.map(({ storeId }) => storeId),
    year: yearOf(now()),
    isStore: (storeId) => stores.has(storeId),
    bases: await basesOf({ v6, door }, siteId, rows),
    contents: await v6.contents.of(ids),
    fieldsAtSite: (asset) => door.fieldsAtSite('asset', asset) ?? {},
  });
  return pushed.map((one) => ({ pushed: one, plan: planRow(one, known.get(one.row.id)) }));
}

/**
 * The fields that a site had before it was upgraded are those that its version knew when it pulled last. What it had when it wrote a record
 * after it was put back is not known.
 */
async function basesOf(
  { v6, door }: Pick<IntegrationParts, 'v6' | 'door'>,
  siteId: string,
  rows: readonly InboxRow[],
): Promise<Map<string, Base>> {
  const ids = rows.flatMap(({ recordId, isAgain }) => (isAgain === true ? [] : [recordId]));
  const bases = await v6.bases.of(siteId, ids);
  const pulledAs = await v6.log.pulledAs(siteId);
  if (pulledAs === undefined) return bases;
  const held = (fields: BaseFields) => door.fieldsHeldBy(door.versionOf(pulledAs), fields);
  return new Map(
    [...bases].map(([id, { assetId, fields, sent }]) => [
      id,
      { assetId, ...(fields && { fields: held(fields) }), ...(sent && { sent: held(sent) }) },
    ]),
  );
}

function planRow(pushed: ReceivedRow, known: Known | undefined): Plan {
  const { entity, received, row } = pushed;
  if (received.says === 'nothing') return { type: 'kept', kept: received.why };
  if (entity === undefined || !known)
    return kept('unknown-table', `The table ${row.table} is not known here.`);
  return plans[entity](pushed, received, known);
}

/** Keeps the changes with their rows; those that were kept before stay as they were. */
async function writeDown({ v6 }: IntegrationParts, planned: readonly Planned[]): Promise<Planned[]> {
  const written = planned.map(({ pushed, plan }): Planned => {
    if (plan.type === 'kept') return { pushed, plan };
    return { pushed, plan: { ...plan, changes: pushed.row.plan ?? plan.changes } };
  });
  const plans = written.flatMap(({ pushed, plan }) => {
    const changes = changesOf(plan);
    return changes.length > 0 ? [{ id: pushed.row.id, plan: changes }] : [];
  });
  if (plans.length > 0) await v6.inbox.savePlans(plans);
  return written;
}

const changesOf = (plan: Plan): PlannedChange[] => (plan.type === 'said' ? plan.changes : []);

/** Document by document; a record of which a change is refused is kept with the reason. */
async function authorPlanned(
  { sync }: IntegrationParts,
  siteId: string,
  planned: readonly Planned[],
): Promise<Planned[]> {
  const byDocument = new Map<string, Change[]>();
  for (const { document, change } of planned.flatMap(({ plan }) => changesOf(plan)))
    byDocument.set(document, [...(byDocument.get(document) ?? []), change]);
  const refusals = new Map<string, string>();
  const deviceId = deviceOf(siteId);
  for (const [document, changes] of byDocument) {
    const { refused } = await authorAll(sync, document, changes, { deviceId, userId: deviceId });
    for (const { code, changeIds } of refused) for (const id of changeIds) refusals.set(id, code);
  }
  return planned.map(({ pushed, plan }): Planned => {
    const code = changesOf(plan)
      .map(({ change }) => refusals.get(change.id))
      .find((found) => found !== undefined);
    return {
      pushed,
      plan: code === undefined ? plan : kept(code, `The central server refused it: ${code}.`),
    };
  });
}
