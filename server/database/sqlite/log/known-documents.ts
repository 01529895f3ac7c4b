/**
 * Documents that were written lately, in memory: how far each client is in them, and the digest there; and the end of the log. Each commit
 * asks for that of each document that it touches, several times. Only what is committed is kept, and only while nobody else writes in the
 * file.
 */
import type { Mark } from '#shared/proof/digest';
import { readHeads } from '../change-reader';
import { headMarks } from '../chains';
import type { Sql } from '../sql';
import { lastSeq } from './append';

export interface KnownDocument {
  /** undefined: nobody wrote in it yet */
  id: number | undefined;
  /** per client, its next clock */
  heads: Map<number, number>;
  /** the digests at those heads; a client may lack its own */
  marks: Map<number, Mark>;
}

/** Documents kept at once, some 500 bytes each. */
const MOST = 20_000;

export class KnownDocuments {
  /** the one that was asked for last stands last */
  readonly #documents = new Map<string, KnownDocument>();
  readonly #clients = new Map<number, string>();
  /** what the transaction that is under way asked for: it may have altered them */
  readonly #touched = new Set<string>();
  #version: number | undefined;
  /** the sequence number of the last change of the log, with those of the transaction under way */
  #last: number | undefined;

  /** At the start of a transaction. The number is SQLite's own, and moves when another connection has written. */
  begin(sql: Sql): void {
    const version = sql.get<{ data_version: number }>('PRAGMA data_version')?.data_version;
    if (version !== this.#version) this.forget();
    this.#version = version;
  }

  /** What the caller alters must be written in the same transaction. */
  of(sql: Sql, name: string): KnownDocument {
    this.#touched.add(name);
    const known = this.#documents.get(name) ?? read(sql, name);
    this.#documents.delete(name);
    this.#documents.set(name, known);
    return known;
  }

  /** The device of a client id, from what was found before; it never changes. */
  deviceOf(client: number): string | undefined {
    return this.#clients.get(client);
  }

  /** Not for what the transaction itself registers: that may still be undone. */
  rememberDevice(client: number, deviceId: string): void {
    if (this.#clients.size >= MOST) this.#clients.clear();
    this.#clients.set(client, deviceId);
  }

  lastSeq(sql: Sql): number {
    return (this.#last ??= lastSeq(sql));
  }

  /** The transaction that is under way has added changes to the log, up to this one. */
  grew(seq: number): void {
    this.#last = seq;
  }

  /** The transaction is committed, or undone: then it is read again. */
  ended(isCommitted: boolean): void {
    if (!isCommitted) this.#last = undefined;
    if (!isCommitted) for (const name of this.#touched) this.#documents.delete(name);
    this.#touched.clear();
    for (const name of this.#documents.keys()) {
      if (this.#documents.size <= MOST) return;
      this.#documents.delete(name);
    }
  }

  forget(): void {
    this.#documents.clear();
    this.#clients.clear();
    this.#last = undefined;
  }
}

function read(sql: Sql, name: string): KnownDocument {
  const id = sql.get<{ id: number }>('SELECT id FROM documents WHERE name = ?', name)?.id;
  if (id === undefined) return { id, heads: new Map(), marks: new Map() };
  const heads = readHeads(sql, [name]).get(name) ?? new Map<number, number>();
  return { id, heads, marks: headMarks(sql, name) };
}
