/** TRUST_PROXY: the proxies before this server that are believed about the address of a call. */
import { isIP } from 'node:net';

/** None, a number of hops, or these addresses. */
export type TrustProxy = false | number | string[];

export const TRUST_HINT =
  'must be the number of proxies before this server, such as 1, or their addresses separated by commas';

/** Undefined for a value that says neither. */
export function readTrustProxy(text: string): TrustProxy | undefined {
  // with `true` the caller himself would choose the address he calls from, and could guess passwords for ever
  if (text === 'true') return undefined;
  if (text === 'false') return false;
  if (/^\d{1,2}$/.test(text)) return Number(text);
  const addresses = text.split(',').map((address) => address.trim());
  return addresses.every(isRange) ? addresses : undefined;
}

/** As the router takes them: an address, a network of addresses, or the name of a few networks. */
function isRange(text: string): boolean {
  if (/^(loopback|linklocal|uniquelocal)$/.test(text)) return true;
  const [, address = '', bits] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const family = isIP(address);
  if (family === 0 || address.includes('%')) return false;
  return bits === undefined || (Number(bits) >= 1 && Number(bits) <= (family === 4 ? 32 : 128));
}
