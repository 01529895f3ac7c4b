/** Checks that people reach this server at PUBLIC_ORIGIN, and that proxies on the way pass on everything that they must. */
import { isIP } from 'node:net';
import { connect } from 'node:tls';
import { WebSocket } from 'ws';
import type { Config } from '../../config';
import { DAY, type Finding } from './finding';
import { lookAtHeaders } from './headers';

const PATIENCE_MS = 10_000;
const RENEW_WITHIN = 14 * DAY;

export async function lookAtProxy({
  publicOrigin,
  trustProxy,
}: Pick<Config, 'publicOrigin' | 'trustProxy'>): Promise<Finding[]> {
  if (publicOrigin === undefined)
    return [
      {
        about: 'address',
        state: 'warning',
        line: 'PUBLIC_ORIGIN is not set: people are told the address they came by.',
      },
    ];
  const isSecure = publicOrigin.startsWith('https:');
  return [
    await lookAtAddress(publicOrigin),
    await lookAtSockets(publicOrigin),
    isSecure
      ? await lookAtCertificate(new URL(publicOrigin))
      : {
          about: 'TLS',
          state: 'warning',
          line: 'PUBLIC_ORIGIN has no TLS: cameras and the offline app need https.',
        },
    ...(await lookAtHeaders(publicOrigin, { isSecure, trustProxy })),
  ];
}

async function lookAtAddress(origin: string): Promise<Finding> {
  const about = 'address';
  try {
    const answer = await fetch(`${origin}/api/instance`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    const body: unknown = await answer.json();
    const is = typeof body === 'object' && body !== null && 'isCentralServer' in body;
    return is
      ? { about, state: 'good', line: `${origin} reaches a central server.` }
      : { about, state: 'bad', line: `${origin} reaches something that is no central server.` };
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown error';
    return { about, state: 'bad', line: `${origin} cannot be reached from here (${why}).` };
  }
}

/** A socket that shows nothing is accepted and closed with a code; a proxy that passes no upgrades closes it without. */
function lookAtSockets(origin: string): Promise<Finding> {
  return new Promise((resolve) => {
    const about = 'sockets';
    const socket = new WebSocket(`${origin.replace(/^http/, 'ws')}/sync/config`, {
      handshakeTimeout: PATIENCE_MS,
    });
    const bad = (): void =>
      resolve({
        about,
        state: 'bad',
        line: 'What stands before the server passes no WebSocket upgrades below /sync/.',
      });
    socket.once('close', (code) => {
      if (code >= 4400 && code < 4500) resolve({ about, state: 'good', line: 'WebSockets pass.' });
      else bad();
    });
    socket.once('error', bad);
  });
}

function lookAtCertificate({ hostname, port }: URL): Promise<Finding> {
  return new Promise((resolve) => {
    const about = 'TLS';
    const socket = connect({
      host: hostname,
      port: Number(port || 443),
      ...(isIP(hostname) === 0 && { servername: hostname }),
      timeout: PATIENCE_MS,
    });
    socket.once('secureConnect', () => {
      const { valid_to: until } = socket.getPeerCertificate();
      const left = Date.parse(until) - Date.now();
      socket.destroy();
      resolve({
        about,
        state: left < RENEW_WITHIN ? 'bad' : 'good',
        line: `The certificate is good until ${until}.`,
      });
    });
    const bad = (why: string) => (): void => {
      socket.destroy();
      resolve({ about, state: 'bad', line: `The certificate of ${hostname} is not accepted (${why}).` });
    };
    socket.once('error', (error: Error) => bad(error.message)());
    socket.once('timeout', bad('no answer'));
  });
}
