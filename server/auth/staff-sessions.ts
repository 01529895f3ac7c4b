/** Staff sessions: opened with a password or by the word of the sign-in provider, carried by a cookie, ended by signing out, by half a day of silence or after a month. */
import { newId, randomClientId } from '../new-id';
import { accepted, refused, type Issue, type Result } from '#shared/result';
import type { Registry } from '../database/port/registry';
import type { SessionRecord, StaffUser } from '../database/port/registry-staff';
import { awaitsOwnPassword, isFirstPasswordOver } from './first-password';
import { proves } from './second-factor';
import { verifyPassword } from './password';
import { hashSecret, newSecret } from './secret';

const HOUR = 60 * 60 * 1000;
const IDLE = 12 * HOUR;
const LONGEST = 30 * 24 * HOUR;
/** the age of `seenAt` after which it is written again */
const SEEN_STEP = 5 * 60 * 1000;
const AGENT_LENGTH = 300;

export interface SignedIn {
  user: StaffUser;
  sessionId: string;
  deviceId: string;
  clientId: number;
  /** for the cookies */
  sessionToken: string;
  /** undefined: the browser is known by its session, and keeps its own */
  browserToken: string | undefined;
}

/** The cookies and the name that the browser brought from an earlier time. */
export interface KnownBrowser {
  /** its own description of itself, for the list of sessions */
  agent?: string;
  sessionToken?: string;
  browserToken?: string;
}

export interface Credentials {
  username: string;
  password: string;
  /** a code of the authenticator app, or a recovery code */
  secondFactor?: string | undefined;
}

type SignInCode = 'wrong-password' | 'second-factor' | 'second-factor-wrong';
type Entry = Result<SignedIn, Issue<SignInCode>>;

export interface StaffSessions {
  /** Refuses with `wrong-password` (the name or the password, or a disabled user), `second-factor` (a code is needed too) and `second-factor-wrong`. */
  signIn(credentials: Credentials, browser: KnownBrowser): Promise<Entry>;
  /**
   * For a person whom the provider has vouched for: no password is asked for, and a second factor only of those who have set up their own.
   * Refuses as `signIn` does: `wrong-password` is a user who is not let in.
   */
  enter(userId: string, secondFactor: string | undefined, browser: KnownBrowser): Promise<Entry>;
  /** True if this user has signed in with this browser before. */
  isKnown(username: string, browser: KnownBrowser): Promise<boolean>;
  /** The session of this cookie; undefined when it is over. */
  current(sessionToken: string): Promise<SessionRecord | undefined>;
  /** False for one that silence or age has ended. */
  isAlive(session: Pick<SessionRecord, 'createdAt' | 'seenAt'>): boolean;
}

/**
 * Rights that wait for a password of one's own, or for a second factor, are not held. Of people who came by the provider a second factor is
 * the provider's to ask for.
 */
function withRights(user: StaffUser, mustProve: (user: StaffUser) => boolean, byProvider = false): StaffUser {
  const lacks = !byProvider && mustProve(user) && user.hasSecondFactor !== true;
  if (!lacks && !awaitsOwnPassword(user)) return user;
  return { ...user, permissions: [], ...(lacks && { lacksSecondFactor: true }) };
}

/** They hold none until they have chosen a password of their own, or set up a second factor. */
export const rightsWait = (user: StaffUser): boolean =>
  user.lacksSecondFactor === true || awaitsOwnPassword(user);

const isLetIn = (user: StaffUser, now: number): boolean =>
  user.disabledAt === undefined && !isFirstPasswordOver(user, now);

/** The factor whose lack keeps a user out although the password is right. */
async function lackingFactor(
  book: Registry['secondFactors'],
  { id, hasSecondFactor }: StaffUser,
  typed: string | undefined,
  now: number,
): Promise<SignInCode | undefined> {
  if (hasSecondFactor !== true) return undefined;
  if (typed === undefined) return 'second-factor';
  return (await proves(book, id, typed, now)) ? undefined : 'second-factor-wrong';
}

const instant = (ms: number): string => new Date(ms).toISOString();

/** Sessions by their cookies, as long as they last. */
function openSessions(
  staff: Registry['staff'],
  now: () => number,
  mustProve: (user: StaffUser) => boolean,
): Pick<StaffSessions, 'current' | 'isAlive'> {
  const isAlive: StaffSessions['isAlive'] = ({ createdAt, seenAt }) =>
    now() <= Date.parse(seenAt) + IDLE && now() <= Date.parse(createdAt) + LONGEST;

  async function current(sessionToken: string): Promise<SessionRecord | undefined> {
    const tokenHash = hashSecret(sessionToken);
    const session = await staff.session(tokenHash);
    if (!session) return undefined;
    if (!isAlive(session)) return undefined;
    if (now() > Date.parse(session.seenAt) + SEEN_STEP) {
      // a full disk must not sign people out
      await staff.recordSeen(tokenHash, instant(now())).catch(() => undefined);
    }
    return { ...session, user: withRights(session.user, mustProve, session.byProvider) };
  }

  return { current, isAlive };
}

/** `mustProve`: decides the users that have to use a second factor. Without one their rights sleep until they have set it up. */
export function staffSessions(
  { staff, secondFactors }: Pick<Registry, 'staff' | 'secondFactors'>,
  now: () => number,
  mustProve: (user: StaffUser) => boolean = () => false,
): StaffSessions {
  const { current, isAlive } = openSessions(staff, now, mustProve);

  async function signIn(
    { username, password, secondFactor }: Credentials,
    browser: KnownBrowser,
  ): Promise<Entry> {
    const user = await staff.byName(username);
    const isRight = await verifyPassword(password, user?.passwordHash);
    if (!user || !isRight || !isLetIn(user, now())) return refused({ code: 'wrong-password' });
    const lacking = await lackingFactor(secondFactors, user, secondFactor, now());
    if (lacking) return refused({ code: lacking });
    return open(user, browser);
  }

  async function enter(
    userId: string,
    secondFactor: string | undefined,
    browser: KnownBrowser,
  ): Promise<Entry> {
    const user = await staff.get(userId);
    if (!user || user.disabledAt !== undefined) return refused({ code: 'wrong-password' });
    const lacking = await lackingFactor(secondFactors, user, secondFactor, now());
    return lacking ? refused({ code: lacking }) : open(user, browser, true);
  }

  async function open(user: StaffUser, browser: KnownBrowser, byProvider = false): Promise<Entry> {
    await staff.closeStale({ createdAt: instant(now() - LONGEST), seenAt: instant(now() - IDLE) });
    const sessionToken = newSecret();
    const known = await knownBrowser(browser);
    const browserToken = known === undefined ? (browser.browserToken ?? newSecret()) : undefined;
    const sessionId = newId(now());
    const opened = await staff.openSession({
      id: sessionId,
      agent: (browser.agent ?? '').slice(0, AGENT_LENGTH),
      tokenHash: hashSecret(sessionToken),
      browserHash: known ?? hashSecret(browserToken ?? newSecret()),
      userId: user.id,
      at: instant(now()),
      ...(byProvider && { byProvider }),
      device: { id: newId(now()), name: `Browser of ${user.displayName}`, proposeClientId: randomClientId },
    });
    if (!opened) return refused({ code: 'wrong-password' });
    // a first password went with it
    const who = byProvider ? ((await staff.get(user.id)) ?? user) : user;
    const rights = withRights(who, mustProve, byProvider);
    return accepted({ user: rights, ...opened, sessionId, sessionToken, browserToken });
  }

  async function isKnown(username: string, browser: KnownBrowser): Promise<boolean> {
    const token = browser.browserToken;
    const browserHash = token === undefined ? await knownBrowser(browser) : hashSecret(token);
    const user = browserHash === undefined ? undefined : await staff.byName(username);
    return user !== undefined && browserHash !== undefined && staff.wasIn({ browserHash, userId: user.id });
  }

  /** A browser that kept only its session cookie is still the same browser. */
  async function knownBrowser({ browserToken, sessionToken }: KnownBrowser): Promise<string | undefined> {
    if (browserToken !== undefined || sessionToken === undefined) return undefined;
    return (await current(sessionToken))?.browserHash;
  }

  return { signIn, enter, isKnown, current, isAlive };
}
