/**
 * An Open mSupply site of a world at work. It remembers which records central took, and which of them central may have forgotten since: a
 * site sends nothing twice, and gives nothing back.
 */
import { createHash } from 'node:crypto';
import { LinkCut, type Data, type OpenMSupplySite } from '../../v6/open-msupply-site';
import { someAsset, someFile, someLog } from '../../v6/records';
import { isFrom } from '../../v6/site/versions';
import type { Random } from '../../sync/random';
import type { Site } from '../device';

interface Contact {
  key: string;
  /** the number of acts of the world until then */
  at: number;
}

export class SiteAtWork {
  /** `<table>/<id>` → its contents, when central took it last */
  readonly taken = new Map<string, Data>();
  /** what central may have forgotten of, or may have in an older state */
  readonly doubtful = new Set<string>();
  /** file → its bytes; those that central took are in `sent` */
  readonly files = new Map<string, Buffer>();
  readonly sent = new Set<string>();
  /** records that went either way */
  #contacts: Contact[] = [];
  #written = new Map<string, Data>();
  #count = 0;

  constructor(
    public site: OpenMSupplySite,
    readonly at: Site,
    private readonly now: () => number,
  ) {}

  get name(): string {
    return this.site.name;
  }

  /** It has nothing that central has not taken. */
  get isThrough(): boolean {
    return this.#written.size === 0 && [...this.files.keys()].every((id) => this.sent.has(id));
  }

  /** The whole of a cycle, with the bytes of files. Returns the records that came. */
  async cycle(acts: number): Promise<number> {
    const { site } = this;
    await site.untilIntegrated();
    await site.push();
    for (const [key, data] of this.#written) {
      this.taken.set(key, data);
      this.#contacts.push({ key, at: acts });
    }
    this.#written.clear();
    await site.untilIntegrated();
    for (const [id, bytes] of this.files) if (!this.sent.has(id)) await this.#upload(id, bytes);
    await site.untilIntegrated();
    return this.#pull(acts);
  }

  /** Also of a pull that is cut the site keeps the pages that came. */
  async #pull(acts: number): Promise<number> {
    const { site } = this;
    const before = new Map(site.records);
    const came: string[] = [];
    for (let isLast = false; !isLast;) {
      const { records, is_last_batch } = await site.pullOnce();
      const keys = records.map(({ record }) => `${record.tableName}/${record.recordId}`);
      this.#contacts.push(...keys.map((key) => ({ key, at: acts })));
      came.push(...keys);
      isLast = is_last_batch;
    }
    site.isInitialised = true;
    for (const key of came) if (before.get(key) !== undefined) this.doubtful.delete(key);
    return came.length;
  }

  /** As `cycle`; answers whether it came to its end. */
  async tryCycle(acts: number): Promise<boolean> {
    try {
      await this.cycle(acts);
      return true;
    } catch (error) {
      if (error instanceof LinkCut) return false;
      throw error;
    } finally {
      this.site.cuts.clear();
      this.site.onCall = () => undefined;
    }
  }

  /** Central was put back to its state of so many acts. */
  centralForgot(sinceActs: number): void {
    for (const { key, at } of this.#contacts) if (at >= sinceActs) this.doubtful.add(key);
    for (const key of this.doubtful) this.taken.delete(key);
    this.site.mayGetAgain = true;
  }

  /** Its data are wiped, and it begins again: only where nothing is lost by it. */
  beginAgain(): void {
    this.site = this.site.wiped();
    this.doubtful.clear();
  }

  async #upload(id: string, bytes: Buffer): Promise<void> {
    const answer = await this.site.upload(id, bytes);
    if (JSON.stringify(answer) === '{"data":null}') this.sent.add(id);
    else if (!this.doubtful.has(`sync_file_reference/${id}`)) throw new Error(JSON.stringify(answer));
  }

  /** With the fields that its version knows. */
  #write(table: string, record: Data & { id: string }): void {
    const known = this.site.database.fieldsOf(table);
    const fields = Object.entries(record).filter(([name]) => known.has(name));
    const data = { ...Object.fromEntries(fields), id: record.id };
    this.site.write(table, data);
    this.#written.set(`${table}/${data.id}`, data);
  }

  #equipment(): (Data & { id: string })[] {
    const mine = this.site.all('asset') as (Data & { id: string })[];
    return mine.filter(
      (one) => this.at.stores.includes(String(one['store_id'])) && one['deleted_datetime'] === null,
    );
  }

  /** A person there does one thing; `stores`: of the whole programme. Returns it in words. */
  write(random: Random, stores: [string, ...string[]]): string {
    // a whole second has no fraction there
    const at = new Date(this.now()).toISOString().replace(/(\.000)?Z$/, '');
    const known = this.#equipment();
    const any = known[random.below(known.length)];
    if (!any || random.chance(0.35)) return this.#add(random.pick(this.at.stores), at);
    if (random.chance(0.4)) return this.#edit(any, { notes: `${this.name} ${(this.#count += 1)}` }, at);
    if (random.chance(0.5)) return this.#log(random, any.id, at);
    if (random.chance(0.6)) return this.#attach(any.id);
    return random.chance(0.8)
      ? this.#edit(any, { store_id: random.pick(stores) }, at)
      : this.#edit(any, { deleted_datetime: at }, at);
  }

  #add(storeId: string, at: string): string {
    const id = this.#id('asset');
    const times = { created_datetime: at, modified_datetime: at };
    this.#write('asset', someAsset(id, { store_id: storeId, asset_number: id, ...times }));
    return `adds ${id}`;
  }

  #edit(asset: Data & { id: string }, values: Data, at: string): string {
    this.#write('asset', { ...asset, ...values, modified_datetime: at });
    return `edits ${asset.id}: ${JSON.stringify(values)}`;
  }

  #log(random: Random, assetId: string, at: string): string {
    const id = this.#id('log');
    const status = random.pick(['FUNCTIONING', 'NOT_FUNCTIONING', 'DECOMMISSIONED']);
    const hasTypes = isFrom(18, this.site.version.name);
    const times = { log_datetime: at, created_datetime: at, type: hasTypes ? 'STATUS_UPDATE' : null };
    this.#write('asset_log', { ...someLog(assetId, status, times), id });
    return `logs ${status} of ${assetId}`;
  }

  #attach(assetId: string): string {
    const id = this.#id('file');
    const bytes = Buffer.from(`a photo of ${assetId}, ${id}`);
    this.#write('sync_file_reference', { ...someFile(assetId, bytes.length), id });
    this.files.set(id, bytes);
    return `attaches ${id} to ${assetId}`;
  }

  #id(what: string): string {
    this.#count += 1;
    const hash = createHash('sha256').update(`${this.name} ${what} ${this.#count}`).digest('hex');
    const [first, second] = [hash.slice(0, 8), hash.slice(8, 12)];
    return [first, second, `4${hash.slice(13, 16)}`, `8${hash.slice(17, 20)}`, hash.slice(20, 32)].join('-');
  }
}
