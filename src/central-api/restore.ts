/** Central's report on a restore of its database. */
import { restoreReport, type RestoreReport } from '#shared/api/restore';
import type { Result } from '#shared/result';
import { call, type Central } from './central';

export const getRestoreReport = (central: Central): Promise<Result<RestoreReport>> =>
  call(central, { path: '/api/restore' }, restoreReport);
