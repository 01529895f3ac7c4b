/** The makers of calls, known by token or session, and the devices that a restore has forgotten. */
import { callers } from './auth/callers';
import { DeviceTokens } from './auth/device-tokens';
import type { CentralDatabase } from './database/port/central-database';
import type { Services } from './http/services';
import { RecognisedDevices } from './operations/restored/recognised-devices';

export function whoIsKnown({
  database,
  identity: { centralId },
  sessions,
  restores,
}: Pick<Services, 'identity' | 'sessions' | 'restores'> & { database: CentralDatabase }): Pick<
  Services,
  'callers' | 'deviceTokens' | 'recognised' | 'restores'
> {
  const deviceTokens = new DeviceTokens({ centralId, proofs: database.proofs });
  const recognised = new RecognisedDevices({ database, tokens: deviceTokens, restores });
  const hear = (token: string): Promise<void> => recognised.hear(token);
  return { deviceTokens, recognised, restores, callers: callers(database.registry, sessions, hear) };
}
