/** Prometheus text, for the machine itself or whoever has the token. */
import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { hashSecret } from '../../auth/secret';
import { printMetrics } from '../../sync/metrics';
import { printWellBeing } from '../well-being-metrics';
import { ApiError } from '../api-error';
import type { Api, Services } from '../services';

export function metricsRoutes(app: Api, services: Services): void {
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    if (!mayRead(request, services.config.metricsToken)) throw new ApiError('not-allowed');
    return reply
      .type('text/plain; version=0.0.4; charset=utf-8')
      .send(printProcess() + printMetrics(services.sync.metrics) + (await printWellBeing(services)));
  });
}

/** A proxy on this machine does not make everyone local: a forwarded call is never taken for a local one. */
function mayRead(request: FastifyRequest, token: string | undefined): boolean {
  const given = request.headers.authorization?.replace(/^Bearer +/i, '');
  if (token !== undefined && given !== undefined) return isSame(given, token);
  const address = request.socket.remoteAddress ?? '';
  const isForwarded =
    request.headers['x-forwarded-for'] !== undefined || request.headers.forwarded !== undefined;
  return !isForwarded && /^(127\.|::1$|::ffff:127\.)/.test(address);
}

const isSame = (a: string, b: string): boolean =>
  timingSafeEqual(Buffer.from(hashSecret(a)), Buffer.from(hashSecret(b)));

function printProcess(): string {
  const { rss, heapUsed } = process.memoryUsage();
  return [
    '# TYPE process_resident_memory_bytes gauge',
    `process_resident_memory_bytes ${rss}`,
    '# TYPE nodejs_heap_size_used_bytes gauge',
    `nodejs_heap_size_used_bytes ${heapUsed}`,
    '# TYPE process_uptime_seconds gauge',
    `process_uptime_seconds ${process.uptime().toFixed(0)}`,
    '',
  ].join('\n');
}
