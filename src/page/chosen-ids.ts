/** Sets of chosen ids; each change makes a new one, so that every view of it sees the change. */
export type ChosenIds = ReadonlySet<string>;

export const nothingChosen: ChosenIds = new Set();

export const toggled = (ids: ChosenIds, id: string): ChosenIds => chosenAs(ids, [id], !ids.has(id));

/** Takes all of these in, or leaves all of them out. */
export function chosenAs(ids: ChosenIds, changed: Iterable<string>, chosen: boolean): ChosenIds {
  const next = new Set(ids);
  for (const id of changed) {
    if (chosen) next.add(id);
    else next.delete(id);
  }
  return next;
}
