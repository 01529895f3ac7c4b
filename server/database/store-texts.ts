/**
 * The texts in which words look for stores: their own names and those of their site. They are kept in memory, since one word may name every
 * store of a country, and are read again after whatever may have changed a name.
 */
import { setImmediate } from 'node:timers/promises';
import { searchKey } from '#shared/text-folding';

export interface StoreNames {
  id: string;
  code: string;
  name: string;
  siteCode: string;
  siteName: string;
}

export interface StoreSource {
  /** Another one after whatever may have changed the names. */
  version(): Promise<string>;
  /** The next stores after this id, by id. */
  after(id: string, limit: number): Promise<StoreNames[]>;
}

interface StoreText {
  names: string;
  /** the names, folded */
  text: string;
}

/** Stores that are read in one go: a few milliseconds. */
const AT_A_TIME = 1000;

export class StoreTexts {
  #version: string | undefined;
  #read: Promise<ReadonlyMap<string, StoreText>> = Promise.resolve(new Map());

  constructor(private readonly source: StoreSource) {}

  /** For each of these folded words, the ids of the stores whose text has it. */
  async naming(words: readonly string[]): Promise<Map<string, string[]>> {
    const texts = await this.#texts();
    const found = new Map<string, string[]>();
    for (const word of words) {
      if (found.size > 0) await setImmediate();
      const ids: string[] = [];
      for (const [id, { text }] of texts) if (text.includes(word)) ids.push(id);
      found.set(word, ids);
    }
    return found;
  }

  async #texts(): Promise<ReadonlyMap<string, StoreText>> {
    const version = await this.source.version();
    if (version === this.#version) return await this.#read;
    const former = this.#read.catch(() => new Map<string, StoreText>());
    const read = former.then((texts) => this.#readAgain(texts));
    [this.#version, this.#read] = [version, read];
    // what could not be read is read at the next search
    read.catch(() => (this.#version = this.#read === read ? undefined : this.#version));
    return await read;
  }

  /** Names that are as they were are not folded again. */
  async #readAgain(former: ReadonlyMap<string, StoreText>): Promise<ReadonlyMap<string, StoreText>> {
    const texts = new Map<string, StoreText>();
    let last = '';
    for (;;) {
      const stores = await this.source.after(last, AT_A_TIME);
      for (const { id, code, name, siteCode, siteName } of stores) {
        const names = [siteCode, siteName, code, name].join('\n');
        const known = former.get(id);
        texts.set(id, known?.names === names ? known : { names, text: searchKey(names) });
        last = id;
      }
      if (stores.length < AT_A_TIME) return texts;
      await setImmediate();
    }
  }
}
