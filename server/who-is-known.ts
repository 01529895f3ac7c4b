/** The makers of calls, known by token or session or by the sign-in provider, and the devices that a restore has forgotten. */
import { callers } from './auth/callers';
import { DeviceTokens } from './auth/device-tokens';
import { ProviderDoor } from './auth/provider/door';
import type { Config } from './config';
import type { CentralDatabase } from './database/port/central-database';
import type { Services } from './http/services';
import { RecognisedDevices } from './operations/restored/recognised-devices';

export function whoIsKnown({
  database,
  identity: { centralId },
  sessions,
  restores,
  config: { provider: settings },
  now,
}: Pick<Services, 'identity' | 'sessions' | 'restores' | 'now'> & {
  database: CentralDatabase;
  config: Pick<Config, 'provider'>;
}): Pick<Services, 'callers' | 'deviceTokens' | 'provider' | 'recognised' | 'restores'> {
  const deviceTokens = new DeviceTokens({ centralId, proofs: database.proofs });
  const recognised = new RecognisedDevices({ database, tokens: deviceTokens, restores });
  const hear = (token: string): Promise<void> => recognised.hear(token);
  const { proofs, registry } = database;
  return {
    deviceTokens,
    recognised,
    restores,
    callers: callers(registry, sessions, hear),
    ...(settings && {
      provider: new ProviderDoor({ settings, centralId, proofs, staff: registry.staff, now }),
    }),
  };
}
