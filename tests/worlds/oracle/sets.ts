/**
 * What the rules speak of, as sets: per document and client the changes in their order, at central and on a device. It is read from the
 * databases and from nothing else; how they came about the model does not know.
 */
import type { Change } from '#shared/change/change';
import { CONFIG, storeDocument } from '#shared/change/documents';
import type { DeviceRecord } from '../../../server/database/port/registry-devices';
import type { CentralDatabase } from '../../../server/database/port/central-database';
import { restoredAt } from '../../../server/operations/twin';
import { deviceOf } from '../../../server/v6/push/change-of';
import { unreadOf } from '../../../src/replica/changes/unread';
import type { ReplicaDatabase } from '../../../src/replica/database';
import { allRecords } from '../../sync/all-records';

/** document → client → its changes, from clock 0 on */
export type Sets<C extends { change: Change } = { change: Change }> = Map<string, Map<number, C[]>>;

export interface Kept {
  change: Change;
  /** when central had it first, as far as it knows, milliseconds */
  since: number;
  /** who brought it */
  by: string;
}

export interface AtCentral {
  sets: Sets<Kept>;
  /** the client ids under which central wrote, in any life that this database knows, and how much had been stored before */
  starts: { start: number; fromSeq: number }[];
  /** several servers may work on it: how much is stored */
  shared?: { lastSeq: number };
  /** of receipts, all that are here */
  keys: Set<number>;
  /** devices that are known, and those of them that are shut out */
  known: Set<string>;
  out: Set<string>;
  /** device → the stores in which it may write: those of its site, and those that its site has lost since it joined */
  writable: ReadonlyMap<string, ReadonlySet<string>>;
  /** under which central writes for Open mSupply sites: a record that waited may be written in the midst of any visit */
  openMSupply: Set<string>;
}

export interface OnDevice {
  deviceId: string;
  stores: string[];
  sets: Sets;
  /** the receipts, per document: how far they prove which client, and of which life of central they are */
  receipts: Map<string, Receipt[]>;
  /** made here and not known to be at central, with the document it is filed in */
  owed: { change: Change; document: string }[];
  /** document and id of what it keeps unread: its app is older than what was written */
  unread: Set<string>;
  /** ids of what central did not accept, with its code */
  refused: Map<string, string>;
  client: number;
  clients: number[];
}

export interface Receipt {
  vector: ReadonlyMap<number, number>;
  start: number;
  seq: number;
  at: number;
  keyId: number;
}

function put<C extends { change: Change }>(
  sets: Sets<C>,
  place: { document: string; client: number; clock: number },
  entry: C,
): void {
  const clients = sets.get(place.document) ?? new Map<number, C[]>();
  const chain = clients.get(place.client) ?? [];
  chain[place.clock] = entry;
  sets.set(place.document, clients.set(place.client, chain));
}

export async function readCentral(database: CentralDatabase, devices: readonly string[]): Promise<AtCentral> {
  const sets: Sets<Kept> = new Map();
  for (const one of await database.changes.after(0, 1_000_000))
    put(sets, one, { change: one.change, since: Date.parse(one.receivedAt), by: one.receivedFrom });
  const wasPutBack = (await restoredAt(database)) !== undefined;
  const known = new Set<string>();
  const out = new Set<string>();
  const writable = new Map<string, ReadonlySet<string>>();
  for (const id of devices) {
    const device = await database.registry.devices.get(id);
    if (device) known.add(id);
    if (device) writable.set(id, await writableBy(database, wasPutBack, device));
    if (device?.revokedAt !== undefined) out.add(id);
  }
  const keys = new Set((await database.proofs.keys()).map(({ keyId }) => keyId));
  const openMSupply = new Set(((await database.v6?.sites.all()) ?? []).map(({ siteId }) => deviceOf(siteId)));
  const shared = database.others && { shared: { lastSeq: await database.changes.lastSeq() } };
  const starts = await database.proofs.starts();
  return { sets, starts, ...shared, keys, known, out, writable, openMSupply };
}

async function writableBy(
  { registry }: CentralDatabase,
  wasPutBack: boolean,
  { siteId = '', joinedAt }: Pick<DeviceRecord, 'siteId' | 'joinedAt'>,
): Promise<Set<string>> {
  const site = await registry.sites.get(siteId);
  // a device that was shut out has joined again as another
  const shutOut = (await registry.devices.ofSites([siteId])).filter(
    ({ revokedAt }) => revokedAt !== undefined,
  );
  const joined = [joinedAt, ...shutOut.map((one) => one.joinedAt)];
  const all = await registry.sites.formerStores(siteId);
  // or one that a restore has forgotten
  const former = wasPutBack ? all : all.filter(({ leftAt }) => joined.some((at) => at <= leftAt));
  return new Set([...(site?.stores ?? []), ...former.map(({ storeId: id }) => ({ id }))].map(({ id }) => id));
}

/** `year`: central's. */
export async function readDevice(db: ReplicaDatabase, year: number): Promise<OnDevice> {
  const identity = await db.identity.get('me');
  if (identity?.kind !== 'site') throw new Error('no device of a site');
  const sets: Sets = new Map();
  const refused = new Map<string, string>();
  const records = await allRecords(db);
  for (const { id, change, places, refused: mark } of records) {
    if (mark) refused.set(id, mark.code);
    for (const place of places) put(sets, place, { change });
  }
  // what only a newer app can read is held, proven and given back like the rest (rule P2)
  const holes = await db.holes.toArray();
  for (const hole of holes) for (const { change } of unreadOf([hole])) put(sets, hole, { change });
  const receipts = new Map<string, Receipt[]>();
  for (const { document, vector, start, seq, at, keyId } of await db.receipts.toArray())
    receipts.set(document, [...(receipts.get(document) ?? []), { vector, start, seq, at, keyId }]);
  const byId = new Map(records.map((record) => [record.id, record]));
  const entries = await db.outbox.orderBy('hlc').toArray();
  const owed = entries.flatMap(({ changeId, storeId }) => {
    const change = byId.get(changeId)?.change;
    const document = storeId === undefined ? CONFIG : storeDocument(storeId, year);
    return change ? [{ change, document }] : [];
  });
  const unread = new Set(holes.map(({ document, key }) => `${document} ${key}`));
  const { deviceId, clientId: client, formerClientIds } = identity;
  const stores = identity.stores.map(({ id }) => id);
  const clients = [client, ...formerClientIds];
  return { deviceId, stores, sets, receipts, owed, unread, refused, client, clients };
}

export const copied = <C extends { change: Change }>(sets: Sets<C>): Sets<C> =>
  new Map(
    [...sets].map(([document, clients]) => [
      document,
      new Map([...clients].map(([client, chain]) => [client, [...chain]])),
    ]),
  );

export const chainIn = <C extends { change: Change }>(sets: Sets<C>, document: string, client: number): C[] =>
  sets.get(document)?.get(client) ?? [];

export const allIn = <C extends { change: Change }>(
  sets: Sets<C>,
): ({ document: string; client: number } & C)[] =>
  [...sets].flatMap(([document, clients]) =>
    [...clients].flatMap(([client, chain]) => chain.map((one) => ({ document, client, ...one }))),
  );

export const idsIn = (sets: Sets, document: string): Set<string> =>
  new Set([...(sets.get(document)?.values() ?? [])].flatMap((chain) => chain.map(({ change }) => change.id)));

/** What a change says, in one way only. */
export const textOf = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );

/** How far two chains say the same. */
export function commonOf(a: readonly { change: Change }[], b: readonly { change: Change }[]): number {
  let at = 0;
  while (at < a.length && at < b.length && textOf(a[at]?.change) === textOf(b[at]?.change)) at += 1;
  return at;
}
