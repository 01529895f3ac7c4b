/**
 * The first step of a cycle: where is the central server, is it ours, does it speak our protocol, what is its time. A device
 * that mSupply knows asks there first. With any answer, the central server that it knows is good as long as it responds.
 */
import { PROTOCOL_VERSION } from '#shared/protocol/version';
import { accepted, refused, type Result } from '#shared/result';
import { centralOf, type Central } from '../central-api/central';
import type { Instance } from '#shared/api/instance';
import { getInstance } from '../central-api/instance';
import { askForCentral } from '../central-api/msupply';
import { isThisMachine } from '../central-api/this-machine';
import { offsetOf } from '../replica/identity/clock-offset';
import { hearCentral } from '../replica/identity/hear-central';
import { followCentral } from '../replica/identity/installation';
import type { Identity } from '../replica/records';
import { newAddress, whereCentralIs, type Seen, type Told } from './where-central';
import type { World } from './world';

export interface Found {
  central: Central;
  /** with the address that was found */
  identity: Identity;
  hasMoved: boolean;
  /** a fault that holds nothing up */
  notice?: string;
}

/**
 * Refuses with `offline`, `not-a-central-server`, `another-central`, `told-another-central`, `update-needed` or the server's
 * own code.
 */
export async function findCentral(
  world: World,
  identity: Identity,
  signal: AbortSignal,
): Promise<Result<Found>> {
  if (!world.isOnline() && !isThisMachine(identity.centralUrl)) return refused({ code: 'offline' });
  const known = { url: identity.centralUrl, centralId: identity.centralId };
  const [told, atKnown] = await Promise.all([ask(world, identity, signal), look(world, known.url, signal)]);
  if (signal.aborted) return refused({ code: 'stopped' });
  const address = newAddress(known, told);
  const atNew = address === undefined ? undefined : await look(world, address, signal);
  const where = whereCentralIs(known, told, atKnown, atNew);
  if (where.type === 'refused') return refused({ code: where.code });
  const hasMoved = where.url !== known.url;
  const usable = await use(world, hasMoved && atNew ? atNew : atKnown);
  if (!usable.ok) return usable;
  const moved = hasMoved ? await followCentral(world.db, where.url) : undefined;
  const now = moved ?? identity;
  const { fetch, version } = world;
  const { notice } = where;
  const central = { ...centralOf(now), version, fetch, signal };
  return accepted({ central, identity: now, hasMoved, ...(notice !== undefined && { notice }) });
}

async function ask(world: World, identity: Identity, signal: AbortSignal): Promise<Told> {
  if (identity.kind !== 'site' || !identity.mSupply) return { type: 'not-asked' };
  const { fetch, version } = world;
  const asking = { fetch, version, signal, relay: identity.centralUrl };
  const told = await askForCentral(identity.mSupply, asking);
  return told.ok ? { type: 'address', url: told.value } : { type: 'nothing', code: told.issues[0].code };
}

type Sight = Seen & { instance?: Instance; offsetMs?: number };

async function look(world: World, url: string, signal: AbortSignal): Promise<Sight> {
  const askedAt = world.now();
  const found = await getInstance({ url, fetch: world.fetch, signal });
  if (!found.ok) return { type: 'silent', code: found.issues[0].code };
  const { centralId, time } = found.value;
  const heard = time === undefined ? NaN : Date.parse(time);
  const offset = Number.isFinite(heard) && { offsetMs: offsetOf(heard, askedAt, world.now()) };
  return { type: 'central', centralId, instance: found.value, ...offset };
}

async function use(world: World, { instance, offsetMs }: Sight): Promise<Result<undefined>> {
  const { min, max } = instance?.protocol ?? { min: 0, max: 0 };
  if (PROTOCOL_VERSION < min || PROTOCOL_VERSION > max) return refused({ code: 'update-needed' });
  if (offsetMs !== undefined) await hearCentral(world.db, offsetMs, world.now());
  return accepted(undefined);
}

/** Codes after which trying again by itself leads nowhere. */
const final = new Set(['another-central', 'update-needed', 'device-revoked', 'not-signed-in']);
/** Stops that support staff put right in mSupply, so that each device finds it out by asking again. */
const rightedInMSupply = new Set(['another-central', 'told-another-central']);

/** True if a stop means that nothing of this device belongs where its central server was: no files either. */
export const isAnotherCentral = (code: string): boolean => rightedInMSupply.has(code);

type Halt = { type: 'retry' | 'pause' | 'stop'; code: string };

/** An answer to a call that did not arrive as it was made: something on the way altered it, cut it, or led it elsewhere. */
const spoilt = new Set(['bad-request', 'not-found', 'too-large', 'unsupported-type']);

/** The meaning of a failed call for the cycle. */
export function haltFor(code: string, identity: Pick<Identity, 'kind'> & { mSupply?: unknown }): Halt {
  const meant = meaningOf(code, identity.kind);
  if (identity.mSupply !== undefined && rightedInMSupply.has(meant)) return { type: 'pause', code: meant };
  return { type: final.has(meant) ? 'stop' : 'retry', code: meant };
}

function meaningOf(code: string, kind: Identity['kind']): string {
  // a device always shows its token: where none came, central has not judged the device
  if (spoilt.has(code) || (kind === 'site' && code === 'not-signed-in')) return 'call-spoilt';
  if (code !== 'unknown-device') return code;
  return kind === 'site' ? 'device-revoked' : 'not-signed-in';
}
