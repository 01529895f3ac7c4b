/** The subprotocols that an upgrade offers. */
import type { IncomingHttpHeaders } from 'node:http';
import { subprotocol } from '#shared/protocol/version';

const HEADER = 'sec-websocket-protocol';
/** A name as HTTP writes one (RFC 9110, 5.6.2). */
const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

export const offeredProtocols = (headers: IncomingHttpHeaders): string[] =>
  (headers[HEADER] ?? '').split(',').map((text) => text.trim());

/**
 * Leaves each name once, and out what is none: ws would refuse such a list by HTTP, which looks like a bad link, so that the client would
 * come back for ever. Called before ws reads it.
 */
export function tidyOffer(headers: IncomingHttpHeaders): void {
  const names = new Set(offeredProtocols(headers).filter((text) => NAME.test(text)));
  if (names.size > 0) headers[HEADER] = [...names].join(', ');
  else Reflect.deleteProperty(headers, HEADER);
}

const secrets: readonly string[] = [subprotocol.tokenPrefix, subprotocol.centralPrefix];
const isSecret = (text: string): boolean => secrets.some((prefix) => text.startsWith(prefix));

/**
 * The subprotocol to echo: any version that was offered, else another name that says nothing of the device. A client that hears none of its
 * names breaks off, and never hears the close code.
 */
export function echoedProtocol(offered: Iterable<string>): string | false {
  const names = [...offered];
  return names.find((text) => text.startsWith('waypost.')) ?? names.find((text) => !isSecret(text)) ?? false;
}
