/** The caller by the older API: name and password in the one header, the rest in others. */
import type { FastifyRequest } from 'fastify';
import type { Credentials } from '../wire/requests';

/** Without a name or a password there is nobody to check. */
export function credentialsOf({ headers }: FastifyRequest): Credentials | undefined {
  const [, encoded = ''] = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(headers.authorization ?? '') ?? [];
  const [, username = '', passwordSha256 = ''] =
    /^(.*):([^:]*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? [];
  const siteUuid = textOf(headers['msupply-site-uuid']);
  if (username === '' || passwordSha256 === '') return undefined;
  return {
    username,
    passwordSha256,
    siteUuid: siteUuid.slice(0, 200),
    appVersion: textOf(headers['app-version']).slice(0, 100),
    appName: textOf(headers['app-name']).slice(0, 200),
    syncVersion: textOf(headers['version']).slice(0, 20),
  };
}

const textOf = (header: string | string[] | undefined): string => (typeof header === 'string' ? header : '');
