/** The headers that keep a browser from acts on our pages that our pages never need. */
import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** The app may live here and talk to another central server, so it may call any https and wss address. */
const directives = {
  'default-src': ["'none'"],
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'blob:', 'data:'],
  'font-src': ["'self'"],
  'media-src': ["'self'", 'blob:'],
  'worker-src': ["'self'"],
  'manifest-src': ["'self'"],
  'frame-ancestors': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
};

export async function addSecurityHeaders(
  app: FastifyInstance,
  publicOrigin: string | undefined,
): Promise<void> {
  const isSecure = publicOrigin?.startsWith('https:') ?? false;
  // a server on http (a laptop, a test) also lets the app call its own kind
  const connect = isSecure ? ["'self'", 'https:', 'wss:'] : ["'self'", 'http:', 'https:', 'ws:', 'wss:'];
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { ...directives, 'connect-src': connect } },
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    // devices read the API from wherever their app was served
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    strictTransportSecurity: isSecure ? { maxAge: 365 * 24 * 60 * 60, includeSubDomains: false } : false,
    frameguard: { action: 'deny' },
  });
  app.addHook('onSend', async (_request, reply) => {
    reply.header('permissions-policy', 'camera=(self), microphone=(), geolocation=(), payment=(), usb=()');
  });
}
