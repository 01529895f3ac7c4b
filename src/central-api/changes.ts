/** Changes that central authors for staff. */
import type { Change } from '#shared/change/change';
import { authoredChanges, type AuthoredChanges } from '#shared/api/changes';
import type { Result } from '#shared/result';
import { call, type Central } from './central';

export type Authored = AuthoredChanges;

/** Refuses with `refused` when all are refused; `data.refusedFor` then says why the first was. */
export const postChanges = (
  central: Central,
  document: string,
  changes: readonly Change[],
): Promise<Result<Authored>> =>
  call(central, { method: 'POST', path: '/api/changes', body: { document, changes } }, authoredChanges);
