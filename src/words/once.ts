/** Makes a thing when it is first asked for. An object of Intl takes milliseconds on a small phone, and a page needs few of them. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
