/** Prometheus text, for callers that have the token. */
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

/** Nobody without the token: a call that a proxy passed on looks as if it came from this machine. */
function mayRead(request: FastifyRequest, token: string | undefined): boolean {
  const given = request.headers.authorization?.replace(/^Bearer +/i, '');
  return token !== undefined && given !== undefined && isSame(given, token);
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
