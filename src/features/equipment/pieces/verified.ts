/** The age at which a status is too old to be believed unseen. */
import { leftService, type FunctionalStatus } from '#shared/domain/functional-status';

const day = 86_400_000;

/** A status that nobody confirmed for this long is shown as unverified. */
export const UNVERIFIED_AFTER_MS = 90 * day;

interface Said {
  functionalStatus?: FunctionalStatus | undefined;
  statusLoggedAt?: string | undefined;
}

/** `now`: central's time, milliseconds. */
export const isUnverified = ({ functionalStatus, statusLoggedAt }: Said, now: number): boolean =>
  functionalStatus !== undefined &&
  !leftService.includes(functionalStatus) &&
  statusLoggedAt !== undefined &&
  now - Date.parse(statusLoggedAt) > UNVERIFIED_AFTER_MS;
