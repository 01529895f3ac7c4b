/** What a page shows of the site that asked for it, noted before it goes. */
import type { Pushes } from '../../database/port/v6-pushes';
import type { Page } from './page';

interface Pulled {
  siteId: string;
  /** the site begins */
  isNew: boolean;
  page: Page;
  /** The site was put back to an older state of its own database; what it sent since by another way is gone there too. */
  onPutBack: () => Promise<unknown> | undefined;
}

export async function notePulled(pushes: Pushes, { siteId, isNew, page, onPutBack }: Pulled): Promise<void> {
  const { from, hasAll, endCursor: allAt, isPutBack } = page;
  await pushes.pulls(siteId, { isNew, from, ...(hasAll && { allAt }) });
  if (isPutBack) await onPutBack();
}
