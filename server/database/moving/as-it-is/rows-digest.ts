/** The digest of rows in any order: the sum of what each of them hashes to. */
import { createHash } from 'node:crypto';

export type AnyRow = (string | Uint8Array | null)[];

const WIDTH = 128n;

export function rowsDigest(): { add(row: AnyRow): void; result(): { rows: number; digest: string } } {
  let rows = 0;
  let sum = 0n;
  return {
    add: (row) => {
      rows += 1;
      sum = BigInt.asUintN(Number(WIDTH), sum + BigInt(`0x${hashOf(row)}`));
    },
    result: () => ({ rows, digest: sum.toString(16) }),
  };
}

function hashOf(row: AnyRow): string {
  const hash = createHash('sha256');
  for (const value of row) {
    const kind = value === null ? 'n' : typeof value === 'string' ? 't' : 'b';
    hash.update(`${kind}${value?.length ?? 0}:`);
    if (value !== null) hash.update(value);
  }
  return hash.digest('hex').slice(0, 32);
}
