/**
 * Whole documents as messages, for devices that join with nothing: 150 devices that join at once cost one reading. A document only grows,
 * so a kept copy stays a true beginning of it; changes since then are read and sent after it.
 */
import type { StateVector } from '#shared/change/state-vector';
import { limits } from '#shared/protocol/limits';
import type { Share } from './wire/compressed-once';
import type { Answers } from './missing-pieces';

interface Entry {
  vector: StateVector;
  messages: readonly Uint8Array[];
  size: Size;
}

/** Of the messages, and of the copies that are kept of them; 0: the document is too large to keep. */
interface Size {
  bytes: number;
}

interface JoinCacheOptions {
  /** bytes kept in all; a document that is larger than a quarter of it is not kept */
  budget?: number;
  /** makes a message one for many */
  share?: Share;
  /** true of a document of which not all can be read */
  isCut?: (document: string) => boolean;
}

const empty: StateVector = new Map();

const total = (vector: StateVector): number => [...vector.values()].reduce((sum, next) => sum + next, 0);

export class JoinCache {
  readonly #answers: Pick<Answers, 'pieces' | 'summaryOf'>;
  readonly #share: Share;
  readonly #budget: number;
  readonly #isCut: (document: string) => boolean;
  /** the least recently used first */
  readonly #entries = new Map<string, Promise<Entry>>();
  readonly #sizes = new Map<string, Size>();

  constructor(
    answers: Pick<Answers, 'pieces' | 'summaryOf'>,
    { budget = 64 * 1024 * 1024, share = (message) => message, isCut = () => false }: JoinCacheOptions = {},
  ) {
    this.#answers = answers;
    this.#share = share;
    this.#budget = budget;
    this.#isCut = isCut;
  }

  get bytes(): number {
    return [...this.#sizes.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Update messages with all that `vector` lacks of the changes stored up to `to`. */
  async *lacking(document: string, vector: StateVector, to: StateVector): AsyncGenerator<Uint8Array> {
    const hasNothing = [...to.keys()].every((client) => !vector.get(client));
    const entry = hasNothing && to.size > 0 ? await this.#entry(document, to) : undefined;
    if (entry) yield* entry.messages;
    yield* this.#answers.pieces(document, entry?.vector ?? vector, to);
  }

  /** Devices that ask while it is being read wait for the same reading. */
  async #entry(document: string, to: StateVector): Promise<Entry> {
    for (;;) {
      const current = this.#entries.get(document);
      if (!current) return this.#keep(document, to);
      const entry = await current;
      const isFresh = total(to) - total(entry.vector) <= limits.changesPerPiece;
      if (isFresh || entry.size.bytes === 0) return this.#used(document, current, entry);
      if (this.#entries.get(document) === current) return this.#keep(document, to);
    }
  }

  #used(document: string, current: Promise<Entry>, entry: Entry): Entry {
    if (this.#entries.delete(document)) this.#entries.set(document, current);
    return entry;
  }

  #keep(document: string, to: StateVector): Promise<Entry> {
    const reading: Promise<Entry> = this.#read(document, to).then(
      (entry) => this.#kept(document, reading, entry),
      (error: unknown) => {
        if (this.#entries.get(document) === reading) this.#entries.delete(document);
        throw error;
      },
    );
    this.#entries.set(document, reading);
    return reading;
  }

  #kept(document: string, reading: Promise<Entry>, entry: Entry): Entry {
    if (this.#entries.get(document) !== reading) return entry;
    if (entry.size.bytes === 0) this.#entries.delete(document);
    else this.#sizes.set(document, entry.size);
    this.#evict();
    return entry;
  }

  /** Nothing of a document that is too large to keep. */
  async #read(document: string, to: StateVector): Promise<Entry> {
    const summary = await this.#answers.summaryOf(document);
    const nothing: Entry = { vector: empty, messages: [], size: { bytes: 0 } };
    if ((summary?.bytes ?? 0) > this.#budget / 4 || this.#isCut(document)) return nothing;
    const messages: Uint8Array[] = [];
    const size: Size = { bytes: 0 };
    const onCopy = (bytes: number): void => {
      size.bytes += bytes;
      if (this.#sizes.get(document) === size) this.#evict();
    };
    for await (const message of this.#answers.pieces(document, empty, to)) {
      size.bytes += message.length;
      messages.push(this.#share(message, onCopy));
    }
    if (this.#isCut(document)) return nothing;
    return { vector: to, messages, size };
  }

  /** They may not be what stands there. */
  forget(): void {
    this.#entries.clear();
    this.#sizes.clear();
  }

  #evict(): void {
    for (const document of this.#entries.keys()) {
      if (this.bytes <= this.#budget) return;
      this.#entries.delete(document);
      this.#sizes.delete(document);
    }
  }
}
