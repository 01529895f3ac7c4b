/**
 * Who takes part: sites with their stores, the devices that joined them, join codes, staff with their sessions, and a
 * record of what staff did. One contract suite (registry-contract.ts) runs on every implementation. Secrets come in hashed.
 */
import type { Result } from '#shared/result';

export interface StoreRecord {
  id: string;
  code: string;
  name: string;
}

export interface SiteRecord {
  id: string;
  code: string;
  name: string;
  /** instant */
  createdAt: string;
  stores: StoreRecord[];
}

/** Where a site stands in a list; `lastContact` is empty while no device of it was ever heard. */
export interface SitePosition {
  lastContact: string;
  code: string;
}

export interface SiteQuery {
  limit: number;
  /** words, each of which must occur in the code or name of the site or of one of its stores */
  q?: string;
  /** by code, or the one that was silent longest first */
  sort: 'code' | 'lastContact';
  after?: SitePosition;
}

export interface SitePage {
  sites: SiteRecord[];
  /** of all that match */
  total: number;
  /** absent on the last page */
  next?: SitePosition;
}

/** What the words of a search are looked for in. */
export const siteText = ({ code, name, stores }: SiteRecord): string =>
  [code, name, ...stores.flatMap((store) => [store.code, store.name])].join(' ').toLowerCase();

export const wordsOf = (q: string | undefined): string[] =>
  (q ?? '').toLowerCase().split(/\s+/).filter(Boolean);

export interface SiteBook {
  /** Refuses with `already-exists`; the field says which code or id is taken: `code`, `stores.0.id`, `stores.1.code`. */
  add(site: SiteRecord): Promise<Result<SiteRecord>>;
  /** Renames a site, adds stores to it; undefined when there is no such site. */
  edit(
    id: string,
    change: { name?: string; addStores?: readonly StoreRecord[] },
  ): Promise<Result<SiteRecord> | undefined>;
  get(id: string): Promise<SiteRecord | undefined>;
  page(query: SiteQuery): Promise<SitePage>;
  /** Store id → site id, for the stores of these that exist. */
  sitesOfStores(storeIds: readonly string[]): Promise<Map<string, string>>;
}

export interface DeviceRecord {
  id: string;
  /** a phone or computer of a site, or a browser in which a member of staff signs in */
  kind: 'site' | 'staff';
  siteId?: string;
  name: string;
  joinedAt: string;
  lastContact?: string;
  appVersion?: string;
  revokedAt?: string;
  /** the Yjs client id that it uses now */
  clientId: number;
}

export interface NewDevice {
  id: string;
  name: string;
  tokenHash: string;
  at: string;
  proposeClientId: ProposeClientId;
}

/** A random client id; asked again when the one it gave is taken. */
export type ProposeClientId = () => number;

export interface Contact {
  deviceId: string;
  at: string;
  appVersion?: string;
}

export interface DeviceBook {
  /** The device that carries this token, revoked or not. */
  byToken(tokenHash: string): Promise<DeviceRecord | undefined>;
  get(id: string): Promise<DeviceRecord | undefined>;
  ofSites(siteIds: readonly string[]): Promise<DeviceRecord[]>;
  /** All client ids that the device ever had. */
  clientIdsOf(deviceId: string): Promise<number[]>;
  /** Gives the device a client id that nobody ever had, and makes it the present one. */
  renewClientId(deviceId: string, propose: ProposeClientId): Promise<number>;
  /** False when there is no such device or it was revoked before. Its sessions end. */
  revoke(id: string, at: string): Promise<boolean>;
  recordContacts(contacts: readonly Contact[]): Promise<void>;
}

export interface JoinCodeRecord {
  codeHash: string;
  siteId: string;
  createdBy: string;
  createdAt: string;
  expiresAt: string;
}

export interface JoinCodeBook {
  add(code: JoinCodeRecord): Promise<void>;
  /** Spends the code and registers the device, in one: of two at once, one wins. Refuses with `code-unknown`, `code-used`, `code-expired`. */
  redeem(codeHash: string, device: NewDevice): Promise<Result<{ site: SiteRecord; clientId: number }>>;
}

export interface StaffUser {
  id: string;
  username: string;
  displayName: string;
  passwordHash: string;
  permissions: string[];
}

export interface NewSession {
  tokenHash: string;
  /** the browser, by the hash of its cookie: in the same browser a user has the same device */
  browserHash: string;
  userId: string;
  at: string;
  /** used when this user was never in this browser */
  device: { id: string; name: string; proposeClientId: ProposeClientId };
}

export interface SessionRecord {
  user: StaffUser;
  deviceId: string;
  clientId: number;
  browserHash: string;
  createdAt: string;
  seenAt: string;
}

export interface StaffBook {
  /** Refuses with `already-exists`. User names differ by more than case. */
  addUser(user: StaffUser): Promise<Result<StaffUser>>;
  byName(username: string): Promise<StaffUser | undefined>;
  isEmpty(): Promise<boolean>;
  openSession(session: NewSession): Promise<{ deviceId: string; clientId: number }>;
  session(tokenHash: string): Promise<SessionRecord | undefined>;
  recordSeen(tokenHash: string, at: string): Promise<void>;
  closeSession(tokenHash: string): Promise<void>;
  /** Ends the sessions that began or were last seen before these instants. */
  closeStale(before: { createdAt: string; seenAt: string }): Promise<void>;
}

export interface AuditEntry {
  at: string;
  userId: string;
  /** as `site.create`, `device.revoke` */
  action: string;
  /** the id of what it was done to */
  subject: string;
  details?: Record<string, string | number>;
}

export interface AuditBook {
  write(entry: AuditEntry): Promise<void>;
  /** The latest first. */
  latest(limit: number): Promise<AuditEntry[]>;
}

export interface Registry {
  sites: SiteBook;
  devices: DeviceBook;
  joinCodes: JoinCodeBook;
  staff: StaffBook;
  audit: AuditBook;
}
