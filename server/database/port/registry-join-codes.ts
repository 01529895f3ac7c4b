/** The codes with which devices join; they come in hashed. */
import type { Issue, Result } from '#shared/result';
import type { NewDevice } from './registry-devices';
import type { SiteRecord } from './registry-sites';

export interface JoinCodeRecord {
  /** by which it is listed and withdrawn; nobody joins with it */
  id: string;
  codeHash: string;
  siteId: string;
  createdBy: string;
  createdAt: string;
  expiresAt: string;
  /** that may join with it */
  devices: number;
}

/** A code with which somebody can still join. */
export interface OpenJoinCode extends Omit<JoinCodeRecord, 'codeHash'> {
  /** devices that have joined with it */
  used: number;
}

export interface OpenCodesQuery {
  /** instant */
  at: string;
  /** of these sites only; undefined: of all */
  siteIds?: readonly string[];
  limit: number;
  /** the last one of the page before */
  after?: Pick<OpenJoinCode, 'expiresAt' | 'id'>;
}

/** The reason why a code lets nobody in; one that was withdrawn is `code-expired`. */
export type JoinCodeIssue = Issue<'code-unknown' | 'code-used' | 'code-expired' | 'another-site'>;

export interface JoinCodeBook {
  /** All of them or none. */
  add(codes: readonly JoinCodeRecord[]): Promise<void>;
  /** Those that expire first come first. */
  open(query: OpenCodesQuery): Promise<{ codes: OpenJoinCode[]; total: number }>;
  /** An open code; undefined: there is none. */
  get(id: string, at: string): Promise<OpenJoinCode | undefined>;
  /** From now on nobody joins with it. False: it was not open. */
  withdraw(id: string, at: string): Promise<boolean>;
  /**
   * Counts the device against the code and registers it, in one: of many at once as many win as the code is for. Refuses with
   * `code-unknown`, `code-used`, `code-expired`, and with `another-site`, the code unspent, when it is of another site than the one
   * that is expected.
   */
  redeem(
    codeHash: string,
    device: NewDevice,
    expectedSiteId?: string,
  ): Promise<Result<{ site: SiteRecord; clientId: number }, JoinCodeIssue>>;
}
