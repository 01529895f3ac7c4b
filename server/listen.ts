/** Opens the port, or reports the reason in one line. */
import type { FastifyInstance } from 'fastify';
import type { Config } from './config';
import { StartError } from './start-error';

/** Without a set host: every address of the machine, of both kinds where it has both. */
export async function listen(
  app: FastifyInstance,
  { host, port }: Pick<Config, 'host' | 'port'>,
): Promise<void> {
  const hosts = host === undefined ? ['::', '0.0.0.0'] : [host];
  for (const [index, name] of hosts.entries()) {
    try {
      await app.listen({ host: name, port });
      return;
    } catch (error) {
      const code = codeOf(error);
      const hasAnother = index + 1 < hosts.length && (code === 'EAFNOSUPPORT' || code === 'EADDRNOTAVAIL');
      if (!hasAnother) throw new StartError(reasonOf(code, name, port, error), { cause: error });
    }
  }
}

function reasonOf(code: string, host: string, port: number, error: unknown): string {
  if (code === 'EADDRINUSE') return `Port ${port} is in use by another program. Set PORT to a free one.`;
  if (code === 'EACCES') return `Port ${port} may not be opened by this user. Set PORT to one above 1023.`;
  if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL')
    return `HOST ${host} is not an address of this machine.`;
  return `Port ${port} cannot be opened: ${error instanceof Error ? error.message : code}.`;
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
