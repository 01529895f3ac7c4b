/** Keys of a handheld scanner that come before its listener is there, for which the first page does not wait: it hears them then. */
const early: KeyboardEvent[] = [];
const MOST = 400;
/** Older ones were meant for what was on the screen then. */
const FRESH_MS = 10_000;

/** Text that is typed into a field stays there: it may be a person's. */
const isForField = ({ target }: Event): boolean =>
  target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable);

function keep(event: KeyboardEvent): void {
  if (!isForField(event) && early.length < MOST) early.push(event);
}

export const listenEarly = (): void => addEventListener('keydown', keep, { capture: true });

/** The keys that were pressed so far. Returns them once. */
export function earlyKeys(): KeyboardEvent[] {
  removeEventListener('keydown', keep, { capture: true });
  return early.splice(0).filter(({ timeStamp }) => timeStamp > performance.now() - FRESH_MS);
}
