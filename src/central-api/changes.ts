/** Changes that central authors for staff. */
import type { Change } from '#shared/change/change';
import { authoredChanges, refusedChanges, type AuthoredChanges } from '#shared/api/changes';
import type { Result } from '#shared/result';
import { call, type Central } from './central';

/** Answers with what central decided, also where it takes none of them. Refuses with the code of a call that brought no decision. */
export const postChanges = (
  central: Central,
  document: string,
  changes: readonly Change[],
): Promise<Result<AuthoredChanges>> =>
  call(central, { method: 'POST', path: '/api/changes', body: { document, changes } }, authoredChanges, {
    named: refusedChanges,
    verdict: ({ refused }) => ({ stored: [], refused }),
  });
