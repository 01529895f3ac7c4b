/** The records at all sites that name a piece of central data. Only support staff may ask. */
import { usage, type FleetUsage, type UsedEntity } from '#shared/api/usage';
import type { Result } from '#shared/result';
import { call, type Central } from './central';

export const getUsage = (central: Central, entity: UsedEntity, id: string): Promise<Result<FleetUsage>> =>
  call(central, { path: '/api/usage', query: { entity, id } }, usage);
