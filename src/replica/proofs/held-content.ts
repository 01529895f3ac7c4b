/** The content of a device's documents, for comparison with central's list (rules P4, P5). */
import { rootOf, toHex, type Mark } from '#shared/proof/digest';
import type { ReplicaDatabase } from '../database';

/** The roots of each document here, and the documents of which something is proven. */
export async function heldContent(
  db: ReplicaDatabase,
): Promise<{ roots: Map<string, string>; proven: Set<string> }> {
  const marks = new Map<string, Mark[]>();
  await db.chains.each((mark) => void marks.set(mark.document, [...(marks.get(mark.document) ?? []), mark]));
  const roots = new Map([...marks].map(([document, own]) => [document, toHex(rootOf(own))]));
  return { roots, proven: new Set((await db.receipts.orderBy('document').uniqueKeys()).map(String)) };
}
