/**
 * Two versions of the app. The older one does not know a member of a list that the newer one, and central, write. They share the code of
 * this process, so the caller decides which values are known.
 */
import type * as Check from '#shared/change/check';
import type { FunctionalStatus } from '#shared/domain/functional-status';
import { refused } from '#shared/result';

/** The value that only the newer app knows. */
export const NEWER = 'NOT_IN_USE' satisfies FunctionalStatus;

/** Devices work one after the other; `isOld`: the one at work has the older app. */
export const app = { isOld: false };

/** In the place of `#shared/change/check`. */
export async function twoVersions(original: () => Promise<unknown>): Promise<typeof Check> {
  const real = (await original()) as typeof Check;
  const isOnDevice = (): boolean => /\/src\/(engine|replica)\//.test(new Error('').stack ?? '');
  const checkChange: typeof real.checkChange = (value, ...rest) =>
    app.isOld && JSON.stringify(value).includes(NEWER) && isOnDevice()
      ? refused({ code: 'bad-field', field: 'functionalStatus' })
      : real.checkChange(value, ...rest);
  return { ...real, checkChange };
}
