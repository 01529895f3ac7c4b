/** The first step of a cycle: is the central server there, is it ours, does it speak our protocol, what is its time. */
import { PROTOCOL_VERSION } from '#shared/protocol/version';
import { accepted, refused, type Result } from '#shared/result';
import { centralOf, type Central } from '../link/central';
import { getInstance } from '../link/instance';
import { offsetOf, saveOffset } from '../replica/clock-offset';
import type { Identity } from '../replica/records';
import type { World } from './world';

/** Refuses with `offline`, `not-a-central-server`, `another-central`, `update-needed` or the server's own code. */
export async function findCentral(
  world: World,
  identity: Identity,
  signal: AbortSignal,
): Promise<Result<Central>> {
  if (!world.isOnline()) return refused({ code: 'offline' });
  const { fetch, version } = world;
  const central: Central = { ...centralOf(identity), version, fetch, signal };
  const askedAt = world.now();
  const instance = await getInstance({ url: central.url, fetch: world.fetch, signal });
  if (!instance.ok) return instance;
  const { centralId, protocol, time } = instance.value;
  if (centralId !== identity.centralId) return refused({ code: 'another-central' });
  if (PROTOCOL_VERSION < protocol.min || PROTOCOL_VERSION > protocol.max)
    return refused({ code: 'update-needed' });
  const heard = time === undefined ? NaN : Date.parse(time);
  if (Number.isFinite(heard)) await saveOffset(world.db, offsetOf(heard, askedAt, world.now()));
  return accepted(central);
}

/** Codes after which trying again by itself leads nowhere. */
const final = new Set(['another-central', 'update-needed', 'device-revoked', 'not-signed-in']);

export type Halt = { type: 'retry'; code: string } | { type: 'stop'; code: string };

/** What a failed call means for the cycle. */
export function haltFor(code: string, identity: Pick<Identity, 'kind'>): Halt {
  const unknown = code === 'unknown-device' || code === 'not-signed-in';
  const meant = unknown ? (identity.kind === 'site' ? 'device-revoked' : 'not-signed-in') : code;
  return final.has(meant) ? { type: 'stop', code: meant } : { type: 'retry', code: meant };
}
