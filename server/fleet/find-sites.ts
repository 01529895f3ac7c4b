/** Lists of many sites by their state: silent, behind, in trouble; sorted by how much. */
import { isBehind, isInTrouble, isSilent, type SiteStateName } from '#shared/domain/site-state';
import { wordsOf } from '../database/port/registry-sites';
import type { KnownSite } from './site-states';

export interface SiteSearch {
  q?: string | undefined;
  state?: SiteStateName | undefined;
  /** days of silence from which a site counts as silent */
  silentDays: number;
  sort?: 'code' | 'lastContact' | 'behind' | 'problems' | undefined;
  now: number;
}

export const countStates = (sites: readonly KnownSite[], search: Omit<SiteSearch, 'state' | 'sort'>) => {
  const found = withWords(sites, search.q);
  const count = (state: SiteStateName): number => found.filter((site) => isIn(site, state, search)).length;
  return { total: found.length, silent: count('silent'), behind: count('behind'), trouble: count('trouble') };
};

/** Sites that fit, in the order that is asked for; equal ones by their code. */
export function findSites(sites: readonly KnownSite[], search: SiteSearch): KnownSite[] {
  const { q, state, sort } = search;
  const found = withWords(sites, q).filter((site) => state === undefined || isIn(site, state, search));
  const most = sort === 'behind' || sort === 'problems' ? sort : undefined;
  return found.sort((a, b) => {
    const byKey =
      most === undefined
        ? sort === 'lastContact'
          ? compare(a.lastContact ?? '', b.lastContact ?? '')
          : 0
        : b[most] - a[most];
    return byKey || compare(a.code, b.code);
  });
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function withWords(sites: readonly KnownSite[], q: string | undefined): KnownSite[] {
  const words = wordsOf(q);
  return sites.filter(({ text }) => words.every((word) => text.includes(word)));
}

function isIn(
  site: KnownSite,
  state: SiteStateName,
  { silentDays, now }: Pick<SiteSearch, 'silentDays' | 'now'>,
): boolean {
  if (state === 'silent') return isSilent(site, now, silentDays);
  return state === 'behind' ? isBehind(site) : isInTrouble(site);
}
