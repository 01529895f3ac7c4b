/** Central's report on a restore of its database, and the devices that it does not know since. */
import { nothing } from '#shared/api/nothing';
import {
  recognisedDevices,
  restoreReport,
  type RecognisedDevices,
  type RestoreReport,
} from '#shared/api/restore';
import type { Result } from '#shared/result';
import { call, type Central } from './central';

export const getRestoreReport = (central: Central): Promise<Result<RestoreReport>> =>
  call(central, { path: '/api/restore' }, restoreReport);

export const listRecognised = (central: Central): Promise<Result<RecognisedDevices>> =>
  call(central, { path: '/api/restore/devices' }, recognisedDevices);

/** It is let in again, or shut out. */
export const decideOn = (central: Central, id: string, letIn: boolean): Promise<Result<unknown>> =>
  call(
    central,
    { method: 'POST', path: `/api/restore/devices/${encodeURIComponent(id)}`, body: { letIn } },
    nothing,
  );
