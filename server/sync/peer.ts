/** The peer at the other end of a socket, with its rights. Pure. */
import type { IncomingHttpHeaders } from 'node:http';
import type { CloseReason } from '#shared/protocol/close-codes';
import { parseDocument } from '#shared/change/documents';
import { mayEditSome } from '#shared/domain/rights';

export interface DevicePeer {
  kind: 'device';
  deviceId: string;
  siteId: string;
  /** present and former Yjs client ids of the device */
  clientIds: readonly number[];
  activeStores: readonly string[];
  /** stores the site has lost: it may still send the changes that it made there, and receives nothing */
  formerStores: readonly string[];
}

export interface StaffPeer {
  kind: 'staff';
  userId: string;
  deviceId: string;
  /** the session that the socket was opened in, and ends with */
  sessionId: string;
  clientIds: readonly number[];
  permissions: readonly string[];
  /** their rights hold in the whole country, not in some of its regions */
  isNational: boolean;
  /** the request named the server's own Origin: without it, nothing may be written */
  ownOrigin: boolean;
}

export type Peer = DevicePeer | StaffPeer;

/**
 * A peer that this database does not know, or has shut out. It may give back the changes that a receipt proves, and nothing else; it hears
 * of nothing but the clients for which it has shown a receipt (rule G6).
 */
export interface BearerPeer {
  kind: 'bearer';
  /** distinguishes peers that come with different tokens */
  deviceId: string;
  clientIds: readonly [];
}

/** `name`: distinguishes it from others. */
export const bearer = (name: string): BearerPeer => ({
  kind: 'bearer',
  deviceId: `bearer-${name}`,
  clientIds: [],
});

/** The credentials that a socket brought. */
interface UpgradeInfo {
  /** from the subprotocol `token.<deviceToken>` */
  token?: string;
  headers: IncomingHttpHeaders;
  remoteAddress?: string;
}

export type Authenticate = (info: UpgradeInfo) => Promise<Peer | { refuse: CloseReason }>;

/** The rights of a peer to a document: write includes sending; read includes receiving. */
export interface Rights {
  read: boolean;
  write: boolean;
  /** a peer that may do neither may still give back */
  giveBack?: true;
}

const FIRST_YEAR = 2000;
const none: Rights = { read: false, write: false };

/** True for a year whose documents are opened, `now` being central's: another would hide what is in it from every device. */
export const isOpen = (year: number, now: number): boolean => year >= FIRST_YEAR && year <= now + 1;

/** Rights of a peer on a document, `year` being central's year now; both false means 4403. */
export function rightsOn(document: string, peer: Peer | BearerPeer, year: number): Rights {
  const ref = parseDocument(document);
  if (!ref) return none;
  if (peer.kind === 'bearer') return bearing(document);
  if (ref.kind === 'config') return { read: true, write: mayWriteConfig(peer) };
  if (ref.kind === 'country') return { read: isNational(peer), write: false };
  if (!isOpen(ref.year, year) || peer.kind === 'staff') return none;
  if (peer.activeStores.includes(ref.storeId)) return { read: true, write: true };
  return peer.formerStores.includes(ref.storeId) ? { read: false, write: true } : none;
}

/** Rights of a peer that comes only to give back, of a known device as well (rules G6, G9). */
export function bearing(document: string): Rights {
  const ref = parseDocument(document);
  return !ref || ref.kind === 'country' ? none : { ...none, giveBack: true };
}

/** A document cannot be cut to some regions: staff of regions read theirs over HTTP. Changes written there are authored by central. */
export const isNational = (peer: Peer): boolean => peer.kind === 'staff' && peer.ownOrigin && peer.isNational;

const mayWriteConfig = (peer: Peer): boolean =>
  peer.kind === 'staff' && peer.ownOrigin && mayEditSome(peer.permissions);
