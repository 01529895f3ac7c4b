/** A device joins a site with a code that is spent by it. */
import * as z from 'zod';
import { hashJoinCode } from '../../auth/join-code';
import { hashSecret, newSecret } from '../../auth/secret';
import { newId, randomClientId } from '../../new-id';
import { ApiError } from '../api-error';
import { error, name, store } from '../schemas';
import type { Api, Services } from '../services';

const joining = z.object({ code: z.string().trim().min(1).max(300), deviceName: name });

const joined = z.object({
  deviceId: z.string(),
  deviceToken: z.string().meta({ description: 'Shown once. Central keeps its hash only.' }),
  clientId: z.number(),
  centralId: z.string(),
  site: z.object({ id: z.string(), code: z.string(), name: z.string() }),
  stores: z.array(store),
});

export function joinRoutes(app: Api, services: Services): void {
  const schema = { body: joining, response: { 201: joined, 404: error, 410: error, 429: error } };
  app.post('/api/join', { config: { for: 'anyone' }, schema }, async (request, reply) => {
    const wait = services.tries.join.begin(request.ip);
    if (wait > 0) throw new ApiError('too-many-tries', { seconds: wait }, { 'retry-after': String(wait) });
    const answer = await join(services, request.body);
    services.tries.join.giveBack(request.ip);
    return reply.status(201).send(answer);
  });
}

async function join(
  services: Services,
  { code, deviceName }: z.infer<typeof joining>,
): Promise<z.infer<typeof joined>> {
  const deviceId = newId(services.now());
  const deviceToken = newSecret();
  const redeemed = await services.store.registry.joinCodes.redeem(hashJoinCode(code), {
    id: deviceId,
    name: deviceName,
    tokenHash: hashSecret(deviceToken),
    at: new Date(services.now()).toISOString(),
    proposeClientId: randomClientId,
  });
  if (!redeemed.ok) throw new ApiError(refusalOf(redeemed.issues[0]?.code));
  const { clientId, site } = redeemed.value;
  const { stores, id, code: siteCode, name: siteName } = site;
  return {
    deviceId,
    deviceToken,
    clientId,
    centralId: services.identity.centralId,
    site: { id, code: siteCode, name: siteName },
    stores,
  };
}

const refusalOf = (code: string | undefined): 'code-used' | 'code-expired' | 'code-unknown' =>
  code === 'code-used' || code === 'code-expired' ? code : 'code-unknown';
