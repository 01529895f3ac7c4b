/**
 * A small programme that a seed plays with: two sites with their devices, staff, backups, restores, devices that are put back, shut out
 * and joined. The real engine and the real central server; a seed plays the same acts again.
 */
import { addAsset } from '#shared/commands/add-asset';
import { editAsset } from '#shared/commands/edit-asset';
import { updateStatus } from '#shared/commands/update-status';
import { join } from '../../src/central-api/join';
import { createJoinCode, createSite } from '../../src/central-api/sites';
import { adoptSite } from '../../src/replica/identity/identity';
import { openReplica, type Replica } from '../../src/replica/replica';
import { copyOf, joinDevice, staffFetch } from '../sync/engines';
import { randomOf, type Random } from '../sync/random';
import { fridge, store, testClock } from '../sync/replicas';
import { must, Restored } from '../sync/restored';
import { untilProgress } from '../sync/until';

export interface Device {
  name: string;
  replica: Replica;
  site: Site;
}

export interface Site {
  id: string;
  storeId: string;
}

const OTHER = { id: 'store-2', code: 'S2', name: 'Second store' };
const VISIT_WITHIN_MS = 30_000;

export class World {
  readonly random: Random;
  /** what was done, to be read when a seed fails */
  readonly acts: string[] = [];
  readonly devices: Device[] = [];
  readonly backups: string[] = [];
  readonly #copies: { name: string; replica: Replica }[] = [];
  #made = 0;

  private constructor(
    readonly programme: Restored,
    private readonly sites: [Site, Site],
    seed: number,
  ) {
    this.random = randomOf(seed);
  }

  static async start(seed: number): Promise<World> {
    const programme = await Restored.start();
    const staff = await staffOf(programme);
    const other = must(await createSite(staff, { code: 'B', name: 'Second site', stores: [OTHER] }));
    const first = (await programme.database.registry.sites.sitesOfStores([store.id])).get(store.id) ?? '';
    const sites: [Site, Site] = [
      { id: first, storeId: store.id },
      { id: other.id, storeId: OTHER.id },
    ];
    const world = new World(programme, sites, seed);
    for (const site of [0, 0, 1] as const) await world.join(sites[site]);
    return world;
  }

  stop = (): Promise<void> => this.programme.stop();

  async join(site: Site): Promise<void> {
    const code = await this.#code(site);
    const name = `d${this.devices.length + 1}`;
    this.devices.push({ name, replica: await joinDevice(this.programme.central, code), site });
    this.#did(`${name} joins ${site.storeId}`);
  }

  /** One act of those that the seed chooses from. */
  async act(): Promise<void> {
    const device = this.#device();
    const acts: readonly [number, () => Promise<void>][] = [
      [5, () => this.#write(device)],
      [6, async () => void (await this.visit(device))],
      [2, () => this.#staffWrite()],
      [1, () => this.#move()],
      [2, () => this.#backUp()],
      [1, () => this.#restore()],
      [1, () => this.#copy(device)],
      [1, () => this.#putBack()],
      [1, () => this.#shutOut(device)],
      [1, () => this.join(this.random.pick(this.sites))],
    ];
    let left = this.random.below(acts.reduce((sum, [weight]) => sum + weight, 0));
    const chosen = acts.find(([weight]) => (left -= weight) < 0);
    await chosen?.[1]();
  }

  /** Runs the engine of a device until it has done all it can; answers whether central knows the device. */
  async visit({ name, replica }: Device): Promise<boolean> {
    const { db } = replica;
    await db.progress.clear();
    const engine = this.programme.start(replica);
    const patience = setTimeout(() => engine.signal('sync-now'), VISIT_WITHIN_MS);
    const ended = await untilProgress(
      db,
      ({ state, errorCode }) => state === 'done' || (state === 'attention' && errorCode !== undefined),
    );
    clearTimeout(patience);
    await engine.stop();
    const code = ended?.state === 'done' ? 'done' : (ended?.errorCode ?? '');
    this.#did(`${name} visits: ${code}`);
    if (code !== 'done' && code !== 'device-revoked') throw new Error(`${name} stopped: ${code}`);
    return code === 'done';
  }

  /** Staff give a device that central does not know a new code. */
  async joinAgain({ name, replica, site }: Device): Promise<void> {
    const url = this.programme.central.origin;
    const asked = { code: await this.#code(site), deviceName: name, siteId: site.id };
    must(await adoptSite(replica.db, url, name, must(await join({ url }, asked))));
    this.#did(`${name} joins again`);
  }

  async #code({ id }: Site): Promise<string> {
    return must(await createJoinCode(await staffOf(this.programme), id)).code;
  }

  #device(): Device {
    const [first, ...others] = this.devices;
    if (!first) throw new Error('no device');
    return this.random.pick([first, ...others]);
  }

  async #write({ name, replica, site }: Device): Promise<void> {
    const known = await replica.db.assets.where('storeId').equals(site.storeId).toArray();
    const any = known[this.random.below(known.length)];
    const number = (this.#made += 1);
    if (!any || this.random.chance(0.4)) {
      const id = `asset-${number}`;
      must(await replica.commit(addAsset, { ...fridge(`N-${number}`, id), storeId: site.storeId }));
      return this.#did(`${name} adds ${id}`);
    }
    if (this.random.chance(0.5)) {
      must(await replica.commit(editAsset, { id: any.id, values: { notes: `${name} ${number}` } }));
      return this.#did(`${name} edits ${any.id}`);
    }
    const status = this.random.pick(['FUNCTIONING', 'DECOMMISSIONED'] as const);
    await replica.commit(updateStatus, { assetId: any.id, functionalStatus: status });
    this.#did(`${name} logs ${status} of ${any.id}`);
  }

  async #staffWrite(): Promise<void> {
    const number = (this.#made += 1);
    const [site] = [this.random.pick(this.sites)];
    const document = this.programme.document.replace(store.id, site.storeId);
    const assets = await this.programme.database.changes.after(0, 10_000);
    const here = assets.filter((one) => one.document === document && one.change.kind === 'asset.create');
    const any = here[this.random.below(here.length)];
    if (any && this.random.chance(0.6)) {
      const { entityId } = any.change;
      await this.programme.author(document, { kind: 'asset.edit', entityId, patch: { donor: `D${number}` } });
      return this.#did(`staff edit ${entityId}`);
    }
    const patch = { code: `C${number}`, name: `Item ${number}` };
    await this.programme.author('config', { kind: 'item.create', entityId: `item-${number}`, patch });
    this.#did(`staff add item-${number}`);
  }

  async #move(): Promise<void> {
    const created = (await this.programme.database.changes.after(0, 10_000)).filter(
      ({ change }) => change.kind === 'asset.create',
    );
    const any = created[this.random.below(created.length)];
    if (!any) return;
    const { storeId } = this.random.pick(this.sites);
    const status = await this.programme.move(any.change.entityId, storeId);
    this.#did(`staff move ${any.change.entityId} to ${storeId}: ${status}`);
  }

  async #backUp(): Promise<void> {
    this.backups.push(await this.programme.backup());
    this.#did(`backup ${this.backups.length}`);
  }

  async #restore(): Promise<void> {
    const [first, ...others] = this.backups;
    if (first === undefined) return;
    const backup = this.random.pick([first, ...others]);
    this.#did(`restore ${this.backups.indexOf(backup) + 1}`);
    await this.programme.restore(backup);
  }

  async #copy({ name, replica }: Device): Promise<void> {
    this.#copies.push({ name, replica: await putBack(replica) });
    this.#did(`copy of ${name}`);
  }

  /** A device is put back to a copy of it: what it has done since is gone from it. */
  async #putBack(): Promise<void> {
    const [first, ...others] = this.#copies;
    if (!first) return;
    const { name, replica } = this.random.pick([first, ...others]);
    const device = this.devices.find((one) => one.name === name);
    if (!device) return;
    device.replica = await putBack(replica);
    this.#did(`${name} is put back`);
  }

  async #shutOut(device: Device): Promise<void> {
    await this.programme.revoke(device.replica);
    this.#did(`${device.name} is shut out`);
  }

  #did(act: string): void {
    this.acts.push(act);
  }
}

const staffOf = async ({ central }: Restored) => ({ url: central.origin, fetch: await staffFetch(central) });

const putBack = async ({ db }: Replica): Promise<Replica> =>
  openReplica(await copyOf(db), testClock(Date.now()));
