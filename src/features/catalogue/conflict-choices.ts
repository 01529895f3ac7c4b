/** The values that stand against each other in a field, and what is said to settle it. */
import type { Write } from '#shared/change/fold';
import { equalJson, type Json } from '#shared/json';
import type { Values } from '#shared/commands/values';
import { fieldOf } from './property-value';

export interface Choice {
  value: Json;
  hlc: string;
  /** the value that stands now */
  standing: boolean;
}

/** One choice for each different value, the one that stands first, then the latest. */
export function choicesOf(winner: Write, others: readonly Write[]): Choice[] {
  const choices: Choice[] = [{ value: winner.value, hlc: winner.hlc, standing: true }];
  for (const { value, hlc } of [...others].reverse()) {
    if (!choices.some((choice) => equalJson(choice.value, value)))
      choices.push({ value, hlc, standing: false });
  }
  return choices;
}

/** `properties.<key>` becomes the one key of `properties`. */
export function settlingValues(field: string, value: Json): Values {
  const prefix = fieldOf('');
  return field.startsWith(prefix)
    ? { properties: { [field.slice(prefix.length)]: value } }
    : { [field]: value };
}
