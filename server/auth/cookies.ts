/** The two cookies of a staff browser: one for its session, one for the browser itself. No page can read them. */
import fastifyCookie, { type CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply } from 'fastify';
import type { KnownBrowser, SignedIn } from './staff-sessions';

const SESSION = 'waypost_session';
const BROWSER = 'waypost_browser';
const DAY = 24 * 60 * 60;

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
