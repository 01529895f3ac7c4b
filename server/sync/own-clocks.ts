/** The clocks of what central itself writes: under its client id it counts on in each document. */

/** `head`: how far central is in a document. Returns the next clock there, each once. */
export function ownClocks(head: (document: string) => number): (document: string) => number {
  const next = new Map<string, number>();
  return (document) => {
    const clock = next.get(document) ?? head(document);
    next.set(document, clock + 1);
    return clock;
  };
}
