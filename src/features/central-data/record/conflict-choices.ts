/** The values that stand against each other in a field. */
import type { Write } from '#shared/change/fold';
import { equalJson, type Json } from '#shared/json';

export interface Choice {
  value: Json;
  hlc: string;
  userId: string;
  /** the value that stands now */
  standing: boolean;
}

/** One choice for each different value: the one that stands first, then the latest. */
export function choicesOf(winner: Write, others: readonly Write[]): Choice[] {
  const choices: Choice[] = [{ ...pick(winner), standing: true }];
  for (const write of [...others].reverse()) {
    if (!choices.some(({ value }) => equalJson(value, write.value)))
      choices.push({ ...pick(write), standing: false });
  }
  return choices;
}

const pick = ({ value, hlc, userId }: Write): Omit<Choice, 'standing'> => ({ value, hlc, userId });
