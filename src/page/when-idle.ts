/** The browser may have no time for long: then it is done all the same. */
const LONGEST_MS = 2000;
/** Safari does not say when it is idle. */
const OTHERWISE_MS = 200;

/** Runs work that can wait once the page has nothing more pressing to do, and soon in any case; returns the function that calls it off. */
export function whenIdle(act: () => void): () => void {
  if ('requestIdleCallback' in globalThis) {
    const asked = requestIdleCallback(() => act(), { timeout: LONGEST_MS });
    return () => cancelIdleCallback(asked);
  }
  const timer = setTimeout(act, OTHERWISE_MS);
  return () => clearTimeout(timer);
}
