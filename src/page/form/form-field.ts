/** The value of a field that an issue names, as a text to compare with. */

/** A field may lie one step deeper than the issue says: `serialNumber` in the draft's `asset`. */
export function valueOfField(draft: object, field: string | undefined): string {
  if (field === undefined) return '';
  const found = at(draft, field) ?? inside(draft, field);
  return found === undefined ? '' : JSON.stringify(found);
}

function inside(draft: object, field: string): unknown {
  for (const key of Object.keys(draft)) {
    const part: unknown = Reflect.get(draft, key);
    const found = typeof part === 'object' && part !== null ? at(part, field) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `stores.0.code`, or a key that is written like it. */
function at(draft: object, path: string): unknown {
  if (Object.hasOwn(draft, path)) return Reflect.get(draft, path);
  let value: unknown = draft;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}
