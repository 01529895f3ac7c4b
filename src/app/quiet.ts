/** For what nobody waits for: resolves when the browser has nothing more pressing to do, and soon in any case. */
const LONGEST_MS = 2_000;
/** Some browsers do not say when they have time. */
const OTHERWISE_MS = 200;

export const whenQuiet = (): Promise<void> =>
  new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: LONGEST_MS });
    else setTimeout(resolve, OTHERWISE_MS);
  });
