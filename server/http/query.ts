/** Reads the part after the `?`: a parameter without a value was not given, one that is given again adds to a list. */
export function readQuery(text: string): Record<string, string> {
  const said = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text)) {
    const before = said.get(name);
    if (value !== '') said.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(said);
}
