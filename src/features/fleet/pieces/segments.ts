/** The state of the equipment as counts, in the order of the statuses; each leads to its list. */
import { functionalStatuses } from '#shared/domain/functional-status';
import type { Words } from '../../../words/words.svelte';

/** `siteId`: of this site alone. */
export function segmentsOf(words: Words, byStatus: Readonly<Record<string, number>>, siteId?: string) {
  const place = siteId === undefined ? '' : `&site=${encodeURIComponent(siteId)}`;
  return functionalStatuses.map((status) => {
    const count = byStatus[status] ?? 0;
    const label = words.t(`status.${status}`);
    return { status, label, count, countText: words.number(count), href: `/fleet?status=${status}${place}` };
  });
}

/** Assets of which no log says a status. */
export const withoutStatus = (byStatus: Readonly<Record<string, number>>): number => byStatus['UNKNOWN'] ?? 0;
