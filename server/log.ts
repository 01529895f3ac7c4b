/** Structured logs, one JSON object a line on stderr. No token, code, cookie, password or query value is ever in one. */
import type { FastifyLoggerOptions, FastifyRequest } from 'fastify';

/** The target of log lines; tests give their own. */
export interface LogSink {
  write(line: string): void;
}

/** The path alone: query values may hold the words that people search for. */
export const pathOf = (url: string): string => url.split(/[?#]/, 1)[0] ?? '';

export function logOptions(
  level: string,
  sink: LogSink = process.stderr,
): FastifyLoggerOptions & { stream: LogSink } {
  return {
    level,
    stream: sink,
    serializers: {
      req: (request: Pick<FastifyRequest, 'method' | 'url' | 'ip'>) => ({
        method: request.method,
        path: pathOf(request.url),
        from: request.ip,
      }),
      // a stack names files, never values; the message of a driver's error may quote a row
      err: (error: Error & { code?: string }) => ({
        type: error.name,
        message: error.message,
        stack: error.stack ?? '',
        ...(error.code !== undefined && { code: error.code }),
      }),
    },
  };
}

/** A line for the person who started the server. */
export const say = (line: string): void => console.log(line);
export const sayError = (line: string): void => console.error(line);
