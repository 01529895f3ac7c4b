/** The open problems of central, page by page, each with the records that it is about. */
import type { FleetProblemPage } from '#shared/api/fleet';
import { accepted } from '#shared/result';
import type { Central } from '../../central-api/central';
import { listProblems } from '../../central-api/fleet';
import { Pages } from '../../page/pages.svelte';
import { settlingsOf, type Settling } from './problem-pairs';

/** A page is one thing of this list: its problems, with the records that come with them. */
export type ProblemPages = Pages<Pick<FleetProblemPage, 'items' | 'assets'>>;

export function pagesOfProblems(
  central: () => Central,
  query: { limit: number; regionId?: string; siteId?: string },
): ProblemPages {
  return new Pages(async (cursor, signal) => {
    const answer = await listProblems(
      { ...central(), signal },
      { ...query, ...(cursor !== undefined && { cursor }) },
    );
    if (!answer.ok) return answer;
    const { items, assets, nextCursor } = answer.value;
    return accepted({
      items: items.length > 0 ? [{ items, assets }] : [],
      ...(nextCursor !== undefined && { nextCursor }),
    });
  });
}

export const settlingsIn = (pages: Pick<ProblemPages, 'items'>): Settling[] =>
  settlingsOf({
    items: pages.items.flatMap(({ items }) => items),
    assets: pages.items.flatMap(({ assets }) => assets),
  });
