/** What to do with a fast burst of keys: nothing, where it may be a person's text in a field. */
import { readLabel, readOwnLabel } from '#shared/domain/label/label';
import type { Burst } from './wedge';

const isLabel = (text: string, now: number): boolean => {
  if (readOwnLabel(text) !== undefined) return true;
  const read = readLabel(text, now);
  return read.ok && read.value.gtin !== undefined;
};

/**
 * The text that was scanned. Of the two readings the one that is a label counts. In a field only a label is taken out
 * of it again: a plain number may be just what the person wanted there.
 */
export function heard({ text, usText }: Burst, inField: boolean, now: number): string | undefined {
  for (const reading of [text, usText]) if (isLabel(reading, now)) return reading;
  return inField ? undefined : text;
}
