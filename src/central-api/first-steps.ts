/** What a new programme still lacks. Only administrators may ask. */
import { firstSteps, type FirstSteps } from '#shared/api/first-steps';
import type { Result } from '#shared/result';
import { call, type Central } from './central';

export const getFirstSteps = (central: Central): Promise<Result<FirstSteps>> =>
  call(central, { path: '/api/first-steps' }, firstSteps);
