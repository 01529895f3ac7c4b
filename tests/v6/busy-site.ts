/**
 * A V6 site at work, through any fault of the server or the link: it writes, edits, attaches, syncs, and remembers the records that were
 * taken from it.
 */
import { createHash } from 'node:crypto';
import type { Random } from '../sync/random';
import type { Data, OpenMSupplySite } from './open-msupply-site';
import { someAsset, someFile, someLog } from './records';
import { shapesOf } from './site/shapes';

const FIRST = Date.UTC(2024, 5, 1);

export class BusySite {
  /** record → its last contents at the site, once the server had taken them */
  readonly taken = new Map<string, Data>();
  /** the number of edits of an asset that the server had taken */
  readonly edits = new Map<string, number>();
  readonly files = new Map<string, Buffer>();
  #minutes = 0;
  #count = 0;

  constructor(
    readonly site: OpenMSupplySite,
    private readonly storeId: string,
    private readonly random: Random,
    private readonly isBack: () => Promise<unknown>,
  ) {}

  /** A morning's work and a whole cycle, over any link. */
  async work(): Promise<void> {
    const { site } = this;
    const said = this.#write();
    await site.throughCuts(async () => {
      await site.untilIntegrated();
      await site.push();
      await site.untilIntegrated();
    }, this.isBack);
    for (const [key, data] of said) this.#note(key, data);
    for (const [id, bytes] of this.files) await this.#send(id, bytes);
    await this.sync();
  }

  async sync(): Promise<void> {
    const { site } = this;
    await site.throughCuts(async () => {
      await site.untilIntegrated();
      await site.pull();
    }, this.isBack);
  }

  #note(key: string, data: Data): void {
    const [table, id = ''] = key.split('/');
    if (table === 'asset' && this.taken.has(key)) this.edits.set(id, (this.edits.get(id) ?? 0) + 1);
    this.taken.set(key, data);
  }

  readonly #sent = new Set<string>();
  async #send(id: string, bytes: Buffer): Promise<void> {
    if (this.#sent.has(id)) return;
    const answer = await this.site.throughCuts(() => this.site.upload(id, bytes), this.isBack);
    if (JSON.stringify(answer) !== '{"data":null}') throw new Error(JSON.stringify(answer));
    this.#sent.add(id);
  }

  /** Two new assets, each with a log, a photo of one of them, and an edit of an earlier one. */
  #write(): Map<string, Data> {
    const said = new Map<string, Data>();
    const say = (table: string, data: Data & { id: string }): void => {
      this.site.write(table, data);
      said.set(`${table}/${data.id}`, data);
    };
    const own = [...this.taken.keys()].filter((key) => key.startsWith('asset/'));
    const at = this.#next();
    const some = this.site.records.get(own[this.random.below(own.length)] ?? '');
    const edited = { ...some, id: String(some?.['id']), notes: `note ${at}`, modified_datetime: at };
    if (some) say('asset', edited);
    const owners = [this.#id('asset'), this.#id('asset')];
    for (const id of owners) {
      say('asset_log', { ...someLog(id, 'FUNCTIONING'), id: this.#id('log') });
      say('asset', this.#held(someAsset(id, { store_id: this.storeId, asset_number: id })));
    }
    const bytes = Buffer.from(`a photo of ${owners[0]}`);
    const file = { ...someFile(String(owners[0]), bytes.length), id: this.#id('file') };
    say('sync_file_reference', file);
    this.files.set(file.id, bytes);
    return said;
  }

  /** Of equipment the fields that its version has. */
  #held(asset: Data & { id: string }): Data & { id: string } {
    const names = new Set(
      shapesOf(this.site.version.name)
        .get('asset')
        ?.map(({ name }) => name),
    );
    const held = Object.fromEntries(Object.entries(asset).filter(([name]) => names.has(name)));
    return { ...held, id: asset.id };
  }

  #id(what: string): string {
    this.#count += 1;
    const hash = createHash('sha256').update(`${this.site.name} ${what} ${this.#count}`).digest('hex');
    return [
      hash.slice(0, 8),
      hash.slice(8, 12),
      `4${hash.slice(13, 16)}`,
      `8${hash.slice(17, 20)}`,
      hash.slice(20, 32),
    ].join('-');
  }

  #next(): string {
    this.#minutes += 1;
    return new Date(FIRST + this.#minutes * 60_000).toISOString().slice(0, 19);
  }
}
