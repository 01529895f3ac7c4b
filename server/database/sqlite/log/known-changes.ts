/**
 * The judge's facts of every change that was ever stored, in memory: the position of an id, and the first change of an entity. Sequence
 * numbers stand by hash; the changes they lead to are read and compared, so a hash that two texts share does no harm. When a transaction is
 * undone, its entries are taken out again: its numbers go to others.
 */
import type { Change } from '#shared/change/change';
import { isMove } from '#shared/change/owner';
import { refKey, refOf, type EntityRef } from '#shared/change/entity-ref';
import type { LoggedChange } from '../../port/changes';
import type { Sql } from '../sql';
import { hashed, newSeed, type Seed } from './hash';
import { NumberTable } from './number-table';
import { changesAfter, changesAt } from './runs';
import { lastSeq } from './append';

const MOVED = 'SELECT DISTINCT entity, entity_id AS id FROM placements';

/** Changes read at once when the server starts. */
const STEP = 1000;

/** The known facts of one change, as they are kept. */
export interface KnownEntry {
  idHigh: number;
  idLow: number;
  /** the hash of its entity, if this change came first in it; else 0 */
  high: number;
  low: number;
  /** the key of an entity that it moves */
  moved?: string;
}

export interface KeptEntries {
  seed: Seed;
  /** Of the first changes of the log, at most `last` of them, in their order. */
  entries(last: number): Iterable<KnownEntry>;
}

export class KnownChanges {
  readonly #ids: NumberTable;
  readonly #entities: NumberTable;
  readonly #moved = new Set<string>();
  /** of changes that are committed and not yet taken by `takeEntries` */
  #entries: KnownEntry[] = [];
  /** of the transaction under way, and their sequence numbers */
  #uncommitted: KnownEntry[] = [];
  #seqs: number[] = [];
  /** the documents of entities that the transaction that is under way put first: nobody has to read them back */
  readonly #fresh = new Map<string, string>();

  constructor(room: number, seed: Seed = newSeed()) {
    this.#ids = new NumberTable(seed, room);
    this.#entities = new NumberTable(seed, room / 2);
  }

  /** Reads the log after the entries that were kept of it. */
  static load(sql: Sql, kept?: KeptEntries): KnownChanges {
    const last = lastSeq(sql);
    const known = new KnownChanges(last, kept?.seed);
    for (const { entity, id } of sql.all<EntityRef>(MOVED)) known.moved(refKey({ entity, id }));
    let seq = 0;
    for (const entry of kept?.entries(last) ?? []) known.#putBack(entry, ++seq);
    for (;;) {
      const before = seq;
      for (const logged of changesAfter(sql, seq, STEP)) known.add(logged.change, (seq = logged.seq));
      known.ended(true);
      if (seq === before) return known;
    }
  }

  /** `document`: of a change that the transaction that is under way stores. */
  add(change: Change, seq: number, document?: string): void {
    this.#ids.add(change.id, seq);
    const entry: KnownEntry = { idHigh: hashed.high, idLow: hashed.low, high: 0, low: 0 };
    const key = refKey(refOf(change));
    if (isMove(change)) {
      this.moved(key);
      entry.moved = key;
    }
    if (!this.#entities.has(key)) {
      this.#entities.add(key, seq);
      entry.high = hashed.high;
      entry.low = hashed.low;
      if (document !== undefined) this.#fresh.set(key, document);
    }
    this.#uncommitted.push(entry);
    this.#seqs.push(seq);
  }

  /** It stands there again, where something that could not be read stood. */
  mended(change: Change, seq: number): void {
    this.#ids.add(change.id, seq);
    const key = refKey(refOf(change));
    if (!this.#entities.has(key)) this.#entities.add(key, seq);
    if (isMove(change)) this.moved(key);
  }

  #putBack({ idHigh, idLow, high, low, moved }: KnownEntry, seq: number): void {
    this.#ids.put(idHigh, idLow, seq);
    if (high !== 0 || low !== 0) this.#entities.put(high, low, seq);
    if (moved !== undefined) this.moved(moved);
  }

  /** The entries committed since the last call, in the order of the log. */
  takeEntries(): KnownEntry[] {
    return this.#entries.splice(0);
  }

  get waiting(): number {
    return this.#entries.length;
  }

  /** The transaction that added something is committed, or undone. */
  ended(isCommitted: boolean): void {
    for (const [index, entry] of this.#uncommitted.entries())
      if (isCommitted) this.#entries.push(entry);
      else this.#takeOut(entry, this.#seqs[index] ?? 0);
    this.#uncommitted = [];
    this.#seqs = [];
    this.#fresh.clear();
  }

  #takeOut({ idHigh, idLow, high, low }: KnownEntry, seq: number): void {
    this.#ids.remove(idHigh, idLow, seq);
    if (high !== 0 || low !== 0) this.#entities.remove(high, low, seq);
  }

  /** The entity with this key lies in several stores, or was about to. */
  moved(key: string): void {
    this.#moved.add(key);
  }

  /** All that was moved or was about to be. */
  get movedRefs(): EntityRef[] {
    return [...this.#moved].map((key) => {
      const [entity = '', ...id] = key.split('/');
      return { entity, id: id.join('/') };
    });
  }

  /** True if any entity has moved, or was about to. */
  get hasMoves(): boolean {
    return this.#moved.size > 0;
  }

  hasMoved(key: string): boolean {
    return this.#moved.has(key);
  }

  /** Every place of a change. */
  placesOf(sql: Sql, id: string): LoggedChange[] {
    const seqs = this.#ids.of(id);
    return seqs.length === 0 ? [] : changesAt(sql, seqs).filter(({ change }) => change.id === id);
  }

  /** The document in which an entity came first. */
  documentOf(sql: Sql, key: string): string | undefined {
    return this.#fresh.get(key) ?? this.#firstOf(sql, key)?.document;
  }

  #firstOf(sql: Sql, key: string): LoggedChange | undefined {
    const seqs = this.#entities.of(key);
    return seqs.length === 0
      ? undefined
      : changesAt(sql, seqs).find(({ change }) => refKey(refOf(change)) === key);
  }
}
