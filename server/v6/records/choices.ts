/**
 * Choices of properties on the wire: one text, separated by commas. A comma within a choice goes out as another sign that looks like
 * one, and comes back as itself.
 */
import type { AssetProperty } from '#shared/domain/hierarchy';
import type { Json, JsonObject } from '#shared/json';

const LOOKS_LIKE_COMMA = '\u201A';

const written = (choice: string): string => choice.replaceAll(',', LOOKS_LIKE_COMMA);

export const writeChoices = (choices: readonly string[] | undefined): string | null =>
  choices && choices.length > 0 ? choices.map(written).join(',') : null;

export interface Choices {
  /** Values of properties as sites have them. */
  out(properties: JsonObject): JsonObject;
  /** The words of sites, as the choices that they mean. */
  in(properties: JsonObject): JsonObject;
}

export function choicesOf(properties: readonly AssetProperty[]): Choices {
  const byKey = new Map<string, Map<string, string>>();
  for (const { key, allowedValues = [] } of properties) {
    const known = byKey.get(key) ?? new Map<string, string>();
    for (const choice of allowedValues) known.set(written(choice), choice);
    byKey.set(key, known);
  }
  const mapped = (
    values: JsonObject,
    of: (known: Map<string, string>, value: string) => string,
  ): JsonObject =>
    Object.fromEntries(
      Object.entries(values).map(([key, value]): [string, Json] => {
        const known = byKey.get(key);
        return [key, known && typeof value === 'string' ? of(known, value) : value];
      }),
    );
  return {
    out: (values) =>
      mapped(values, (known, value) => ([...known.values()].includes(value) ? written(value) : value)),
    in: (values) => mapped(values, (known, value) => known.get(written(value.trim())) ?? value),
  };
}
