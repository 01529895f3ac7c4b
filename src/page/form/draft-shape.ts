/** Fits a draft that another version of the app may have kept to the form as it is now. */

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A copy of `blank` with the draft's values for its fields. Fields that the form does not know, and values of another type, are
 * left out. An object that is empty in the blank form takes all fields of the draft.
 */
export function fitDraft<Draft extends object>(blank: Draft, kept: unknown): Draft {
  const fitted = structuredClone(blank);
  if (!isObject(kept)) return fitted;
  for (const [field, value] of Object.entries(kept)) {
    const before: unknown = Reflect.get(fitted, field);
    if (isObject(before) && isObject(value))
      Reflect.set(fitted, field, Object.keys(before).length > 0 ? fitDraft(before, value) : value);
    else if (typeof before === typeof value && Array.isArray(before) === Array.isArray(value))
      Reflect.set(fitted, field, value);
  }
  return fitted;
}
