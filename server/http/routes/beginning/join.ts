/** A device joins a site: with a code that is spent by it, or as the one installation of a site that mSupply knows. */
import { attempt } from '../../../auth/attempt';
import { guesserOf } from '../../../auth/guesser';
import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { ApiErrorCode } from '#shared/api/error';
import { joined, type Joined } from '#shared/api/session';
import { hashJoinCode } from '../../../auth/join-code';
import { hashSecret, newSecret } from '../../../auth/secret';
import { installationId, newId, randomClientId } from '../../../new-id';
import type { NewDevice } from '../../../database/port/registry-devices';
import type { SiteRecord } from '../../../database/port/registry-sites';
import { ApiError } from '../../api-error';
import { waitingOf } from '../../../auth/hung-up';
import { credentialsOf, mSupplySite, toApiError, tooManyTries } from '../../msupply-site';
import { error, name } from '../../schemas';
import type { Api, Services } from '../../services';

const joining = z
  .object({
    code: z.string().trim().min(1).max(300).optional(),
    mSupply: mSupplySite
      .optional()
      .meta({ description: 'Instead of a code: the site as mSupply knows it. One installation of a site.' }),
    deviceName: name,
    siteId: z.string().max(64).optional().meta({
      description:
        'The site that this device belonged to, whose data it holds: a code of another one stays unspent.',
    }),
  })
  .refine(({ code, mSupply }) => (code === undefined) !== (mSupply === undefined), {
    path: ['code'],
    message: 'must be given, or mSupply in its place',
  });

export function joinRoutes(app: Api, services: Services): void {
  const response = { 201: joined, 401: error, 404: error, 409: error, 410: error, 429: error, 502: error };
  const schema = { body: joining, response };
  app.post('/api/join', { config: { for: 'anyone' }, schema }, async (request, reply) => {
    const tried = await attempt(
      [[services.tries.join, guesserOf(request.ip)]],
      () => join(services, request.body, request),
      (outcome) =>
        'error' in outcome && outcome.error instanceof ApiError && !noGuesses.has(outcome.error.code),
      waitingOf(request),
    );
    if (!tried.ok) throw tooManyTries(tried.seconds);
    return reply.status(201).send(tried.value);
  });
}

/** After these codes the caller knew the password, or it was not looked at. */
const noGuesses = new Set<ApiErrorCode>([
  'another-installation',
  'another-site',
  'site-not-known',
  'unknown-device',
  'msupply-unreachable',
]);

async function join(
  services: Services,
  { code, mSupply, deviceName, siteId }: z.infer<typeof joining>,
  from: FastifyRequest,
): Promise<Joined> {
  const deviceToken = newSecret();
  const device: NewDevice = {
    id: newId(services.now()),
    name: deviceName,
    tokenHash: hashSecret(deviceToken),
    at: new Date(services.now()).toISOString(),
    proposeClientId: randomClientId,
  };
  const { site, clientId, deviceId } =
    mSupply === undefined
      ? await redeem(services, code ?? '', device, siteId)
      : await letIn(services, mSupply, { device, siteId }, from);
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

interface LetIn {
  deviceId: string;
  site: SiteRecord;
  clientId: number;
}

async function redeem(
  { database: { registry } }: Services,
  code: string,
  device: NewDevice,
  siteId: string | undefined,
): Promise<LetIn> {
  const redeemed = await registry.joinCodes.redeem(hashJoinCode(code), device, siteId);
  if (!redeemed.ok) throw new ApiError(redeemed.issues[0].code);
  return { ...redeemed.value, deviceId: device.id };
}

/**
 * Checked as every call of an Open mSupply site is: the password, and that no other installation is the site. An installation
 * is one device, however often it comes: one that was revoked stays out, though it knows the password.
 */
async function letIn(
  { v6, sync, database: { registry } }: Services,
  mSupply: z.infer<typeof mSupplySite>,
  { device, siteId: expected }: { device: NewDevice; siteId: string | undefined },
  from: FastifyRequest,
): Promise<LetIn> {
  const checked = await v6?.check(credentialsOf(mSupply), from.ip, waitingOf(from));
  if (!checked) throw new ApiError('site-not-known');
  if (!checked.ok) throw toApiError(checked.refusal);
  const { id: siteId } = checked.value.site;
  if (expected !== undefined && siteId !== expected) throw new ApiError('another-site');
  const deviceId = installationId(siteId, mSupply.hardwareId);
  const added = await registry.devices.add(siteId, { ...device, id: deviceId });
  if (!added.ok)
    throw new ApiError(added.issues[0].code === 'unknown-device' ? 'unknown-device' : 'site-not-known');
  sync.refreshDevice(deviceId);
  return { ...added.value, deviceId };
}
