/** The HTTP server: its rules for every call, then the routes, then the app itself. */
import cookie from '@fastify/cookie';
import { fastify, LogController, type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Config } from '../config';
import { logOptions, pathOf, type LogSink } from '../log';
import { allowCrossOrigin } from './cross-origin';
import { ApiError } from './api-error';
import { inOnePart } from './document-address';
import { takeEmptyForNone } from './empty-body';
import { answerErrors, send } from './errors';
import { olderRoutes } from '../v6/http/older-routes';
import { v5SiteRoute } from '../v6/http/v5-site-route';
import { wireRoutes } from '../v6/http/wire-routes';
import type { TrustProxy } from '../trust-proxy';
import { describeApi } from './openapi';
import { auditRoutes } from './routes/audit';
import { changeRoutes } from './routes/changes';
import { documentLogRoutes } from './routes/document-log';
import { deviceRoutes } from './routes/devices';
import { assetFileRoutes } from './routes/asset-files';
import { fileRoutes, missingFilesRoute } from './routes/files';
import { firstStepRoutes } from './routes/beginning/first-steps';
import { fleetRoutes } from './routes/fleet';
import { fleetFoundRoutes } from './routes/fleet-found';
import { importRoutes } from './routes/imports';
import { instanceRoutes } from './routes/instance';
import { joinRoutes } from './routes/beginning/join';
import { joinCodeRoutes } from './routes/beginning/join-codes';
import { meRoutes } from './routes/me';
import { metricsRoutes } from './routes/metrics';
import { roundRoutes } from './routes/rounds';
import { mergeRoutes } from './routes/merges';
import { moveRoutes } from './routes/moves';
import { ownMoveRoutes } from './routes/own-moves';
import { syncWithoutUpgrade } from './routes/sync-without-upgrade';
import { viewRoutes } from './routes/views';
import { voidRoutes } from './routes/voids';
import { mSupplyRoutes } from './routes/msupply';
import { openApiRoutes } from './routes/openapi';
import { regionRoutes } from './routes/regions';
import { searchRoutes } from './routes/search';
import { seenCallRoute } from './routes/seen-call';
import { sessionRoutes } from './routes/session';
import { secondFactorRoutes } from './routes/second-factor';
import { sessionsRoutes } from './routes/sessions';
import { siteStateRoutes } from './routes/site-states';
import { siteRoutes } from './routes/sites';
import { storeMoveRoutes } from './routes/store-moves';
import { uploadRoutes } from './routes/uploads';
import { providerCodeRoute } from './routes/provider/code';
import { providerRoutes } from './routes/provider/provider';
import { restoreRoutes } from './routes/restore';
import { usageRoutes } from './routes/usage';
import { firstPasswordRoutes } from './routes/beginning/first-passwords';
import { userRoutes } from './routes/users';
import { v6MemoryRoutes } from './routes/v6-memory';
import { wholeEquipmentRoutes } from './routes/whole-equipment';
import { v6PeopleRoutes } from './routes/v6-people';
import { v6SiteRoutes } from './routes/v6-sites';
import { ownOrigin } from './own-origin';
import { readQuery } from './query';
import { addSecurityHeaders } from './security-headers';
import type { Services } from './services';
import { serveApp } from './static-files';
import { demandSoundTexts } from './sound-texts';
import { STRANGERS_BODY, turnStrangersAway } from './strangers';
import { answerUnreadable } from './unreadable-call';

/** A bare server that logs; routes come with `addRoutes` once there is something to serve. */
export const makeApp = (config: Pick<Config, 'logLevel' | 'trustProxy'>, sink?: LogSink): FastifyInstance =>
  fastify({
    logger: logOptions(config.logLevel, sink),
    trustProxy: toTrust(config.trustProxy),
    bodyLimit: STRANGERS_BODY,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 128, querystringParser: readQuery },
    // an address that is no address: it meets no route, so no error handler either
    frameworkErrors: (_error, _request, reply) => void send(reply, new ApiError('bad-request')),
    clientErrorHandler: answerUnreadable,
    rewriteUrl: ({ url = '/' }) => inOnePart(url),
  });

/** `trust` as a number: the proxies of a chain that are believed, counted from this server outwards. */
const toTrust = (trust: TrustProxy): false | string[] | ((address: string, hop: number) => boolean) =>
  typeof trust === 'number' ? (_address, hop) => hop < trust : trust;

/** One file each; those with a library of their own, or only where Open mSupply sites are let in, follow in `addRoutes`. */
const resources = [
  instanceRoutes,
  seenCallRoute,
  sessionRoutes,
  providerRoutes,
  providerCodeRoute,
  siteRoutes,
  siteStateRoutes,
  regionRoutes,
  searchRoutes,
  joinRoutes,
  joinCodeRoutes,
  mSupplyRoutes,
  deviceRoutes,
  changeRoutes,
  documentLogRoutes,
  fleetRoutes,
  firstStepRoutes,
  fleetFoundRoutes,
  assetFileRoutes,
  wholeEquipmentRoutes,
  metricsRoutes,
  mergeRoutes,
  roundRoutes,
  moveRoutes,
  ownMoveRoutes,
  voidRoutes,
  viewRoutes,
  syncWithoutUpgrade,
  usageRoutes,
  restoreRoutes,
  userRoutes,
  firstPasswordRoutes,
  sessionsRoutes,
  secondFactorRoutes,
  auditRoutes,
  meRoutes,
  storeMoveRoutes,
  fileRoutes,
  missingFilesRoute,
];

export async function addRoutes(app: FastifyInstance, services: Services, clientDir?: string): Promise<void> {
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  answerErrors(app);
  takeEmptyForNone(app);
  demandSoundTexts(app);
  logRequests(app);
  await addSecurityHeaders(app, services.config.publicOrigin);
  await allowCrossOrigin(app);
  await app.register(cookie);
  turnStrangersAway(app, services);
  await describeApi(app, services.version);
  app.addHook('onSend', async (request, reply) => {
    const isApi = request.url.startsWith('/api/');
    if (isApi && !reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  const api = app.withTypeProvider<ZodTypeProvider>();
  for (const routes of resources) routes(api, services);
  if (services.v6) {
    v6SiteRoutes(api, services, services.v6);
    v6PeopleRoutes(api, services, services.v6);
    v6MemoryRoutes(api, services, services.v6);
    v5SiteRoute(app, services.v6, (request) => ownOrigin(request, services.config.publicOrigin));
    await olderRoutes(app, services.v6);
  }
  await importRoutes(app, services);
  await uploadRoutes(app, services);
  await wireRoutes(app, services.v6);
  openApiRoutes(api);
  await serveApp(app, clientDir);
}

/** One line a call: calls that went well only when asked for. */
function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const level = reply.statusCode >= 500 ? 'error' : reply.statusCode >= 400 ? 'info' : 'debug';
    const { method, url, ip } = request;
    request.log[level](
      { method, path: pathOf(url), status: reply.statusCode, ms: Math.round(reply.elapsedTime), from: ip },
      'call',
    );
  });
}
