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

function keep(event: KeyboardEvent | InputEvent): void {
  const { value } = event.target as Partial<HTMLInputElement>;
  if (kept && kept.length < MOST_KEYS) kept.push({ event, value });
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
