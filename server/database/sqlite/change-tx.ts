/** The log of the SQLite database inside a transaction. */
import { storeOf } from '#shared/change/documents';
import { refKey, type EntityRef } from '#shared/change/entity-ref';
import type { ChangeTx, NewChange } from '../port/changes';
import { runsOf, type Run } from '#shared/change/runs';
import { markAfter, markBefore, putMark } from './chains';
import { appendRuns } from './log/append';
import type { KnownChanges } from './log/known-changes';
import { mend } from './log/mend';
import type { KnownDocument, KnownDocuments } from './log/known-documents';
import { changeAtPlace } from './log/runs';
import type { HistoryReader } from './history';
import type { Sql } from './sql';

/** The methods answer at once, as promises: an error becomes a rejection. */
export function sqliteChangeTx(
  sql: Sql,
  known: () => KnownChanges,
  documents: KnownDocuments,
  historyIn: (sql: Sql) => HistoryReader,
  onMended: () => void = () => undefined,
): ChangeTx {
  const registeredHere = new Set<number>();
  const history = historyIn(sql);
  return {
    heads: async (names) => new Map(names.map((name) => [name, new Map(documents.of(sql, name).heads)])),
    changesAt: async (places) =>
      places.flatMap(({ document, client, clock }) => changeAtPlace(sql, document, client, clock) ?? []),
    changesByIds: async (ids) => ids.flatMap((id) => known().placesOf(sql, id)),
    changesOfEntities: async (refs) => history.changesOf(refs),
    historyOf: async (assetId) => history.of(assetId),
    placingOf: async (assetId) => history.placing(assetId),
    filesOf: async (ownerIds) => history.files(ownerIds),
    storesOwning: async (refs) => {
      const stores = new Map<string, string[]>();
      for (const ref of refs) {
        const key = refKey(ref);
        stores.set(key, placementsOf(sql, known(), ref, key));
      }
      return stores;
    },
    areSpread: async (refs) => known().hasMoves && [...refs].some((ref) => known().hasMoved(refKey(ref))),
    registeredClients: async (ids) =>
      new Map(ids.flatMap((id) => clientOf(sql, documents, registeredHere, id))),
    registerClient: async (clientId, deviceId) => {
      if (clientOf(sql, documents, registeredHere, clientId).length > 0) return false;
      registeredHere.add(clientId);
      sql.run('INSERT INTO client_ids VALUES (?, ?)', clientId, deviceId);
      return true;
    },
    insertChanges: async (changes) => insert(sql, known(), documents, changes),
    mend: async (changes) => {
      for (const { seq, change } of mend(sql, changes)) known().mended(change, seq);
      onMended();
    },
    assignOwners: async (placements) => placements.forEach((placement) => place(sql, known(), placement)),
    meta: async (key) => sql.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', key)?.value,
    setMeta: async (key, value) => sql.run('INSERT OR REPLACE INTO meta VALUES (?, ?)', key, value),
  };
}

/** Kept for entities that were moved; all others lie where their first change stands. */
function placementsOf(sql: Sql, known: KnownChanges, ref: EntityRef, key = refKey(ref)): string[] {
  const moved = known.hasMoved(key) ? storesOf(sql, ref) : [];
  if (moved.length > 0) return moved;
  const document = known.documentOf(sql, key);
  const storeId = document === undefined ? undefined : storeOf(document);
  return storeId === undefined ? [] : [storeId];
}

const storesOf = (sql: Sql, { entity, id }: EntityRef): string[] =>
  sql
    .all<{ storeId: string }>(
      'SELECT store_id AS storeId FROM placements WHERE entity_id = ? AND entity = ? ORDER BY position',
      id,
      entity,
    )
    .map(({ storeId }) => storeId);

const DEVICE = 'SELECT device_id AS deviceId FROM client_ids WHERE client_id = ?';

/** The client with its device, or nothing. */
function clientOf(
  sql: Sql,
  documents: KnownDocuments,
  registeredHere: ReadonlySet<number>,
  client: number,
): [client: number, deviceId: string][] {
  const known = documents.deviceOf(client);
  const deviceId = known ?? sql.get<{ deviceId: string }>(DEVICE, client)?.deviceId;
  if (deviceId === undefined) return [];
  if (known === undefined && !registeredHere.has(client)) documents.rememberDevice(client, deviceId);
  return [[client, deviceId]];
}

const PLACE = 'INSERT INTO placements (entity_id, entity, store_id, position) VALUES (?, ?, ?, ?)';

function place(sql: Sql, known: KnownChanges, { storeId, ...ref }: EntityRef & { storeId: string }): void {
  const stores = placementsOf(sql, known, ref);
  const [first] = stores;
  if (first === undefined || stores.includes(storeId)) return;
  if (stores.length === 1) sql.run(PLACE, ref.id, ref.entity, first, 0);
  sql.run(PLACE, ref.id, ref.entity, storeId, stores.length);
  known.moved(refKey(ref));
}

function insert(
  sql: Sql,
  known: KnownChanges,
  documents: KnownDocuments,
  changes: readonly NewChange[],
): void {
  const grown = new Map<string, GrownDocument>();
  const last = documents.lastSeq(sql);
  let seq = last;
  for (const run of runsOfDocuments(changes)) {
    const [{ document: name, client, clock }] = run;
    const document = grown.get(name) ?? openDocument(sql, documents, name);
    grown.set(name, document);
    if ((document.known.heads.get(client) ?? 0) !== clock)
      throw new Error('a clock was left out, or is taken');
    for (const { change, body } of run) {
      known.add(change, ++seq, name);
      document.bytes += body.length;
    }
    document.known.heads.set(client, clock + run.length);
    document.grown.add(client);
    document.changes += run.length;
    document.seq = seq;
    extendChain(sql, name, document, run);
  }
  appendRuns(sql, changes, last, (name) => grown.get(name)?.id ?? 0);
  for (const document of grown.values()) putDocument(sql, document);
  documents.grew(seq);
}

/** A document while changes are added to it. */
interface GrownDocument {
  id: number;
  known: KnownDocument;
  /** the clients that wrote */
  grown: Set<number>;
  changes: number;
  bytes: number;
  seq: number;
}

const runsOfDocuments = (changes: readonly NewChange[]): Run<NewChange>[] =>
  runsOf(changes, (run, next) => run[0].document === next.document);

function openDocument(sql: Sql, documents: KnownDocuments, name: string): GrownDocument {
  const known = documents.of(sql, name);
  known.id ??= makeDocument(sql, name);
  return { id: known.id, known, grown: new Set(), changes: 0, bytes: 0, seq: 0 };
}

/** Past a change that has no digest nothing can be proven. */
function extendChain(sql: Sql, name: string, { known: { marks } }: GrownDocument, run: Run<NewChange>): void {
  const [{ client, clock }] = run;
  const before = clock === 0 ? undefined : (marks.get(client) ?? markBefore(sql, name, client, clock));
  const mark = markAfter(name, before, run);
  if (mark) marks.set(client, mark);
  else marks.delete(client);
}

const HEAD = 'INSERT INTO heads VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET next = excluded.next';
const GREW = 'UPDATE documents SET seq = ?, changes = changes + ?, bytes = bytes + ? WHERE id = ?';

function putDocument(sql: Sql, { id, known, grown, changes, bytes, seq }: GrownDocument): void {
  sql.run(GREW, seq, changes, bytes, id);
  for (const client of grown) {
    sql.run(HEAD, id, client, known.heads.get(client) ?? 0);
    const mark = known.marks.get(client);
    if (mark) putMark(sql, id, mark);
  }
}

function makeDocument(sql: Sql, name: string): number {
  sql.run(
    'INSERT INTO documents (name, store_id, seq, changes, bytes) VALUES (?, ?, 0, 0, 0)',
    name,
    storeOf(name) ?? null,
  );
  const id = sql.get<{ id: number }>('SELECT id FROM documents WHERE name = ?', name)?.id;
  if (id === undefined) throw new Error(`no document ${name}`);
  return id;
}
