/** The two cookies of a staff browser: one for its session, one for the browser itself; and one for the way by the provider. No page can read them. */
import fastifyCookie, { type CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply } from 'fastify';
import type { KnownBrowser, SignedIn } from './staff-sessions';

const SESSION = 'waypost_session';
const BROWSER = 'waypost_browser';
const DAY = 24 * 60 * 60;
const CARRIED = 'waypost_carried';

/** Reads the `Cookie` header of a request or of a socket's upgrade. */
export function readCookies(header: string | undefined): KnownBrowser {
  const cookies = fastifyCookie.parse(header ?? '');
  const [sessionToken, browserToken] = [cookies[SESSION], cookies[BROWSER]];
  return { ...(sessionToken && { sessionToken }), ...(browserToken && { browserToken }) };
}

const options = (isSecure: boolean): CookieSerializeOptions => ({
  httpOnly: true,
  sameSite: 'strict',
  secure: isSecure,
  path: '/',
});

/** The session comes first: some clients keep one cookie only. */
export function setCookies(
  reply: FastifyReply,
  { sessionToken, browserToken }: SignedIn,
  isSecure: boolean,
): void {
  reply.setCookie(SESSION, sessionToken, { ...options(isSecure), maxAge: 30 * DAY });
  if (browserToken !== undefined)
    reply.setCookie(BROWSER, browserToken, { ...options(isSecure), maxAge: 400 * DAY });
}

export const clearSessionCookie = (reply: FastifyReply, isSecure: boolean): void =>
  void reply.clearCookie(SESSION, options(isSecure));

/** It comes back from the provider, from which the others do not: what lies in it is sealed. */
const carriedOptions = (isSecure: boolean): CookieSerializeOptions => ({
  ...options(isSecure),
  sameSite: 'lax',
  path: '/api/session/oidc',
});

export const readCarried = (header: string | undefined): string | undefined =>
  fastifyCookie.parse(header ?? '')[CARRIED];

/** Until the browser is closed: how long it is good is written in it. */
export const setCarried = (reply: FastifyReply, carried: string, isSecure: boolean): void =>
  void reply.setCookie(CARRIED, carried, carriedOptions(isSecure));

export const clearCarried = (reply: FastifyReply, isSecure: boolean): void =>
  void reply.clearCookie(CARRIED, carriedOptions(isSecure));
