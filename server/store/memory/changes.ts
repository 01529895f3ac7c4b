/** Changes in memory. */
import { storeOf } from '#shared/change/documents';
import {
  refKey,
  refOf,
  type ChangeReader,
  type ChangeTx,
  type DocumentSummary,
  type EntityRef,
  type FiledChange,
  type NewChange,
  type Place,
  type RefusedNumber,
  type StoredChange,
} from '../port';
import type { MemoryDatabase } from './database';
import type { Table } from './table';

interface ChangeTables {
  /** in the order of seq, which is the key */
  changes: Table<number, NewChange>;
  places: Table<string, number>;
  byId: Table<string, number[]>;
  byEntity: Table<string, number[]>;
  heads: Table<string, ReadonlyMap<number, number>>;
  documents: Table<string, DocumentSummary>;
  placements: Table<string, string[]>;
  refused: Table<string, RefusedNumber>;
  meta: Table<string, string>;
  clientIds: Table<number, string>;
}

const tablesOf = (memory: MemoryDatabase): ChangeTables => ({
  changes: memory.table('changes'),
  places: memory.table('places'),
  byId: memory.table('changes_by_id'),
  byEntity: memory.table('changes_by_entity'),
  heads: memory.table('heads'),
  documents: memory.table('documents'),
  placements: memory.table('placements'),
  refused: memory.table('refused_numbers'),
  meta: memory.table('meta'),
  clientIds: memory.table('client_ids'),
});

const placeKey = ({ document, client, clock }: Place): string => `${document}\n${client}\n${clock}`;

const headsOf = ({ heads }: ChangeTables, names: readonly string[]): Map<string, Map<number, number>> =>
  new Map(names.map((name) => [name, new Map(heads.get(name))]));

const at = ({ changes }: ChangeTables, seqs: readonly number[] = []): NewChange[] =>
  seqs.flatMap((seq) => changes.get(seq) ?? []);

const toStored = ({ document, client, clock, change, body }: NewChange): StoredChange => ({
  document,
  client,
  clock,
  change,
  body,
});

const toFiled = ({ change, document, receivedAt }: NewChange): [string, FiledChange] => [
  change.id,
  { change, document, receivedAt },
];

function byAge(tables: ChangeTables, document: string, clients: readonly number[]): number[] {
  const firsts = clients.flatMap(
    (client) => tables.places.get(placeKey({ document, client, clock: 0 })) ?? [],
  );
  firsts.sort((a, b) => a - b);
  return at(tables, firsts).map(({ client }) => client);
}

export function memoryChangeReader(memory: MemoryDatabase): ChangeReader {
  const tables = tablesOf(memory);
  const summaries = (fits: (document: DocumentSummary) => boolean): Promise<DocumentSummary[]> =>
    memory.read(() =>
      tables.documents
        .values()
        .filter(fits)
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    );
  return {
    heads: (names) => memory.read(() => headsOf(tables, names)),
    page: (document, client, clock, limit) =>
      memory.read(() => {
        const end = Math.min(tables.heads.get(document)?.get(client) ?? 0, clock + limit);
        const clocks = Array.from({ length: Math.max(0, end - clock) }, (_, index) => clock + index);
        const seqs = clocks.flatMap(
          (next) => tables.places.get(placeKey({ document, client, clock: next })) ?? [],
        );
        return at(tables, seqs).map(({ clock: own, change, body }) => ({
          client,
          clock: own,
          changeId: change.id,
          body,
        }));
      }),
    byAge: (document, clients) => memory.read(() => byAge(tables, document, clients)),
    documents: (names) => summaries(({ name }) => names.includes(name)),
    documentsOfStores: (storeIds) => summaries(({ name }) => storeIds.includes(storeOf(name) ?? '')),
    after: (seq, limit) =>
      memory.read(() => {
        const seqs = Array.from({ length: limit }, (_, index) => seq + 1 + index);
        return seqs.flatMap((next) =>
          at(tables, [next]).map((change) => ({ seq: next, ...toStored(change) })),
        );
      }),
    moved: () =>
      memory.read(() =>
        tables.placements.entries().flatMap(([key, stores]) => {
          const [entity = '', id = ''] = key.split(/\/(.*)/s);
          return stores.length > 1 ? [{ entity, id }] : [];
        }),
      ),
    seqOf: (document, vector) =>
      memory.read(() =>
        [...vector].reduce((last, [client, clock]) => {
          const seq = tables.places.get(placeKey({ document, client, clock: clock - 1 })) ?? 0;
          return Math.max(last, seq);
        }, 0),
      ),
    lastSeq: () => memory.read(() => tables.changes.size),
  };
}

/** Answers inside `memory.write`. */
export function memoryChangeTx(memory: MemoryDatabase): ChangeTx {
  const tables = tablesOf(memory);
  return {
    heads: async (names) => headsOf(tables, names),
    changesAt: async (places) =>
      places.flatMap((place) => at(tables, [tables.places.get(placeKey(place)) ?? 0])).map(toStored),
    changesByIds: async (ids) => ids.flatMap((id) => at(tables, tables.byId.get(id))).map(toStored),
    changesOfEntities: async (refs) =>
      refs.flatMap((ref) => {
        const filed = at(tables, tables.byEntity.get(refKey(ref))).reverse();
        return [...new Map(filed.map(toFiled)).values()];
      }),
    placements: async (refs) =>
      new Map(refs.map((ref) => [refKey(ref), tables.placements.get(refKey(ref)) ?? []])),
    registeredClients: async (ids) =>
      new Map(
        ids.flatMap((id) => {
          const deviceId = tables.clientIds.get(id);
          return deviceId === undefined ? [] : [[id, deviceId]];
        }),
      ),
    registerClient: async (clientId, deviceId) => {
      if (tables.clientIds.has(clientId)) return false;
      tables.clientIds.set(clientId, deviceId);
      return true;
    },
    insertChanges: async (changes) => changes.forEach((change) => insert(tables, change)),
    place: async (placements) =>
      placements.forEach(({ storeId, ...ref }) => {
        const stores = tables.placements.get(refKey(ref)) ?? [];
        if (!stores.includes(storeId)) tables.placements.set(refKey(ref), [...stores, storeId]);
      }),
    putRefusedNumbers: async (numbers) =>
      numbers.forEach((number) =>
        tables.refused.set(`${number.deviceId}\n${number.n}\n${number.changeId}`, number),
      ),
    meta: async (key) => tables.meta.get(key),
    setMeta: async (key, value) => tables.meta.set(key, value),
    entitiesAfter: async (last, limit) => entitiesAfter(tables, last, limit),
  };
}

function insert(tables: ChangeTables, change: NewChange): void {
  const { document, client, clock, body } = change;
  const heads = tables.heads.get(document) ?? new Map<number, number>();
  if ((heads.get(client) ?? 0) !== clock) throw new Error(`place ${placeKey(change)} is not the next one`);
  const seq = tables.changes.size + 1;
  tables.changes.set(seq, change);
  tables.places.set(placeKey(change), seq);
  append(tables.byId, change.change.id, seq);
  append(tables.byEntity, refKey(refOf(change.change)), seq);
  tables.heads.set(document, new Map(heads).set(client, clock + 1));
  const { changes, bytes } = tables.documents.get(document) ?? { changes: 0, bytes: 0 };
  tables.documents.set(document, { name: document, seq, changes: changes + 1, bytes: bytes + body.length });
}

function append(table: Table<string, number[]>, key: string, seq: number): void {
  table.set(key, [...(table.get(key) ?? []), seq]);
}

function entitiesAfter({ changes }: ChangeTables, last: EntityRef | undefined, limit: number): EntityRef[] {
  const refs = new Map<string, EntityRef>();
  for (const { change } of changes.values()) {
    refs.set(sortKey(refOf(change)), refOf(change));
  }
  const after = last ? sortKey(last) : '';
  return [...refs]
    .filter(([key]) => key > after)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, limit)
    .map(([, ref]) => ref);
}

const sortKey = ({ entity, id }: EntityRef): string => `${id}\n${entity}`;
