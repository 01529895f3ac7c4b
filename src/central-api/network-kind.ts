/** The kind of network of this device's link, where the browser tells. */
import * as z from 'zod/mini';

const information = z.object({ type: z.string() });

/** `unknown` where the browser does not say: most computers, every iPhone. */
export function linkKind(): 'cellular' | 'other' | 'unknown' {
  const told =
    'connection' in navigator ? z.safeParse(information, { type: typeOf(navigator.connection) }) : undefined;
  if (!told?.success || told.data.type === 'unknown') return 'unknown';
  return told.data.type === 'cellular' ? 'cellular' : 'other';
}

const typeOf = (connection: unknown): unknown =>
  typeof connection === 'object' && connection !== null && 'type' in connection ? connection.type : undefined;

/** Tells when another kind of link takes over. */
export function onLinkKind(listener: () => void, signal: AbortSignal): void {
  if ('connection' in navigator && navigator.connection instanceof EventTarget)
    navigator.connection.addEventListener('change', listener, { signal });
}
