/** Members of staff and their sessions; passwords and tokens come in hashed. */
import type { Result } from '#shared/result';
import type { ProposeClientId } from './registry-devices';

/** In the place of the hash, of an account that has no password: none is the right one. */
export const NO_PASSWORD = 'none';

export interface StaffUser {
  id: string;
  username: string;
  displayName: string;
  passwordHash: string;
  permissions: string[];
  /** the regions in which those rights hold, and in all that lies below them; absent: the whole country */
  regionIds?: string[];
  /** instant; a disabled user cannot sign in and has no sessions */
  disabledAt?: string;
  /** instant */
  lastSignIn?: string;
  /** signing in asks for a code too */
  hasSecondFactor?: boolean;
  /**
   * until then (instant) the password that was handed out is good, and the person must choose another; '': none was handed out yet. Absent:
   * the password is their own.
   */
  firstPasswordUntil?: string;
  /** the name by which the sign-in provider says this person before they first came by it, as it was entered */
  providerName?: string;
  /** the person at the provider to whom the account is bound since they did */
  provider?: ProviderPerson;
  /** of a session: it must be set up first, and all rights wait for it; never stored */
  lacksSecondFactor?: boolean;
}

/** A person at a sign-in provider, by what never becomes another's. */
export interface ProviderPerson {
  issuer: string;
  subject: string;
}

/** The fields of a user to change; `disabledAt: null` lets them in again. */
export interface UserChange {
  displayName?: string;
  permissions?: string[];
  /** none: the whole country */
  regionIds?: string[];
  disabledAt?: string | null;
  /** '': none. Another name than before unbinds the account. */
  providerName?: string;
}

export interface NewSession {
  /** its name, by which it is listed and ended; no secret */
  id: string;
  tokenHash: string;
  /** the browser's own description of itself */
  agent: string;
  /** the browser, by the hash of its cookie: in the same browser a user has the same device */
  browserHash: string;
  userId: string;
  at: string;
  /** they came by the provider: a first password that was handed out to them is none any more */
  byProvider?: boolean;
  /** used when this user was never in this browser */
  device: { id: string; name: string; proposeClientId: ProposeClientId };
}

export interface SessionRecord {
  id: string;
  user: StaffUser;
  /** opened by the provider's word, without a password */
  byProvider?: boolean;
  agent: string;
  deviceId: string;
  clientId: number;
  browserHash: string;
  createdAt: string;
  seenAt: string;
}

export interface StaffBook {
  /** Refuses with `already-exists`. User names differ by more than case, and so do names at the provider. */
  addUser(user: StaffUser): Promise<Result<StaffUser>>;
  byName(username: string): Promise<StaffUser | undefined>;
  get(id: string): Promise<StaffUser | undefined>;
  /** All of them, by user name. */
  list(): Promise<StaffUser[]>;
  isEmpty(): Promise<boolean>;
  byProvider(person: ProviderPerson): Promise<StaffUser | undefined>;
  /**
   * Binds the account that has this name at the provider. Undefined, and nothing is bound, where none has it, it is disabled, or it is bound
   * to somebody of the same issuer; another issuer is one that the programme has left. `anyCase`: as names are told apart, else to the letter.
   */
  bindProvider(person: ProviderPerson & { name: string; anyCase: boolean }): Promise<StaffUser | undefined>;
  /**
   * Undefined when there is no such user. Refuses with `last-admin` a change that would leave nobody who may manage users, and with
   * `already-exists` a name at the provider that another has.
   */
  edit(id: string, change: UserChange): Promise<Result<StaffUser> | undefined>;
  /** `firstUntil`: see `firstPasswordUntil`. False when there is no such user. */
  setPassword(id: string, passwordHash: string, firstUntil?: string): Promise<boolean>;
  /** One's own in place of another, by whoever knew that: false, and nothing is set, where `was` is not the hash of theirs any more. */
  replacePassword(id: string, was: string, passwordHash: string): Promise<boolean>;
  /** False, and nothing is set, for a user who is not there, is disabled, or has chosen a password of their own. */
  giveFirstPassword(id: string, passwordHash: string, until: string): Promise<boolean>;
  /** False when there is no such user, or one who has ever signed in. */
  removeUnused(id: string): Promise<boolean>;
  /** Undefined when there is no such user any more, or a disabled one. */
  openSession(session: NewSession): Promise<{ deviceId: string; clientId: number } | undefined>;
  /** True if the user has ever signed in with this browser. */
  wasIn(browser: Pick<NewSession, 'browserHash' | 'userId'>): Promise<boolean>;
  session(tokenHash: string): Promise<SessionRecord | undefined>;
  sessionById(id: string): Promise<SessionRecord | undefined>;
  /** The open ones, the one seen last first. */
  sessionsOf(userId: string): Promise<SessionRecord[]>;
  recordSeen(tokenHash: string, at: string): Promise<void>;
  /** Ends sessions by their ids. */
  endSessions(ids: readonly string[]): Promise<void>;
  /** Ends the sessions that began or were last seen before these instants. */
  closeStale(before: { createdAt: string; seenAt: string }): Promise<void>;
}
