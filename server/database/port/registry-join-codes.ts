/** The codes with which devices join; they come in hashed. */
import type { Issue, Result } from '#shared/result';
import type { NewDevice } from './registry-devices';
import type { SiteRecord } from './registry-sites';

export interface JoinCodeRecord {
  codeHash: string;
  siteId: string;
  createdBy: string;
  createdAt: string;
  expiresAt: string;
}

/** The reason why a code lets nobody in. */
export type JoinCodeIssue = Issue<'code-unknown' | 'code-used' | 'code-expired' | 'another-site'>;

export interface JoinCodeBook {
  add(code: JoinCodeRecord): Promise<void>;
  /**
   * Spends the code and registers the device, in one: of two at once, one wins. Refuses with `code-unknown`, `code-used`,
   * `code-expired`, and with `another-site`, the code unspent, when it is of another site than the one that is expected.
   */
  redeem(
    codeHash: string,
    device: NewDevice,
    expectedSiteId?: string,
  ): Promise<Result<{ site: SiteRecord; clientId: number }, JoinCodeIssue>>;
}
