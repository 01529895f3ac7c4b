/** The tables of the replica on a device. */
import type { Position } from '#shared/change/position';
import type { Change } from '#shared/change/change';
import type { Kept } from '#shared/change/growing';
import type { Clock } from '#shared/change/hlc';
import type { Mark } from '#shared/proof/digest';
import type { Receipt } from '#shared/proof/receipt';
import type { CurrentStatus } from '#shared/domain/asset-log';
import type { EntityName, RowOf } from '#shared/domain/entities';
import type { MSupplySite } from '#shared/domain/msupply-site';

/** The number of fields in a row that wait for a person to settle two unseen edits. */
interface Folded {
  conflicts: number;
}

interface StatusEnds {
  /** the moment (milliseconds, central's time) from which a log that lies ahead now counts: the status is looked at again then */
  statusUntil?: number;
}

export type FoldedRow<E extends EntityName> = RowOf<E> &
  Folded &
  (E extends 'asset' ? Partial<CurrentStatus> & StatusEnds : unknown);
export type AssetRow = FoldedRow<'asset'>;

export interface StoreName {
  id: string;
  code: string;
  name: string;
}

interface KnownAtCentral {
  id: 'me';
  /** without a slash at its end */
  centralUrl: string;
  centralId: string;
  deviceId: string;
  /** this device's Yjs client id, the same in all documents */
  clientId: number;
  /** ids it had before a refusal: still its own */
  formerClientIds: number[];
}

/** A browser that joined a site. */
export interface SiteIdentity extends KnownAtCentral {
  kind: 'site';
  deviceToken: string;
  /** the same with central's signed word behind it, shown where central does not know this device */
  signedToken?: string;
  deviceName: string;
  site: StoreName;
  stores: StoreName[];
  /** the other devices of the site, as central last named them */
  colleagues?: { id: string; name: string }[];
  /** it joined as an installation that mSupply knows: there every cycle asks where the central server is */
  mSupply?: MSupplySite;
}

/** A browser on the central server's own origin in which support staff signed in. */
export interface StaffIdentity extends KnownAtCentral {
  kind: 'staff';
  user: {
    id: string;
    username: string;
    displayName: string;
    permissions: string[];
    /** in which the rights hold; absent: the whole country */
    regionIds?: string[] | undefined;
  };
}

export type Identity = SiteIdentity | StaffIdentity;

/** The pen of this device: read and written in the transaction of every commit, so that two tabs never use a number twice. */
export interface AuthorRecord {
  id: 'me';
  deviceId: string;
  userId: string;
  n: number;
  clock: Clock;
  /** central's time minus this device's, milliseconds, as last heard, or as reckoned since this device's clock was set */
  offsetMs: number;
  /** this device's clock when it was last looked at, milliseconds: an earlier time means that somebody set it */
  wall?: number;
  /** the clock was set since central was heard: the offset is reckoned */
  unsure?: boolean;
}

interface RefusedMark {
  code: string;
  message: string;
  at: number;
}

export interface ChangeRecord {
  id: string;
  change: Change;
  /** '' for a kind that only a newer app knows */
  entity: EntityName | '';
  entityId: string;
  /** the store it was made for here; absent for central data */
  storeId?: string;
  documents: string[];
  places: Position[];
  /** central did not accept it: kept to be shown, not folded */
  refused?: RefusedMark;
}

/** The kept fold of an entity with a long history. */
export interface FoldRecord {
  /** entity and id */
  key: string;
  kept: Kept;
}

/** A change of which central has not confirmed that it is on disk. Deleted when it has. */
export interface OutboxEntry {
  changeId: string;
  /** order of writing */
  hlc: string;
  kind: string;
  entity: EntityName | '';
  entityId: string;
  /** absent: central data */
  storeId?: string;
  state: 'saved' | 'sent';
  /** the position of the change, once sent */
  place?: Position;
  at: number;
}

/** Something a person should know of: a change that central refused, or a message that nothing here explains. */
export interface ProblemRecord {
  id?: number;
  code: string;
  message: string;
  document?: string;
  change?: Change;
  entity?: EntityName | '';
  entityId?: string;
  at: number;
}

/** The length to which a client's changes in a document are known to be central's, and their digest there. */
export interface ChainRecord extends Mark {
  document: string;
}

/** Central's word that it had this on its disk; kept with the clocks that it proves. */
export interface ReceiptRecord extends Receipt {
  id?: number;
  document: string;
}

export interface DocumentRecord {
  name: string;
  /** central's sequence number when the document was last complete here */
  seq: number;
  /** when an exchange last ended, milliseconds */
  exchangedAt: number;
  /** the start of central to which all was given back that is proven here of a store of another site */
  givenBackTo?: number;
}

/** A struct in a document that is no change for us; kept so that later structs are reached. */
export interface HoleRecord extends Position {
  length: number;
  /** its key and its bytes, where it may be a change that a newer app can read */
  key?: string;
  body?: Uint8Array;
}

export const stepNames = ['find', 'prepare', 'push', 'pull', 'files', 'integrate'] as const;
export type StepName = (typeof stepNames)[number];

export interface Step {
  name: StepName;
  state: 'waiting' | 'working' | 'done' | 'failed';
  done: number;
  total: number;
  errorCode?: string;
  /** a fault that held nothing up */
  notice?: string;
}

export type SyncState = 'starting' | 'offline' | 'working' | 'done' | 'attention';

/** The state of synchronising: written by the engine a few times a second at most, read by every tab. */
export interface Progress {
  id: 'sync';
  state: SyncState;
  /** since when it is in this state, milliseconds */
  since: number;
  /** when everything was last exchanged, milliseconds */
  lastSuccess?: number;
  /** changes that central has not stored yet */
  waiting: number;
  steps: Step[];
  errorCode?: string;
  /** when it tries again by itself, milliseconds */
  nextTry?: number;
}

/** A file whose bytes are on this device. */
export interface FileCopy {
  sha256: string;
  /** the store for which it is sent */
  storeId: string;
  fileName: string;
  mimeType: string;
  /** bytes in all */
  size: number;
  isThumbnail: boolean;
  /** true for the camera's own file, of which a shrunk picture goes first */
  isOriginal?: boolean;
  /** `waiting`: to be sent; `central`: it is there, and may go from here; `failed`: central does not take it */
  state: 'waiting' | 'central' | 'failed';
  /** milliseconds */
  addedAt: number;
  openedAt: number;
  /** bytes that central has */
  sent: number;
  /** the address at which an upload that was begun goes on */
  uploadUrl?: string;
  /** tries in a row that came to nothing, and when the next one is, milliseconds */
  failures: number;
  nextTry?: number;
  /** the reason why the last try failed, or why central does not take it */
  errorCode?: string;
}

export interface FileBytes {
  sha256: string;
  bytes: ArrayBuffer;
}
