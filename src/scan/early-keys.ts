/**
 * The keys of a scanner that come before the part that hears scanners: they are kept from the first script on, and heard later. Only
 * on a device that has joined a site, where no password is asked for at the start.
 */

export interface EarlyKey {
  event: KeyboardEvent | InputEvent;
  /** the text of the field that it went to, as it was before */
  value: string | undefined;
}

/** several labels with their ends */
const MOST_KEYS = 400;
const kinds = ['keydown', 'beforeinput'] as const;

let kept: EarlyKey[] | undefined;

function keep(event: Event): void {
  if (!(event instanceof KeyboardEvent || event instanceof InputEvent)) return;
  const { target } = event;
  const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  kept?.push({ event, value: isField ? target.value : undefined });
  if (kept && kept.length > MOST_KEYS) kept.shift();
}

export function keepEarlyKeys(): void {
  kept = [];
  for (const kind of kinds) addEventListener(kind, keep, { capture: true, passive: true });
}

/** Hands them over once, and keeps no more. */
export function takeEarlyKeys(): EarlyKey[] {
  for (const kind of kinds) removeEventListener(kind, keep, { capture: true });
  const keys = kept ?? [];
  kept = undefined;
  return keys;
}

/**
 * The text that was typed behind a label, in a field that holds `now` and held `ended` when the label had ended (undefined: that is now).
 * Undefined where the field was changed otherwise: then nothing of it can be taken out again.
 */
export const sinceLabel = (now: string, ended: string | undefined): string | undefined =>
  ended === undefined ? '' : now.startsWith(ended) ? now.slice(ended.length).replace(/^\n/, '') : undefined;
