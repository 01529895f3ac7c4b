/** The people who may sign in at an Open mSupply site where no mSupply central server lists them. */
import type { Result } from '#shared/result';
import type { SitePersonRight } from '#shared/domain/site-person';

export interface SitePerson {
  /** with the name at its head, as people of a device have it: everything that they record bears it */
  id: string;
  siteId: string;
  /** unique in the programme, without regard to case: a sign-in does not name its site */
  username: string;
  displayName: string;
  passwordHash: string;
  rights: SitePersonRight[];
  /** of the site's stores; undefined: all that it has */
  storeIds?: string[];
  /** instant since when they may not sign in */
  disabledAt?: string;
}

export interface SitePersonChange {
  displayName?: string;
  passwordHash?: string;
  rights?: SitePersonRight[];
  /** null: all stores of the site */
  storeIds?: string[] | null;
  /** null: may sign in again */
  disabledAt?: string | null;
}

export interface SitePeople {
  /** Refuses with `already-exists` where somebody has the name. */
  add(person: SitePerson): Promise<Result<SitePerson>>;
  /** Undefined when the site has no such person. */
  edit(siteId: string, id: string, change: SitePersonChange): Promise<SitePerson | undefined>;
  /** By name. */
  ofSite(siteId: string): Promise<SitePerson[]>;
  byUsername(username: string): Promise<SitePerson | undefined>;
}
