/** Does what can wait once the page has nothing else to do; answers with what calls it off. */
export function whenIdle(act: () => void): () => void {
  if ('requestIdleCallback' in globalThis) {
    const asked = requestIdleCallback(act);
    return () => cancelIdleCallback(asked);
  }
  // Safari does not say when it is idle.
  const timer = setTimeout(act, 1000);
  return () => clearTimeout(timer);
}
