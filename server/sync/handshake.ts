/** The way in: the checks of an upgrade in their order, version → central → token → document, each with its close code. */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { CloseReason } from '#shared/protocol/close-codes';
import { PROTOCOL_VERSION, subprotocol } from '#shared/protocol/version';
import type { Writer } from './offer';
import {
  bearer,
  bearing,
  rightsOn,
  type Authenticate,
  type BearerPeer,
  type Peer,
  type Rights,
} from './peer';
import { offeredProtocols } from './wire/offered-protocols';

export interface Admitted {
  peer: Peer | BearerPeer;
  document: string;
  rights: Rights;
}

/** The writer at the socket, for the judge. */
export function writerOf({ peer, rights }: Admitted): Writer {
  const writer = { clientIds: peer.clientIds, mayWrite: rights.write, isCentral: false };
  return peer.kind === 'staff'
    ? { ...writer, name: peer.userId, rights: peer.permissions }
    : { ...writer, name: peer.deviceId };
}

interface HandshakeContext {
  centralId: string;
  authenticate: Authenticate;
  /** central's year now (UTC) */
  year: () => number;
}

const PATH = '/sync/';

export async function admit(
  request: IncomingMessage,
  context: HandshakeContext,
): Promise<Admitted | { refuse: CloseReason }> {
  const offered = offeredProtocols(request.headers);
  if (!speaksOurVersion(offered)) return { refuse: 'protocol-version' };
  const central = valueOf(offered, subprotocol.centralPrefix);
  if (central !== undefined && central !== context.centralId) return { refuse: 'another-central' };
  const peer = await peerOf(request, offered, context);
  if ('refuse' in peer) return peer;
  const document = documentOf(request.url ?? '');
  // a device that is known may come as a bearer too: for a store that is not its site's
  const rights = offered.includes(subprotocol.bearer)
    ? bearing(document)
    : rightsOn(document, peer, context.year());
  return rights.read || rights.write || rights.giveBack
    ? { peer, document, rights }
    : { refuse: 'not-allowed' };
}

async function peerOf(
  { headers, socket: { remoteAddress } }: IncomingMessage,
  offered: readonly string[],
  { authenticate }: HandshakeContext,
): Promise<Admitted['peer'] | { refuse: CloseReason }> {
  const token = valueOf(offered, subprotocol.tokenPrefix);
  const remote = remoteAddress !== undefined && { remoteAddress };
  const known = await authenticate({ headers, ...(token !== undefined && { token }), ...remote });
  if (!('refuse' in known) || token === undefined || !offered.includes(subprotocol.bearer)) return known;
  // the same with a signed word behind it and without
  const secret = token.split('.', 1)[0] ?? '';
  return bearer(createHash('sha256').update(secret).digest('hex').slice(0, 16));
}

const speaksOurVersion = (offered: readonly string[]): boolean =>
  offered.some((text) => Number(subprotocol.versionPattern.exec(text)?.[1]) === PROTOCOL_VERSION);

const valueOf = (offered: readonly string[], prefix: string): string | undefined =>
  offered.find((text) => text.startsWith(prefix))?.slice(prefix.length);

/** The document a path names; no document's name when it is not one of ours. */
export function documentOf(url: string): string {
  const path = url.split('?', 1)[0] ?? '';
  if (!path.startsWith(PATH)) return '';
  try {
    return decodeURIComponent(path.slice(PATH.length));
  } catch {
    return '';
  }
}
