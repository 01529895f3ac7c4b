/**
 * This process's own copy of the log, in a SQLite file: the judge, the sockets and the rows read here. It takes in the changes that other
 * processes appended, in order, and proves each row by the chain. It may be thrown away.
 */
import type { Mark } from '#shared/proof/digest';
import type { Tx } from '../../port/central-database';
import type { LoggedChange } from '../../port/changes';
import type { StoredElsewhere } from '../../port/others';
import { unreadablesMet } from '../../sqlite/log/unreadable';
import type { SqliteDatabase } from '../../sqlite/open-database';
import type { PgSql } from '../sql';
import { Authors } from './authors';
import { chainAfter } from './chain';
import { changesIn, tailAfter, type Head, type PgRun, type Tail } from './run';

/** The copy is of another log, or of a past that the database does not have any more. */
export class CopyDiffers extends Error {}

const KEY = 'copy_of';

interface CopyOf {
  /** of the log */
  id: string;
  last: number;
  /** hex */
  chain: string;
}

/** Rows taken in by one transaction; fewer where others are served meanwhile. */
const STEP = 500;
export const SMALL_STEP = 20;

interface TakingIn {
  /** called in the order of the log */
  onTaken?: (taken: StoredElsewhere[]) => void;
  /** changes up to here are known to the listener: of them it is not called */
  knownTo?: number;
  step?: number;
}

export class LogCopy {
  readonly authors = new Authors();
  readonly #local: SqliteDatabase;
  readonly #id: string;
  #head: Head;
  #hasUnreadable = false;

  private constructor(local: SqliteDatabase, id: string, head: Head) {
    this.#local = local;
    this.#id = id;
    this.#head = head;
  }

  /** Of the log with this id. Throws CopyDiffers where the file is a copy of another. */
  static async of(local: SqliteDatabase, id: string): Promise<LogCopy> {
    const text = await local.transaction(({ changes }) => changes.meta(KEY));
    if (text === undefined) {
      if ((await local.changes.lastSeq()) > 0) throw new CopyDiffers('what is there is no copy');
      return new LogCopy(local, id, { last: 0, chain: Buffer.alloc(0) });
    }
    const known = noted(text);
    if (known.id !== id || known.last !== (await local.changes.lastSeq()))
      throw new CopyDiffers('it is a copy of another database');
    return new LogCopy(local, id, { last: known.last, chain: Buffer.from(known.chain, 'hex') });
  }

  /** Something that cannot be read was taken in as PostgreSQL itself has it. */
  get hasUnreadable(): boolean {
    return this.#hasUnreadable;
  }

  get head(): Head {
    return this.#head;
  }

  /** Takes in everything up to `to`. */
  async takeIn(
    sql: PgSql,
    to: Head,
    { onTaken = () => undefined, knownTo = 0, step = STEP }: TakingIn = {},
  ): Promise<void> {
    while (this.#head.last < to.last) {
      const tail = await tailAfter(sql, this.#head.last, step, to.last);
      const head = proven(this.#head, tail.runs);
      const taken = await this.#take(sql, tail, head, knownTo);
      this.#head = head;
      onTaken(taken);
    }
    this.demandSame(to);
  }

  /** Throws CopyDiffers unless the copy is exactly as far as the log, and of it. */
  demandSame({ last, chain }: Head): void {
    if (this.#head.last !== last || !isSameBytes(this.#head.chain, chain))
      throw new CopyDiffers('the database has another past than its copy here');
  }

  /** In the transaction in which changes of this process are added; counts once that is committed. */
  note(changes: Tx['changes'], head: Head): Promise<void> {
    const text: CopyOf = { id: this.#id, last: head.last, chain: Buffer.from(head.chain).toString('hex') };
    return changes.setMeta(KEY, JSON.stringify(text));
  }

  moveTo(head: Head): void {
    this.#head = head;
  }

  async #take(
    sql: PgSql,
    { runs, placements }: Tail,
    head: Head,
    knownTo: number,
  ): Promise<StoredElsewhere[]> {
    const before = unreadablesMet();
    const changes = runs.flatMap(changesIn);
    if (unreadablesMet() !== before) this.#hasUnreadable = true;
    const another = await this.authors.saidByAnother(sql, changes);
    return this.#local.transaction(async (tx) => {
      await tx.changes.insertChanges(changes);
      await tx.changes.assignOwners(placements.filter(({ seq }) => seq <= head.last));
      for (const key of another) await tx.changes.setMeta(key, '1');
      await this.note(tx.changes, head);
      const news = changes.filter(({ seq }) => seq > knownTo);
      return elsewhere(news, (document, clients) => tx.proofs.marks(document, clients));
    });
  }
}

/** Written by `note`. */
function noted(text: string): CopyOf {
  try {
    return JSON.parse(text) as CopyOf;
  } catch (cause) {
    throw new CopyDiffers('what it is a copy of cannot be read', { cause });
  }
}

const isSameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** The head after these rows, which must follow it without a gap. */
function proven(from: Head, runs: readonly PgRun[]): Head {
  let { last, chain } = from;
  if (runs.length === 0) throw new CopyDiffers('the database lacks what it had');
  for (const run of runs) {
    chain = chainAfter(chain, run);
    if (run.last - run.count !== last || !isSameBytes(chain, run.chain))
      throw new CopyDiffers('the log does not go on where its copy ends');
    last = run.last;
  }
  return { last, chain };
}

async function elsewhere(
  changes: readonly LoggedChange[],
  marksOf: (document: string, clients: readonly number[]) => Promise<Mark[]>,
): Promise<StoredElsewhere[]> {
  const byDocument = new Map<string, LoggedChange[]>();
  for (const one of changes) {
    const known = byDocument.get(one.document);
    if (known) known.push(one);
    else byDocument.set(one.document, [one]);
  }
  const stored: StoredElsewhere[] = [];
  for (const [document, own] of byDocument) {
    const vector = new Map(own.map(({ client, clock }) => [client, clock + 1]));
    stored.push({ document, vector, marks: await marksOf(document, [...vector.keys()]), changes: own });
  }
  return stored;
}
