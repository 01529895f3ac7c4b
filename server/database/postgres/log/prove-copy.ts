/**
 * Compares the chain of one client in this process's copy, change by change and digest by digest, with PostgreSQL: a peer has another digest
 * there, and a value that a disk has altered reads like any other.
 */
import { firstDigest, nextDigest, sameDigest, type Mark } from '#shared/proof/digest';
import { hash } from '../../sqlite/chains';
import { SpoiltLog } from '../../sqlite/log/noticing';
import type { SqliteDatabase } from '../../sqlite/open-database';
import { readBody } from '../../sqlite/stored-json';
import type { PgPool } from '../pool';
import type { OwnCopy } from './own-copy';
import { bodiesFrom } from './run';

/** A peer may say what it likes: a chain that was looked at is believed for so long, milliseconds. */
const BELIEVED_MS = 10 * 60 * 1000;
/** Chains of which that is remembered. */
const MOST = 1000;

const MARKS = `SELECT client, clock, digest FROM chain_marks
  WHERE document = (SELECT id FROM documents WHERE name = ?) AND client = ?`;

export class CopyProver {
  readonly #looked = new Map<string, number>();
  #work: Promise<void> = Promise.resolve();

  constructor(
    private readonly pool: PgPool,
    private readonly own: OwnCopy,
  ) {}

  /** Where the copy is spoilt, another is made. One chain at a time. */
  prove(document: string, client: number): Promise<void> {
    const key = `${client} ${document}`;
    const now = performance.now();
    if (now < (this.#looked.get(key) ?? -Infinity) + BELIEVED_MS) return this.#work;
    if (this.#looked.size >= MOST) this.#looked.clear();
    this.#looked.set(key, now);
    const proof = this.#work.then(() => this.#prove(document, client));
    this.#work = proof.catch(() => void this.#looked.delete(key));
    return proof;
  }

  async #prove(document: string, client: number): Promise<void> {
    const { local } = this.own;
    if (this.own.isBeingMade || (await isSame(this.pool, local, document, client))) return;
    if (local === this.own.local) this.own.spoilt(new SpoiltLog(`another value stands in ${document}`));
  }
}

/** True if all that the copy has of the chain is what PostgreSQL has there. */
async function isSame(
  pool: PgPool,
  local: SqliteDatabase,
  document: string,
  client: number,
): Promise<boolean> {
  const marks = new Map(
    local.file.read((sql) => sql.all<Mark>(MARKS, document, client)).map((mark) => [mark.clock, mark]),
  );
  const head = (await local.changes.heads([document])).get(document)?.get(client) ?? 0;
  let digest = firstDigest(document, client, hash);
  let clock = 0;
  while (clock < head) {
    const there = await pool.read((sql) => bodiesFrom(sql, document, client, clock));
    const here = await local.changes.page(document, client, clock, there.length);
    if (there.length === 0) return false;
    for (const [index, body] of there.slice(0, head - clock).entries()) {
      if (Buffer.compare(body, here[index]?.body ?? Buffer.alloc(0)) !== 0) return false;
      digest = nextDigest(digest, readBody(body), hash);
      const mark = marks.get(clock + index + 1);
      if (mark && !sameDigest(mark.digest, digest)) return false;
    }
    clock += there.length;
  }
  return true;
}
