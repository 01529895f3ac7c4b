/** The meaning of a fast burst of keys: none, where it may be a person's text in a field. */
import { readLabel } from '#shared/domain/label/label';
import { labelKeys } from '#shared/domain/label/label-keys';
import { readBareId, readOwnLabel } from '#shared/domain/label/own-label';
import { sentText } from '#shared/domain/label/sent-text';
import type { Burst } from './wedge';

/** True if a text is surely a label of equipment; `now` in milliseconds. */
export function isLabel(scanned: string, now: number): boolean {
  if (readOwnLabel(scanned) !== undefined || readBareId(scanned) !== undefined) return true;
  const { text, kind } = sentText(scanned);
  const read = readLabel(text, now);
  if (!read.ok)
    return kind === 'gs1' || (kind === 'like-gs1' && read.issues[0]?.code === 'label-foreign-sign');
  return read.value.gtin !== undefined || labelKeys(read.value).length > 0;
}

/**
 * The text that was scanned. Of the two readings the one that is a label counts. In a field only a label is taken out
 * of it again: a plain number may be just what the person wanted there.
 */
export function heard({ text, usText }: Burst, inField: boolean, now: number): string | undefined {
  for (const reading of [text, usText]) if (isLabel(reading, now)) return reading;
  return inField ? undefined : text;
}

/**
 * The text that was typed behind a label, in a field that holds `now` and held `ended` when the label had ended (undefined: that is now).
 * Undefined where the field was changed otherwise: then nothing of it can be taken out again.
 */
export const sinceLabel = (now: string, ended: string | undefined): string | undefined =>
  ended === undefined ? '' : now.startsWith(ended) ? now.slice(ended.length).replace(/^\n/, '') : undefined;
