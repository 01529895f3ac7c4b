/** Central's signed word of whom this device's token was given to. It is kept for the day on which central does not know the device. */
import type { ReplicaDatabase } from '../database';
import type { Identity } from '../records';

export const lacksSignedToken = (identity: Identity): boolean =>
  identity.kind === 'site' && identity.signedToken === undefined;

/** Keeps it, if it is of the token that this device has. */
export async function keepSignedToken(db: ReplicaDatabase, signedToken: string): Promise<void> {
  await db.identity
    .where('id')
    .equals('me')
    .modify((identity) => {
      if (identity.kind === 'site' && signedToken.startsWith(`${identity.deviceToken}.`))
        identity.signedToken = signedToken;
    });
}
