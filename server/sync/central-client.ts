/** The Yjs client id under which central itself authors changes. */
import type { ChangeTx } from '../database/port/changes';

const KEY = 'central_client';
/** as the device that central's client ids are registered to */
const CENTRAL = 'central';
const TRIES = 100;

/** The id in use; made at the first asking. */
export async function centralClient(tx: ChangeTx, newClientId: () => number): Promise<number> {
  const known = await tx.meta(KEY);
  return known === undefined ? renewCentralClient(tx, newClientId) : Number(known);
}

/**
 * Takes a new id. Needed when a replica shows structs of the one in use that central lacks: it was restored from an older
 * copy, and a clock used twice would diverge for ever.
 */
export async function renewCentralClient(tx: ChangeTx, newClientId: () => number): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const id = newClientId();
    if (!(await tx.registerClient(id, CENTRAL))) continue;
    await tx.setMeta(KEY, String(id));
    return id;
  }
  throw new Error('no free client id found');
}
