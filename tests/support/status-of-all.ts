/** The status that all logs of an asset together give it, by the domain's own rules: what every shorter way has to come to. */
import { currentStatus, latestStatusLog, statusUntil, type AssetLog } from '#shared/domain/asset-log';
import type { KnownStatus } from '../../server/database/port/rows-tx';

/** `now`: milliseconds. */
export function statusOfAll(logs: readonly AssetLog[], now: number): KnownStatus | undefined {
  const log = latestStatusLog(logs, now);
  const status = currentStatus(logs, now);
  const until = statusUntil(logs, now);
  return log && status
    ? {
        ...{ log, functionalStatus: status.functionalStatus, since: status.statusSince },
        ...(until !== undefined && { until }),
      }
    : undefined;
}
