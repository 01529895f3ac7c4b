/** The address of a PostgreSQL database, as DATABASE_URL gives it. */
import { parse } from 'pg-connection-string';

/** `postgresql://user:password@host:port/database?options`; undefined for a text that is none. */
export function readAddress(url: string): string | undefined {
  if (!/^postgres(ql)?:\/\//.test(url)) return undefined;
  try {
    return (parse(url).database ?? '') === '' ? undefined : url;
  } catch {
    return undefined;
  }
}

/** The address for people and logs, without user, password and options. */
export function placeOf(url: string): string {
  const { host, port, database } = parse(url);
  const at = host === undefined || host === null || host === '' ? 'localhost' : host;
  return `${at}${port ? `:${port}` : ''}/${database ?? ''}`;
}
