/** Proves a copy: of each table the number of its rows and a digest over all of them, on both sides. */
import { createHash } from 'node:crypto';
import { tables, type Side, type Value } from './tables';

export interface TableProof {
  table: string;
  rows: number;
  digest: string;
}

const plain = (value: Value): string | number | null =>
  value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;

export async function proofsOf(side: Side): Promise<TableProof[]> {
  const proofs: TableProof[] = [];
  for (const table of tables) {
    const hash = createHash('sha256');
    let rows = 0;
    await side.rows(table, (row) => {
      rows += 1;
      hash.update(JSON.stringify(row.map(plain)));
    });
    proofs.push({ table: table.name, rows, digest: hash.digest('hex') });
  }
  const placements = await side.placements();
  const newest = await side.newestCursor();
  const rest = createHash('sha256').update(JSON.stringify([placements, newest]));
  proofs.push({ table: 'placements', rows: placements.length, digest: rest.digest('hex') });
  return proofs;
}

/** The tables in which the two differ. */
export const differing = (a: readonly TableProof[], b: readonly TableProof[]): string[] =>
  a.flatMap((one, index) => {
    const other = b[index];
    return other?.table === one.table && other.rows === one.rows && other.digest === one.digest
      ? []
      : [one.table];
  });
