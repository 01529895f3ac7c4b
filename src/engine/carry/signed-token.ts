/**
 * Central's signed word of whom this device's token was given to. The device asks for it once, and shows it where central does not know the
 * device: a server that was put back to before the device joined can then ask its staff.
 */
import { getSignedToken } from '../../central-api/signed-token';
import type { Central } from '../../central-api/central';
import type { ReplicaDatabase } from '../../replica/database';
import type { Identity } from '../../replica/records';

/** The token that was asked for since this app was opened: a central server of an earlier version gives none, however often it is asked. */
const asked = new WeakMap<ReplicaDatabase, string>();

export async function takeSignedToken(db: ReplicaDatabase, central: Central): Promise<void> {
  const identity = await db.identity.get('me');
  if (identity?.kind !== 'site' || identity.signedToken !== undefined) return;
  if (asked.get(db) === identity.deviceToken) return;
  const answer = await getSignedToken(central);
  if (!answer.ok && answer.issues[0].code !== 'not-found') return;
  asked.set(db, identity.deviceToken);
  const signedToken = answer.ok ? answer.value.signedToken : undefined;
  if (signedToken === undefined) return;
  await db.identity
    .where('id')
    .equals('me')
    .modify((now) => {
      // of the token that this device has: it may have joined once more meanwhile
      if (now.kind === 'site' && signedToken.startsWith(`${now.deviceToken}.`)) now.signedToken = signedToken;
    });
}

/** Central has just answered that it does not know this device. */
export async function showSignedToken(central: Central, identity: Identity): Promise<void> {
  if (identity.kind === 'site' && identity.signedToken !== undefined)
    await getSignedToken({ ...central, token: identity.signedToken });
}
