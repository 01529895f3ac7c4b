/** V6, put together for the routes. */
import type { AtSites } from '#shared/api/v6-memory';
import type { AtSite } from '#shared/api/v6-site';
import { moveAsset } from '../fleet/move-asset';
import type { V6Database } from '../database/port/v6';
import { takeUpOnce } from '../once';
import { noteContact, type Done } from './contact';
import { bytesHere, FILE_BYTES, findFile, takeFile, type Announcement, type SentFile } from './files';
import type { Upload } from './http/upload-parts';
import { OlderServer } from './older/older-server';
import { CatchUp } from './pull/catch-up';
import { sendAgain } from './pull/file-there';
import { notAtSite } from './pull/not-at-site';
import { pull } from './pull/pull';
import { notePulled } from './pull/pulled';
import { serveStores, type Serve } from './pull/serve-stores';
import { waitingFor } from './pull/waiting';
import { Integrations } from './push/integrations';
import type { Door } from './door';
import { withoutItem, withoutStore } from './records/at-sites';
import { rimOf } from './records/rim';
import { memoryBounds, sortRecords } from './records/sort-records';
import { v6Door } from './records/v6-door';
import type { Rim } from './records/wire-ids';
import { siteCheck, type CheckSite, type KnownSite } from './site/known-site';
import { askMSupplyCentral } from './site/msupply-central';
import { passwordCheck } from './site/password-check';
import { relayTo, type Relay } from './site/relay';
import { BeginsTooEarly, type Page } from './pull/page';
import { SentInPieces } from './sent-in-pieces';
import type { V6Parts } from './v6-parts';
import { V6Failure } from './wire/answers';
import { placesOf, readRecords } from './wire/records';
import type { Credentials, DownloadRequest, PullRequest } from './wire/requests';

export class V6 {
  readonly check: CheckSite;
  /** none: this server asks no mSupply central server */
  readonly relay: Relay | undefined;
  /** the part of the older server, where there is none; undefined: there is one */
  readonly older: OlderServer | undefined;
  readonly database: V6Database;
  /** files that come in pieces */
  readonly pieces: SentInPieces;
  readonly now: () => number;
  readonly #parts: V6Parts;
  readonly #rim: () => Promise<Rim>;
  readonly #door: Door;
  readonly #catchUp: CatchUp;
  readonly #serve: Serve;
  readonly #integrations: Integrations;
  #stopTakingUp: () => Promise<void> = () => Promise.resolve();

  constructor(parts: V6Parts) {
    const { database, v6, sync, tries, log, now, msupplyCentralUrl: url } = parts;
    this.#parts = parts;
    this.database = v6;
    this.now = now;
    this.pieces = new SentInPieces({
      folder: parts.piecesFolder,
      maxBytes: FILE_BYTES,
      take: (...of) => this.takeFile(...of),
      bytesHere: ({ v6: { siteId }, storeIds }, id) => bytesHere(parts, { siteId, storeIds }, id),
    });
    const askMSupply = url === undefined ? undefined : askMSupplyCentral(url, now);
    this.check = siteCheck({ database, sites: v6.sites, tries, isRight: passwordCheck(now), askMSupply });
    this.relay = url === undefined || !askMSupply ? undefined : relayTo(url, askMSupply, tries);
    this.#rim = rimOf(database);
    const door = v6Door(this.#rim);
    this.#door = door;
    const onBehind = (error: unknown): void => log.error({ err: error }, 'the log of V6 records is behind');
    this.#catchUp = new CatchUp(v6, door, this.#onWoken, onBehind);
    const catchUp = () => this.#catchUp.run();
    const serve: Serve = (...of) => serveStores({ database, v6, door, storesCame: this.storesCame }, ...of);
    this.#serve = serve;
    this.older =
      url === undefined ? new OlderServer({ database, v6, catchUp, serve, tries, now }) : undefined;
    const move = moveAsset({ database, sync, now });
    const onFault = (error: unknown): void => log.error({ err: error }, 'a V6 record was not integrated');
    this.#integrations = new Integrations({ database, v6, sync, now, door, catchUp, move, onFault }, log);
  }

  readonly #onWoken = (siteIds: readonly string[]): void =>
    siteIds.forEach((siteId) => void this.#integrations.start(siteId));

  /** Takes up the work that a stop has cut. */
  async start(): Promise<void> {
    await this.#integrations.resume();
    this.#stopTakingUp = takeUpOnce(this, this.#parts.database.others);
    this.stored();
  }

  /** Takes up the work that a process that ended has cut; work that another is at is left to it. */
  takeUp(): Promise<void> {
    const { log } = this.#parts;
    return this.#integrations.takeUp().catch((err: unknown) => log.error({ err }, 'V6 records wait'));
  }

  /** Told of every commit, so that the log of records is ready when a site asks. */
  stored(): void {
    this.#catchUp.stored();
  }

  /** Resolves when all that was stored is in the log of records, and what sites pushed is integrated as far as it can be. */
  async idle(): Promise<void> {
    await this.#catchUp.idle();
    await this.#integrations.idle();
  }

  async stop(): Promise<void> {
    await this.#stopTakingUp();
    await this.#integrations.stop();
    await this.#catchUp.idle();
  }

  /** Keeps the rows; the last batch begins the integration. Returns their number. */
  async push(site: KnownSite, who: Credentials, records: unknown[], isLast: boolean): Promise<number> {
    await this.#demandIdle(site.v6.siteId);
    const { siteId } = site.v6;
    const isAgain = await this.database.pushes.pushed(siteId, placesOf(records));
    await this.receive(siteId, records, isLast, isAgain);
    await this.note(site, who, { did: 'push' });
    return records.length;
  }

  /**
   * Takes the records of a site, from any of the ways in. `isAgain`: of one that may have been put back. `through` resolves when they are
   * integrated, or kept with a reason.
   */
  async receive(
    siteId: string,
    records: readonly unknown[],
    isLast: boolean,
    isAgain = false,
  ): Promise<Received> {
    const { inbox, memory } = sortRecords(readRecords(records));
    if (memory.length > 0) await this.database.memory.keep(siteId, memory, this.#at(), memoryBounds);
    const hasBegun = await this.database.inbox.add(siteId, inbox, this.#at(), isLast, isAgain);
    return { through: hasBegun ? this.#integrations.start(siteId) : Promise.resolve() };
  }

  /** A site has another store than before: records that were kept for want of it are tried again. */
  storesCame = (siteId: string): Promise<void> => this.#integrations.storesCame(siteId);

  /** A site that has not called. */
  async knownSite(siteId: string): Promise<KnownSite | undefined> {
    const [v6, site] = [
      await this.database.sites.get(siteId),
      await this.#parts.database.registry.sites.get(siteId),
    ];
    return v6 && site && { v6, site, storeIds: site.stores.map(({ id }) => id) };
  }

  async pull(site: KnownSite, asked: PullRequest): Promise<Page> {
    await this.#demandIdle(site.v6.siteId);
    const catchUp = () => this.#catchUp.within(CATCH_UP_MS);
    const { appVersion } = asked.syncV5Settings;
    const parts = { ...this.#parts, door: this.#door, catchUp, serve: this.#serve };
    // a site has the records that others name before it gets these
    const upTo = await this.older?.hadUpTo(site);
    const reader = { siteId: site.v6.siteId, storeIds: site.storeIds };
    const wish = { ...asked, appVersion, ...(upTo !== undefined && { upTo }) };
    const page = await pull(parts, reader, wish).catch(asWireError);
    const onPutBack = () => this.older?.begin(site);
    await notePulled(this.database.pushes, { ...reader, isNew: !asked.isInitialised, page, onPutBack });
    const initialisation = asked.isInitialised ? 'completed' : 'started';
    await this.note(site, asked.syncV5Settings, { did: 'pull', initialisation });
    return page;
  }

  /** Central data that are another row at sites; none where there are no sites. */
  async otherAtSites(): Promise<AtSites['items']> {
    if (!(await this.database.sites.exist())) return [];
    const { others } = await this.#rim();
    return this.older
      ? others
      : [...others, ...withoutItem(await this.#parts.database.rows.all('packVariant'))];
  }

  /** The number of records that a site gets when it asks next, as far as is known. */
  waitingFor(siteId: string): Promise<number> {
    return waitingFor({ ...this.#parts.database, v6: this.database, door: this.#door }, siteId);
  }

  /** The records that a site cannot hold, as far as can be known; from the position in the log that `cursor` gives. */
  async notAtSite({ v6, storeIds, site }: KnownSite, cursor: number): Promise<AtSite> {
    const { database, files } = this.#parts;
    await this.#catchUp.within(CATCH_UP_MS);
    await this.older?.ready();
    const version = this.#door.versionOf(v6.appVersion, this.older !== undefined);
    const parts = { database, files, v6: this.database, door: this.#door };
    const found = await notAtSite(parts, { siteId: v6.siteId, storeIds }, { cursor, version });
    const storeless = cursor === 0 && !this.older ? withoutStore(site.stores) : [];
    return { ...found, items: [...storeless, ...found.items] };
  }

  isIntegrating = ({ v6 }: KnownSite): Promise<boolean> => this.database.inbox.isIntegrating(v6.siteId);

  async takeFile(
    site: KnownSite,
    upload: Omit<Upload, 'syncV5Settings'> & Partial<Announcement>,
  ): Promise<void> {
    const { database, files, limits } = this.#parts;
    const onArrived = async (id: string): Promise<void> => {
      // the site's own may be under way since before a stop, and the site reads it next
      const woken = new Set([...(await this.database.inbox.wake({ ids: [id] })), site.v6.siteId]);
      for (const siteId of woken) await this.#integrations.start(siteId);
    };
    await takeFile({ database, v6: this.database, files, limits, onArrived }, site, upload);
  }

  /** The bytes of a file have come from a device: sites whose record of it waited get it when they ask next. */
  async bytesArrived(sha256: string): Promise<void> {
    const { database } = this.#parts;
    const catchUp = () => this.#catchUp.run();
    await sendAgain({ database, v6: this.database, door: this.#door, catchUp }, sha256);
  }

  findFile(site: KnownSite, asked: DownloadRequest): Promise<SentFile> {
    return findFile({ ...this.#parts, v6: this.database }, site, asked);
  }

  note({ v6 }: KnownSite, who: Credentials, done: Done = {}): Promise<void> {
    return noteContact(this.database.sites, v6, who, done, this.#parts.now());
  }

  async #demandIdle(siteId: string): Promise<void> {
    if (await this.database.inbox.isIntegrating(siteId)) throw new V6Failure('integrationInProgress');
  }

  #at(): string {
    return new Date(this.#parts.now()).toISOString();
  }
}

function asWireError(error: unknown): never {
  throw error instanceof BeginsTooEarly ? new V6Failure('integrationInProgress') : error;
}

interface Received {
  through: Promise<void>;
}
/** The longest wait of a pull until stored changes are in the log of records. */
const CATCH_UP_MS = 20_000;
