/**
 * What the judge asks of every change that was ever stored, in memory: where an id stands, and where an entity came first.
 * Sequence numbers by hash; what they lead to is read and compared, so a hash that two texts share does no harm. What a
 * transaction added that is undone is taken out again: its numbers go to others.
 */
import type { Change } from '#shared/change/change';
import { isMove } from '#shared/change/owner';
import { refKey, refOf, type EntityRef } from '#shared/change/entity-ref';
import type { LoggedChange } from '../../port/changes';
import type { Sql } from '../sql';
import { NumberTable } from './number-table';
import { changesAfter, changesAt } from './runs';
import { lastSeq } from './append';

const MOVED = 'SELECT DISTINCT entity, entity_id AS id FROM placements';

/** Changes read at once when the server starts. */
const STEP = 1000;

export class KnownChanges {
  readonly #ids: NumberTable;
  readonly #entities: NumberTable;
  readonly #moved = new Set<string>();
  /** what the transaction that is under way added */
  #added: { table: NumberTable; text: string; seq: number }[] = [];

  constructor(room: number) {
    this.#ids = new NumberTable(room);
    this.#entities = new NumberTable(room / 2);
  }

  static load(sql: Sql): KnownChanges {
    const known = new KnownChanges(lastSeq(sql));
    for (const { entity, id } of sql.all<EntityRef>(MOVED)) known.moved(refKey({ entity, id }));
    let seq = 0;
    for (;;) {
      const before = seq;
      for (const logged of changesAfter(sql, seq, STEP)) known.add(logged.change, (seq = logged.seq));
      known.ended(true);
      if (seq === before) return known;
    }
  }

  add(change: Change, seq: number): void {
    this.#add(this.#ids, change.id, seq);
    const key = refKey(refOf(change));
    if (isMove(change)) this.moved(key);
    if (this.#entities.of(key).length === 0) this.#add(this.#entities, key, seq);
  }

  /** The transaction that added something is committed, or undone. */
  ended(isCommitted: boolean): void {
    if (!isCommitted) for (const { table, text, seq } of this.#added) table.remove(text, seq);
    this.#added = [];
  }

  #add(table: NumberTable, text: string, seq: number): void {
    table.add(text, seq);
    this.#added.push({ table, text, seq });
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

  hasMoved(key: string): boolean {
    return this.#moved.has(key);
  }

  /** Every place of a change. */
  placesOf(sql: Sql, id: string): LoggedChange[] {
    const seqs = this.#ids.of(id);
    return seqs.length === 0 ? [] : changesAt(sql, seqs).filter(({ change }) => change.id === id);
  }

  /** The first change of an entity. */
  firstOf(sql: Sql, key: string): LoggedChange | undefined {
    const seqs = this.#entities.of(key);
    return seqs.length === 0
      ? undefined
      : changesAt(sql, seqs).find(({ change }) => refKey(refOf(change)) === key);
  }
}
