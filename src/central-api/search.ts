/** One search over all that staff look for. */
import { searchFound, type SearchFound } from '#shared/api/search';
import type { Result } from '#shared/result';
import { call, type Central } from './central';

export const searchCentral = (central: Central, q: string): Promise<Result<SearchFound>> =>
  call(central, { path: '/api/search', query: { q } }, searchFound);
