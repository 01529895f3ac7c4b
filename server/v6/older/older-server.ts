/**
 * The records that an Open mSupply site asks of the older server, where there is none: the stores and items it works with, the people who
 * may sign in, and the records that it keeps there besides equipment. A site must have these before it can store records that name them. So
 * it gets no record that is later than the last of them that it has.
 */
import { CONFIG } from '#shared/change/documents';
import type { CentralDatabase } from '../../database/port/central-database';
import type { V6Database } from '../../database/port/v6';
import { servedFrom } from '../../database/port/v6-pulls';
import { attempt } from '../../auth/attempt';
import type { Waiting } from '../../auth/under-way';
import { verifyPassword } from '../../auth/password';
import type { Serve } from '../pull/serve-stores';
import { atMost } from '../site/at-most';
import { guardsOf, type KnownSite, type SiteTries } from '../site/known-site';
import type { Queued } from '../wire/older-requests';
import { centralRecordsOf } from './central-records';
import { signedIn } from './signed-in';

/** Passwords that are checked at a time: it fills a thread each. */
const AT_ONCE = 2;
/** The longest wait for the rows, milliseconds. */
const PATIENCE = 8000;
/** Records of one page, at any size that is asked for. */
const PAGE = 1000;

interface OlderParts {
  database: Pick<CentralDatabase, 'changes' | 'rows' | 'following' | 'registry'>;
  v6: V6Database;
  /** resolves when the log of records is as new as the log of changes */
  catchUp: () => Promise<void>;
  serve: Serve;
  tries: SiteTries;
  now: () => number;
}

type SignIn = { ok: true; value: ReturnType<typeof signedIn> } | { ok: false; seconds?: number };

export class OlderServer {
  readonly #oneOfFew = atMost(AT_ONCE);
  #kept = '';
  #keeping: Promise<void> = Promise.resolve();

  constructor(private readonly parts: OlderParts) {}

  /**
   * A site that is given nothing has all of it. One whose cursor was never given here, but by another server or before this one was restored,
   * is served from where it is known to stand.
   */
  async centralRecords({ v6: { siteId }, storeIds }: KnownSite, asked: number, limit: number) {
    const { centralRecords, log } = this.parts.v6;
    await this.parts.catchUp();
    // records in a store that is new to the site get their positions in the log before the site has the store
    await this.parts.serve({ siteId, storeIds }, SERVED);
    const { newest: upTo } = await log.page({ ...nothingOf, siteId });
    await this.#keep();
    const cursor = servedFrom(await centralRecords.asked(siteId, asked), asked);
    const { entries, newest } = await centralRecords.page(cursor, Math.min(limit, PAGE));
    const last = entries.at(-1);
    if (last) await centralRecords.give(siteId, asked, last.cursor);
    else await centralRecords.hasAll(siteId, upTo);
    const data = entries.map(({ cursor: ID, table, recordId, data: recordData }) => {
      return { ID, tableName: table, recordId, action: 'insert', recordData };
    });
    // a site subtracts its own cursor from this, and asks on while it is behind it
    return { maxCursor: last ? Math.max(newest, asked) : asked, data };
  }

  /** The site initialises again. */
  async initialise(site: KnownSite): Promise<number> {
    await this.parts.v6.centralRecords.begins(site.v6.siteId);
    return this.begin(site);
  }

  /** It does so, or was put back: everything that it pushed waits for it. */
  begin({ v6: { siteId } }: KnownSite): Promise<number> {
    return this.parts.v6.olderMemory.begin(siteId);
  }

  /** A record that cannot be read is kept where nothing is given back of it, for those who may take out what sites keep. */
  async keep({ v6: { siteId } }: KnownSite, { records, unreadable }: Queued): Promise<void> {
    const { olderMemory, memory } = this.parts.v6;
    if (records.length > 0) await olderMemory.keep(siteId, records, bounds);
    const at = new Date(this.parts.now()).toISOString();
    if (unreadable.length > 0) await memory.keep(siteId, unreadable, at, {});
  }

  async queued({ v6: { siteId } }: KnownSite, limit: number) {
    const { items, total } = await this.parts.v6.olderMemory.waiting(siteId, Math.min(limit, PAGE));
    const data = items.map(({ number, table, recordId, action, data: recordData }) => {
      return { syncOutId: String(number), tableName: table, recordId, action, recordData };
    });
    return { queueLength: total, data };
  }

  async taken({ v6: { siteId } }: KnownSite, ids: readonly string[]): Promise<void> {
    const last = Math.max(0, ...ids.map(Number).filter(Number.isSafeInteger));
    if (last > 0) await this.parts.v6.olderMemory.taken(siteId, last);
  }

  /** The position in the log of records up to which a site has its stores and items. */
  hadUpTo({ v6: { siteId } }: KnownSite): Promise<number | undefined> {
    return this.parts.v6.centralRecords.hadUpTo(siteId);
  }

  async signIn(
    { username, password }: Record<'username' | 'password', string>,
    address: string,
    waiting?: Waiting,
  ): Promise<SignIn> {
    const tried = await attempt(
      guardsOf(this.parts.tries, username, address),
      async () => {
        const found = await this.parts.v6.people.byUsername(username);
        const hash = found?.disabledAt === undefined ? found?.passwordHash : undefined;
        return (await this.#oneOfFew(() => verifyPassword(password, hash))) ? found : undefined;
      },
      (outcome) => 'value' in outcome && !outcome.value,
      waiting,
    );
    if (!tried.ok) return { ok: false, seconds: tried.seconds };
    const person = tried.value;
    if (!person) return { ok: false };
    const site = await this.parts.database.registry.sites.get(person.siteId);
    const { storeIds } = person;
    const stores = (site?.stores ?? []).filter(({ id }) => storeIds?.includes(id) ?? true);
    return { ok: true, value: signedIn(person, stores) };
  }

  /** Resolves when the records that sites get are as they are now. */
  ready(): Promise<void> {
    return this.#keep();
  }

  /** Written again only when stores or central data have changed. */
  #keep(): Promise<void> {
    const next = this.#keeping.then(async () => {
      const { database, v6 } = this.parts;
      const [config] = await database.changes.documents([CONFIG]);
      const version = `${await v6.centralRecords.storesVersion()} ${config?.seq ?? 0}`;
      if (version === this.#kept) return;
      await database.following.reached(undefined, PATIENCE);
      const stores = await v6.centralRecords.stores();
      await v6.centralRecords.keep(centralRecordsOf(stores, await database.rows.all('item')));
      this.#kept = version;
    });
    this.#keeping = next.catch(() => undefined);
    return next;
  }
}

/** Any cursor but 0: the site does not initialise again with this call. */
const SERVED = 1;

/** The number of records that are remembered of a table, where they come without end. */
const bounds = { activity_log: 5000 };

const nothingOf = { storeIds: [], cursor: 0, limit: 0, withOwn: false, unknownTables: [] };
