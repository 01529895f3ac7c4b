/** Fetches equipment whole from central into the database of this browser, and again while somebody looks at it. */
import { getHeldAsset, getHeldStore } from '../../../central-api/held';
import { getSite } from '../../../central-api/sites';
import type { Central } from '../../../central-api/central';
import type { HeldEquipment, HeldStore } from '#shared/api/held';
import { accepted, type Issue, type Result } from '#shared/result';
import type { ReplicaDatabase } from '../../../replica/database';
import { dropAsset, dropGone } from '../../../replica/held/drop-held';
import { hold } from '../../../replica/held/hold';
import { isOnItsWay, whenArrived } from '../../../replica/held/on-its-way';
import { heldStores } from '../../../replica/held/held-names';

/** One asset, or all the equipment of some stores, or of a site. */
export type Wanted = { assetId: string } | { storeIds: readonly string[] } | { siteId: string };

export class Holding {
  /** the stores of the equipment; undefined until they are known */
  stores: readonly HeldStore[] | undefined = $state.raw();
  /** it is here, as central has it or as it was when it was last fetched */
  ready = $state(false);
  /** the reason why the equipment could not be fetched */
  issue: Issue | undefined = $state.raw();
  readonly #stop = new AbortController();
  #wait: (() => void) | undefined;
  readonly #db: ReplicaDatabase;
  readonly #central: () => Central;
  readonly #wanted: Wanted;

  constructor(db: ReplicaDatabase, central: () => Central, wanted: Wanted) {
    this.#db = db;
    this.#central = central;
    this.#wanted = wanted;
    void this.again();
  }

  async again(): Promise<void> {
    const central = { ...this.#central(), signal: this.#stop.signal };
    const fetched = await this.#fetch(central);
    if (this.#stop.signal.aborted) return;
    if (!fetched.ok && (await this.#isOnItsWay(fetched.issues[0]))) return this.#recall();
    this.issue = fetched.ok ? undefined : fetched.issues[0];
    if (fetched.ok) this.#stand(fetched.value);
    else if (this.issue?.code === 'not-found') await this.#forget();
    else if (!this.ready) await this.#recall();
  }

  close(): void {
    this.#stop.abort();
    this.#wait?.();
  }

  #stand(stores: readonly HeldStore[]): void {
    if (JSON.stringify(stores) !== JSON.stringify(this.stores)) this.stores = stores;
    this.ready = true;
  }

  async #fetch(central: Central): Promise<Result<readonly HeldStore[]>> {
    const wanted = this.#wanted;
    if ('assetId' in wanted) {
      const held = await getHeldAsset(central, wanted.assetId);
      return held.ok ? accepted(await this.#keep(held.value)) : held;
    }
    const storeIds =
      'siteId' in wanted ? await this.#storesOf(central, wanted.siteId) : accepted(wanted.storeIds);
    if (!storeIds.ok) return storeIds;
    const stores: HeldStore[] = [];
    for (const id of storeIds.value) {
      const store = await this.#fetchStore(central, id);
      if (!store.ok) return store;
      stores.push(...store.value);
    }
    return accepted(stores);
  }

  async #storesOf(central: Central, siteId: string): Promise<Result<readonly string[]>> {
    const site = await getSite(central, siteId);
    return site.ok ? accepted(site.value.stores.map(({ id }) => id)) : site;
  }

  async #fetchStore(central: Central, id: string): Promise<Result<readonly HeldStore[]>> {
    const here: string[] = [];
    for (let cursor: string | undefined; ;) {
      const held = await getHeldStore(central, id, cursor);
      if (!held.ok) return held;
      const stores = await this.#keep(held.value);
      for (const { change } of held.value.changes) here.push(entityOf(change));
      cursor = held.value.nextCursor;
      if (cursor !== undefined) continue;
      await dropGone(this.#db, id, here);
      return accepted(stores);
    }
  }

  async #keep(held: HeldEquipment): Promise<readonly HeldStore[]> {
    if (!this.#stop.signal.aborted) await hold(this.#db, held, Date.now());
    return held.stores;
  }

  /** Central cannot know yet an asset that was added here a moment ago: it is asked again when that has arrived. */
  async #isOnItsWay({ code }: Issue): Promise<boolean> {
    const wanted = this.#wanted;
    if (code !== 'not-found' || !('assetId' in wanted) || !(await isOnItsWay(this.#db, wanted.assetId)))
      return false;
    this.#wait?.();
    this.#wait = whenArrived(this.#db, wanted.assetId, () => void this.again());
    return true;
  }

  /** The caller may not see it, or it is gone. */
  async #forget(): Promise<void> {
    this.ready = false;
    if ('assetId' in this.#wanted) await dropAsset(this.#db, this.#wanted.assetId);
  }

  /** Without a link: the equipment that is here from before. */
  async #recall(): Promise<void> {
    const wanted = this.#wanted;
    const known = await heldStores(this.#db);
    const storeId = 'assetId' in wanted ? await this.#storeOf(wanted.assetId) : undefined;
    const meant = known.filter(({ id, siteId }) =>
      'assetId' in wanted
        ? id === storeId
        : 'siteId' in wanted
          ? siteId === wanted.siteId
          : wanted.storeIds.includes(id),
    );
    if (meant.length > 0) this.#stand(meant);
  }

  async #storeOf(assetId: string): Promise<string> {
    return (await this.#db.assets.get(assetId))?.storeId ?? '';
  }
}

const entityOf = (change: unknown): string =>
  typeof change === 'object' && change !== null && 'entityId' in change && typeof change.entityId === 'string'
    ? change.entityId
    : '';
