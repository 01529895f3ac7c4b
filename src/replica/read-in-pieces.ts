/** Thousands of records without a moment in which the page stands still: a few hundred at a time, each in a task of its own. */
import type { Table } from 'dexie';

const PIECE = 400;

/** All records of a table, by id. A record written between two pieces may or may not be among them. */
export async function readInPieces<T extends { id: string }>(table: Table<T, string>): Promise<T[]> {
  const all: T[] = [];
  for (;;) {
    const last = all.at(-1);
    const rest = last ? table.where(':id').above(last.id) : table.orderBy(':id');
    const piece = await rest.limit(PIECE).toArray();
    all.push(...piece);
    if (piece.length < PIECE) return all;
  }
}
