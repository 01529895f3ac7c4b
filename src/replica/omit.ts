/** A copy of a record without some of its fields. */
export function omit<T extends object, K extends keyof T>(from: T, ...fields: K[]): Omit<T, K> {
  const copy = { ...from };
  for (const field of fields) Reflect.deleteProperty(copy, field);
  return copy;
}
