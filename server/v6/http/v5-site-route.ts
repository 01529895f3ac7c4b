/** `GET /sync/v5/site`: where a site asks, at the start of every cycle, who it is and where its central server is. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { waitingOf } from '../../auth/hung-up';
import type { Initialisation } from '../../database/port/v6';
import { credentialsOf } from './basic-credentials';
import { described } from './described';
import type { KnownSite } from '../site/known-site';
import { toV5Error } from '../site/refusals';
import type { V6 } from '../v6';

const M_SUPPLY_CENTRAL_SITE = 1;

export function v5SiteRoute(
  app: FastifyInstance,
  v6: V6,
  originOf: (request: FastifyRequest) => string,
): void {
  app.get(
    '/sync/v5/site',
    { schema: described.site, serializerCompiler: () => (value) => JSON.stringify(value) },
    async (request, reply) => {
      const who = credentialsOf(request);
      const checked = who
        ? await v6.check(who, request.ip, waitingOf(request))
        : { ok: false as const, refusal: { why: 'wrong-password' as const } };
      if (!checked.ok || !who) {
        const { status, body } = toV5Error(checked.ok ? { why: 'wrong-password' } : checked.refusal);
        return reply.status(status).send(body);
      }
      await v6.note(checked.value, who);
      return describe(checked.value, originOf(request));
    },
  );
}

/**
 * How far this server is with what waits for a site that begins: that is ready as soon as the site has asked for it. A site that reads
 * `started` does not ask, even if its computer was wiped since; a later one waits until it reads `completed`.
 */
const toOlder = (initialisation: Initialisation) => (initialisation === 'new' ? 'new' : 'completed');

const describe = ({ v6, site }: KnownSite, origin: string) => ({
  id: site.id,
  siteId: v6.number,
  code: site.code,
  name: site.name,
  initialisationStatus: toOlder(v6.initialisation),
  isOmSupplyCentralServer: false,
  omSupplyCentralServerUrl: origin,
  mSupplyCentralSiteId: M_SUPPLY_CENTRAL_SITE,
});
