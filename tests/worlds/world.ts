/**
 * A small programme that a seed plays with: two sites with their devices, staff, backups, restores, kills, links that break, clocks that
 * are wrong, two versions of the app, a New Year. The real engine and the real central server; a seed plays the same acts again.
 */
import { storeDocument } from '#shared/change/documents';
import { createJoinCode } from '../../src/central-api/join-codes';
import { createSite } from '../../src/central-api/sites';
import { join } from '../../src/central-api/join';
import { adoptSite } from '../../src/replica/identity/identity';
import type { CentralDatabase } from '../../server/database/port/central-database';
import { inPostgres } from '../support/in-postgres';
import { joinDevice, staffFetch } from '../sync/engines';
import { inFiles, type Keeping } from '../sync/keeping';
import { randomOf, type Random } from '../sync/random';
import type { ReplicaDatabase } from '../../src/replica/database';
import { openDatabase, store } from '../sync/replicas';
import { must, Restored } from '../sync/restored';
import { Time } from './clocks';
import { Device, type Site } from './device';
import { beginFrames } from './frames';
import { Ledger } from './ledger';
import { Oracle } from './oracle/oracle';
import { chooseAct } from './acts';
import { Disk } from './photos';
import type { SecondCentral } from './second-central';
import { setUp } from './open-msupply/acts';
import type { SiteAtWork } from './open-msupply/site-at-work';

/** How large a programme is. */
export interface Size {
  sites: number;
  devices: number;
  /** that it grows to */
  mostDevices: number;
  /** sites that have Open mSupply as well, from the second one on */
  openMSupply: number;
  /** the frequency of stores that change their site: it is 8 of writing */
  storeMoves: number;
  /** central's database is in PostgreSQL; else in SQLite */
  inPostgres?: boolean;
}
export const SMALL: Size = { sites: 2, devices: 3, mostDevices: 7, openMSupply: 1, storeMoves: 0 };
/** The third site has two stores, and Open mSupply: they change their site. */
export const THREE: Size = { sites: 3, devices: 4, mostDevices: 7, openMSupply: 2, storeMoves: 5 };
export const LARGE: Size = { sites: 5, devices: 20, mostDevices: 30, openMSupply: 2, storeMoves: 0.6 };

export interface Backup {
  path: string;
  /** the photos */
  files: string;
  /** the number of acts until then */
  acts: number;
  /** a device as it was then */
  phone: { device: Device; db: ReplicaDatabase };
}

/** The ends of a visit that are well enough: nothing for a person to do but to let the device in again. */
const EXPECTED_ENDS = new Set(['done', 'device-revoked']);

export class World {
  /** of the act that is on: what one act needs of it changes no other, however busy the machine is */
  random: Random;
  /** the acts, to be read when a seed fails */
  readonly acts: string[] = [];
  readonly devices: Device[] = [];
  readonly openMSupply: SiteAtWork[] = [];
  readonly backups: Backup[] = [];
  readonly ledger = new Ledger();
  readonly oracle = new Oracle(this);
  /** the number of each kind of act, for the report of a run */
  readonly counts: Record<string, number> = {};
  made = 0;
  /** a restore may have given stores back to sites that staff had taken them from: what was written there meanwhile waits */
  storesArePutBack = false;
  /** the server from before a restore, while it goes on */
  second: SecondCentral | undefined;
  #lastAct = performance.now();

  private constructor(
    readonly programme: Restored<CentralDatabase>,
    readonly disk: Disk,
    readonly sites: [Site, ...Site[]],
    readonly size: Size,
    readonly time: Time,
    readonly seed: number,
  ) {
    this.random = randomOf(seed);
  }

  static async start(seed: number, size: Size): Promise<World> {
    const time = new Time();
    const keeping: Keeping<CentralDatabase> = size.inPostgres ? inPostgres(time.now) : inFiles;
    const disk = new Disk();
    const programme = await Restored.startIn<CentralDatabase>(keeping, {
      now: time.now,
      dataDir: disk.folder,
    });
    const first = (await programme.database.registry.sites.sitesOfStores([store.id])).get(store.id) ?? '';
    const sites: [Site, ...Site[]] = [{ id: first, stores: [store.id] }];
    const staff = { url: programme.central.origin, fetch: await staffFetch(programme.central) };
    for (let number = 2; number <= size.sites; number++) {
      const stores = storesOf(number);
      const site = must(await createSite(staff, { code: `S${number}`, name: `Site ${number}`, stores }));
      sites.push({ id: site.id, stores: stores.map(({ id }) => id) as Site['stores'] });
    }
    const world = new World(programme, disk, sites, size, time, seed);
    for (const [index, site] of sites.slice(1, 1 + size.openMSupply).entries())
      world.openMSupply.push(await setUp(world, site, `o${index + 1}`));
    for (let number = 0; number < size.devices; number++)
      await world.join(sites[number < 2 ? 0 : (number - 1) % sites.length] ?? sites[0]);
    return world;
  }

  async stop(): Promise<void> {
    await this.second?.stop();
    await this.programme.stop();
    this.disk.remove();
    this.time.end();
  }

  /** One act of those that the seed chooses from. */
  async act(number: number): Promise<void> {
    beginFrames();
    this.random = randomOf(Math.imul(this.seed, 0x9e3779b1) + number);
    await chooseAct(this);
    await this.programme.quiet();
  }

  get year(): number {
    return new Date(this.time.now()).getUTCFullYear();
  }

  /** of one of its stores, this year's */
  documentOf = ({ stores }: Site): string => storeDocument(this.random.pick(stores), this.year);

  pickDevice(): Device {
    const [first, ...others] = this.devices;
    if (!first) throw new Error('no device');
    return this.random.pick([first, ...others]);
  }

  /** On the disk that was, or on another one. */
  async restoreTo({ path, files, acts }: Omit<Backup, 'phone'>): Promise<void> {
    if (this.random.chance(0.5)) this.disk.putBack(files);
    await this.programme.restore(path);
    this.storesArePutBack = true;
    for (const work of this.openMSupply) work.centralForgot(acts);
  }

  did(act: string, count = act): void {
    const now = performance.now();
    this.acts.push(`${act} (${Math.round(now - this.#lastAct)} ms)`);
    this.#lastAct = now;
    this.counts[count] = (this.counts[count] ?? 0) + 1;
  }

  async join(site: Site): Promise<void> {
    const name = `d${this.devices.length + 1}`;
    const device = new Device(name, site, this.time, openDatabase(), this.random.chance(0.3));
    await joinDevice(this.programme.central, await this.#code(site), device.replica.db);
    this.devices.push(device);
    this.did(
      `${name} joins ${site.stores.join(' and ')}${device.isOld ? ' with the older app' : ''}`,
      'joined',
    );
  }

  /** Answers whether central knows the device. */
  async visit(device: Device): Promise<boolean> {
    beginFrames();
    const code = await this.oracle.ofVisit(device, () => device.visit());
    this.did(`${device.name} visits: ${code}`, 'visits');
    await this.ledger.seeCentral(this.programme.database, false);
    await this.ledger.seeDevice(device.replica.db);
    const isOfStore = code === 'not-allowed' && this.storesArePutBack;
    if (!EXPECTED_ENDS.has(code) && !isOfStore) throw new Error(`${device.name} stopped: ${code}`);
    return code === 'done';
  }

  /** Staff give a device that central does not know a new code. */
  async joinAgain({ name, replica, site }: Device): Promise<void> {
    const url = this.programme.central.origin;
    const asked = { code: await this.#code(site), deviceName: name, siteId: site.id };
    must(await adoptSite(replica.db, url, name, must(await join({ url }, asked))));
    this.did(`${name} joins again`, 'joined again');
  }

  async #code({ id }: Site): Promise<string> {
    const { central } = this.programme;
    return must(await createJoinCode({ url: central.origin, fetch: await staffFetch(central) }, id)).code;
  }
}

/** The third site has two stores, the others have one. */
function storesOf(number: number): { id: string; code: string; name: string }[] {
  const own = { id: `store-${number}`, code: `ST${number}`, name: `Store ${number}` };
  return number === 3 ? [own, { id: 'store-3b', code: 'ST3B', name: 'Store 3 b' }] : [own];
}
