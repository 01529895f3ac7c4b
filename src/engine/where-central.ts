/**
 * The address of the central server, decided from mSupply's word and from the servers that answered. Pure. Only the identity
 * that this device joined counts: an address is followed, an identity never.
 */
import type { ErrorCode } from '#shared/protocol/error-codes';

/** The answer of mSupply central: an origin, or nothing, and why. */
export type Told =
  { type: 'not-asked' } | { type: 'address'; url: string } | { type: 'nothing'; code: ErrorCode };

/** The server that answered at an address. */
export type Seen = { type: 'central'; centralId: string } | { type: 'silent'; code: ErrorCode };

export interface Known {
  url: string;
  centralId: string;
}

/** `notice`: a fault that holds nothing up. */
export type Where = { type: 'at'; url: string; notice?: string } | { type: 'refused'; code: ErrorCode };

/** The address that has to be looked at besides the known one. */
export function newAddress(known: Known, told: Told): string | undefined {
  if (told.type !== 'address' || told.url === known.url) return undefined;
  return isLessSafe(known.url, told.url) ? undefined : told.url;
}

/** The token of this device goes along with every call: it never leaves https once it was there. */
const isLessSafe = (known: string, told: string): boolean =>
  known.startsWith('https:') && !told.startsWith('https:');

export function whereCentralIs(known: Known, told: Told, atKnown: Seen, atNew?: Seen): Where {
  const address = newAddress(known, told);
  if (address !== undefined && atNew?.type === 'central') {
    return atNew.centralId === known.centralId
      ? { type: 'at', url: address }
      : { type: 'refused', code: 'told-another-central' };
  }
  if (atKnown.type === 'silent') return { type: 'refused', code: atKnown.code };
  if (atKnown.centralId !== known.centralId) return { type: 'refused', code: 'another-central' };
  const notice = noticeOf(known, told);
  return { type: 'at', url: known.url, ...(notice !== undefined && { notice }) };
}

/** The reason why the address is still the known one. */
function noticeOf(known: Known, told: Told): string | undefined {
  switch (told.type) {
    case 'not-asked':
      return undefined;
    case 'nothing':
      return told.code;
    case 'address':
      return told.url === known.url ? undefined : 'new-address-silent';
  }
}
