/** The devices that joined sites, and the browsers of staff. */
import type { Issue, Result } from '#shared/result';
import type { SiteRecord } from './registry-sites';

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

/** The part of a document that a device was last known to have. */
export interface DeviceDocument {
  deviceId: string;
  document: string;
  /** the number of its changes */
  changes: number;
  /** the sequence number of the last of them */
  seq: number;
  /** instant */
  at: string;
}

/** No such site; or a device that was shut out. */
export type DeviceIssue = Issue<'not-found' | 'unknown-device'>;

export interface DeviceBook {
  /**
   * Registers a device of a site that was let in without a code; one that is known gets the new token, under a fresh client id.
   * Refuses with `not-found` (no such site) and `unknown-device` (it was revoked).
   */
  add(
    siteId: string,
    device: NewDevice,
  ): Promise<Result<{ site: SiteRecord; clientId: number }, DeviceIssue>>;
  /**
   * Writes down a device that is not known here as shut out, in one write: it is never let in on the way. It stands with its site where that
   * is here. False: it is known.
   */
  addShutOut(siteId: string, device: NewDevice, revokedAt: string): Promise<boolean>;
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
  recordDocuments(documents: readonly DeviceDocument[]): Promise<void>;
  documentsOf(deviceIds: readonly string[]): Promise<DeviceDocument[]>;
}
