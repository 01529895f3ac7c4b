/** Starts and keys in PostgreSQL. Digests follow from the log: each process keeps them beside its copy. */
import type { ProofReader, ReceiptKey, Start } from '../port/proofs';
import type { CopyProver } from './log/prove-copy';
import type { PgPool } from './pool';
import type { PgSql } from './sql';

export const readKeys = async (sql: PgSql): Promise<ReceiptKey[]> => {
  const keys = await sql.all<ReceiptKey>('SELECT key_id AS "keyId", key FROM receipt_keys ORDER BY position');
  return keys.map(({ keyId, key }) => ({ keyId, key: new Uint8Array(key) }));
};

export const addKey = (sql: PgSql, { keyId, key }: ReceiptKey, madeAt: string): Promise<void> =>
  sql.run('INSERT INTO receipt_keys (key_id, key, made_at) VALUES (?, ?, ?)', keyId, key, madeAt);

export const addStart = (sql: PgSql, start: number, fromSeq: number, beganAt: string): Promise<void> =>
  sql.run('INSERT INTO starts (start, from_seq, began_at) VALUES (?, ?, ?)', start, fromSeq, beganAt);

export const pgProofReader = (
  pool: PgPool,
  local: Pick<ProofReader, 'marks' | 'markBefore'>,
  prover: CopyProver,
): ProofReader => ({
  marks: (documents) => local.marks(documents),
  markBefore: (document, client, clock) => local.markBefore(document, client, clock),
  prove: (document, client) => prover.prove(document, client),
  starts: () =>
    pool.read((sql) => sql.all<Start>('SELECT start, from_seq AS "fromSeq" FROM starts ORDER BY position')),
  keys: () => pool.read(readKeys),
});
