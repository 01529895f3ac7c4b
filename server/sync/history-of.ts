/** The positions of changes. */
import type { Tx } from '../database/port/central-database';
import type { StoredChange } from '../database/port/changes';

export interface Placed extends Pick<StoredChange, 'change' | 'body'> {
  documents: string[];
}

/** Each of these changes once, with every document in which it stands. */
export async function placesOf(
  { changes }: Tx,
  known: readonly Pick<StoredChange, 'change'>[],
): Promise<Placed[]> {
  const entries = new Map<string, Placed>();
  for (const { change, body, document } of await changes.changesByIds(known.map((one) => one.change.id))) {
    const entry = entries.get(change.id);
    if (entry) entry.documents.push(document);
    else entries.set(change.id, { change, body, documents: [document] });
  }
  return [...entries.values()];
}
