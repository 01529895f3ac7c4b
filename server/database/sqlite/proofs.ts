/** Digests, starts and keys in the SQLite database. */
import type { Mark } from '#shared/proof/digest';
import type { ProofReader, ProofTx, ReceiptKey, Start } from '../port/proofs';
import { lastSeq } from './log/append';
import { headMarks, markBefore } from './chains';
import type { KnownDocuments } from './log/known-documents';
import type { Sql, SqliteFile } from './sqlite-file';

const marksOf = (sql: Sql, documents: readonly string[]): Map<string, Map<number, Mark>> =>
  new Map(documents.map((document) => [document, headMarks(sql, document)]));

const keys = (sql: Sql): ReceiptKey[] =>
  sql.all<ReceiptKey>('SELECT key_id AS keyId, key FROM receipt_keys ORDER BY position');

export function sqliteProofReader(file: SqliteFile): ProofReader {
  const read = async <T>(query: (sql: Sql) => T): Promise<T> => file.read(query);
  return {
    marks: (documents) => read((sql) => marksOf(sql, documents)),
    markBefore: (document, client, clock) => read((sql) => markBefore(sql, document, client, clock)),
    starts: () =>
      read((sql) => sql.all<Start>('SELECT start, from_seq AS fromSeq FROM starts ORDER BY position')),
    keys: () => read(keys),
  };
}

export const sqliteProofTx = (sql: Sql, documents: KnownDocuments): ProofTx => ({
  marks: async (document, clients) => {
    const { marks } = documents.of(sql, document);
    return clients.flatMap((client) => marks.get(client) ?? []);
  },
  lastSeq: async () => lastSeq(sql),
  addStart: async (start, beganAt) =>
    sql.run(
      `INSERT INTO starts (start, from_seq, began_at) SELECT ?, coalesce(max(last), 0), ? FROM log`,
      start,
      beganAt,
    ),
  addKey: async ({ keyId, key }, madeAt) =>
    sql.run('INSERT INTO receipt_keys (key_id, key, made_at) VALUES (?, ?, ?)', keyId, key, madeAt),
  keys: async () => keys(sql),
});
