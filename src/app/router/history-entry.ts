/** The state that the browser's history carries for each of our entries: its place in the order, and a name of its own. */
export interface Entry {
  index: number;
  key: string;
}

export const newEntry = (index: number): Entry => ({
  index,
  key: crypto.getRandomValues(new Uint32Array(2)).join('-'),
});

/** The entry in a history state, or undefined when another program, or nobody, wrote it. */
export function entryOf(state: unknown): Entry | undefined {
  if (typeof state !== 'object' || state === null || !('index' in state) || !('key' in state))
    return undefined;
  const { index, key } = state;
  return typeof index === 'number' && typeof key === 'string' ? { index, key } : undefined;
}
