/** The log: every change that was ever acknowledged, at its positions in documents. It is only added to, and it alone is the truth. */
import type { Change } from '#shared/change/change';
import type { EntityRef } from '#shared/change/entity-ref';
import type { Position } from '#shared/change/position';
import type { StateVector } from '#shared/change/state-vector';

/** A change at a position. The same change may stand at several. */
export interface StoredChange extends Position {
  change: Change;
  /** the change's bytes as they travel (`encodeBody`) */
  body: Uint8Array;
}

export interface NewChange extends StoredChange {
  /** instant */
  receivedAt: string;
  /** the device, or the user, whose socket or call brought it */
  receivedFrom: string;
}

/** A change as the log holds it. Sequence numbers count all changes without a gap: nothing is ever taken out. */
export interface LoggedChange extends NewChange {
  seq: number;
  /** it names another device than the one that sent it, or somebody of staff at a site */
  isSaidByAnother?: boolean;
}

/** One document in the answer of `GET /api/documents`. `seq` moves whenever the document grows. */
export interface DocumentSummary {
  name: string;
  seq: number;
  changes: number;
  bytes: number;
}

/** A change as it is sent: where it stands, and its bytes. */
export interface SentChange {
  client: number;
  clock: number;
  changeId: string;
  body: Uint8Array;
}

export interface SequencedChange extends SentChange {
  seq: number;
}

/** Reads of committed data only. */
export interface ChangeReader {
  /** Per document, per client: the next clock. A document that nobody wrote has an empty vector. */
  heads(documents: readonly string[]): Promise<Map<string, Map<number, number>>>;
  /** The clients among these that wrote in the document, sorted by the time at which their first change was stored. */
  byAge(document: string, clients: readonly number[]): Promise<number[]>;
  /** Up to `limit` changes of one client from `clock` on, in the order of clocks. */
  page(document: string, client: number, clock: number, limit: number): Promise<SentChange[]>;
  /** True where a disk has spoilt a change: it is here, and cannot be read. None: nobody can tell. */
  isSpoilt?(document: string, client: number, clock: number): Promise<boolean>;
  /** Up to `limit` changes of one document after `seq`, in the order in which they were stored. */
  ofDocument(document: string, seq: number, limit: number): Promise<SequencedChange[]>;
  documents(names: readonly string[]): Promise<DocumentSummary[]>;
  /** The documents of these stores that exist, of all years. */
  documentsOfStores(storeIds: readonly string[]): Promise<DocumentSummary[]>;
  /** The changes of all documents after `seq`, in the order in which they were stored. */
  after(seq: number, limit: number): Promise<LoggedChange[]>;
  /** The changes with these sequence numbers, in their order; a number that is beyond the last has none. */
  at(seqs: readonly number[]): Promise<LoggedChange[]>;
  lastSeq(): Promise<number>;
  /** The sequence number of the last change of a document that a vector covers; 0 for none. */
  seqOf(document: string, vector: StateVector): Promise<number>;
  /** Entities that were moved: they lie in several stores. */
  moved(): Promise<EntityRef[]>;
  /** What was noted under this key and committed: read while the disk takes nothing, too. */
  meta(key: string): Promise<string | undefined>;
}

/** The reads and writes of one transaction; it sees its own writes. */
export interface ChangeTx {
  heads(documents: readonly string[]): Promise<Map<string, Map<number, number>>>;
  changesAt(places: readonly Position[]): Promise<StoredChange[]>;
  /** Every place of every one of these changes. */
  changesByIds(ids: readonly string[]): Promise<StoredChange[]>;
  /** Each change of these entities once, where it came first. Rejects with RowsBehind while the rows, which know where they are, are far behind. */
  changesOfEntities(refs: readonly EntityRef[]): Promise<LoggedChange[]>;
  /** The asset, its logs, and the files of both. Rejects with RowsBehind as above. */
  historyOf(assetId: string): Promise<EntityRef[]>;
  /** Those of an asset that say where it is, or what of it counts (rules W1, W4, K8), each once; few, however long its history is. Rejects with RowsBehind as above. */
  placingOf(assetId: string): Promise<LoggedChange[]>;
  /** The files of these assets and logs. Rejects with RowsBehind as above. */
  filesOf(ownerIds: readonly string[]): Promise<EntityRef[]>;
  /** Per entity, the stores it has been placed in, first one first. Keys are `refKey`s. */
  storesOwning(refs: readonly EntityRef[]): Promise<Map<string, string[]>>;
  /** False: none of these entities lies in several stores, and none was moved. */
  areSpread(refs: Iterable<EntityRef>): Promise<boolean>;
  /** The client ids among these that central gave out, each with its device. */
  registeredClients(ids: readonly number[]): Promise<Map<number, string>>;
  /** Gives a client id to a device, or to central; false when it is taken. */
  registerClient(clientId: number, deviceId: string): Promise<boolean>;
  /** Appends; each change takes the next sequence number. Places must be new and without gaps. */
  insertChanges(changes: readonly NewChange[]): Promise<void>;
  /** Puts changes back where a disk has spoilt them. None: this store's own database sees to that. */
  mend?(changes: readonly StoredChange[]): Promise<void>;
  assignOwners(placements: readonly (EntityRef & { storeId: string })[]): Promise<void>;
  meta(key: string): Promise<string | undefined>;
  setMeta(key: string, value: string): Promise<void>;
}

/** The entity a change is about; changes of kinds that this build does not know wait under it for a newer one. */
export const refOf = ({ kind, entityId }: Pick<Change, 'kind' | 'entityId'>): EntityRef => ({
  entity: kind.split('.', 1)[0] ?? '',
  id: entityId,
});

export const refKey = ({ entity, id }: EntityRef): string => `${entity}/${id}`;
