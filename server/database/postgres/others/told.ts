/** The messages of processes to each other: rows in the order in which they were written, so that nobody misses one. */
import type { Told } from '../../port/others';
import type { PgPool } from '../pool';

interface ToldRow extends Told {
  id: number;
}

/** The time for which messages are kept: a process that hears nothing for so long lets all its sockets come back. */
const KEPT = '1 hour';

export class ToldReader {
  readonly #pool: PgPool;
  #last = 0;

  private constructor(pool: PgPool, last: number) {
    this.#pool = pool;
    this.#last = last;
  }

  /** From now on. */
  static async open(pool: PgPool): Promise<ToldReader> {
    const found = await pool.read((sql) =>
      sql.get<{ last: number }>('SELECT coalesce(max(id), 0) AS last FROM told'),
    );
    return new ToldReader(pool, found?.last ?? 0);
  }

  async read(): Promise<Told[]> {
    const last = this.#last;
    const found = await this.#pool.read((sql) =>
      sql.all<ToldRow>('SELECT id, what, subject FROM told WHERE id >= ? ORDER BY id', last),
    );
    this.#last = found.at(-1)?.id ?? last;
    const [first] = found;
    // they go the oldest first: while the one that was read last is there, so are all that came after it
    if (last > 0 && first && first.id > last + 1) return [{ what: 'refresh-all', subject: '' }];
    return found.flatMap(({ id, what, subject }) => (id > last ? [{ what, subject }] : []));
  }
}

/** Written one at a time, in all processes: so ids become visible in their order. */
export const tell = (pool: PgPool, channel: string, { what, subject }: Told): Promise<void> =>
  pool.write('registry', async (sql) => {
    await sql.run('INSERT INTO told (what, subject) VALUES (?, ?)', what, subject);
    await sql.run(`DELETE FROM told WHERE at < now() - interval '${KEPT}'`);
    await sql.get('SELECT pg_notify(?, ?)', channel, '');
  });
