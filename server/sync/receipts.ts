/**
 * The receipts of this run of the server (rules P1, P3): made for changes on disk, and recognisable among forgeries. The run is known by a
 * client id of its own, under which central also writes.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { rootOf, type Mark } from '#shared/proof/digest';
import { MAC_BYTES, sealedBytes, type Receipt } from '#shared/proof/receipt';
import { hash } from '../database/sqlite/chains';
import type { ReceiptKey } from '../database/port/proofs';
import type { Tx } from '../database/port/central-database';

interface ReceiptsOptions {
  centralId: string;
  /** milliseconds, UTC */
  now: () => number;
  newClientId: () => number;
}

interface Run {
  start: number;
  seq: number;
  keys: ReadonlyMap<number, Uint8Array>;
  key: ReceiptKey;
}

const CENTRAL = 'central';
const TRIES = 100;

export class Receipts {
  readonly #options: ReceiptsOptions;
  #run: Run | undefined;
  /** something was proven that this very run has not written down: it was put back while it ran, and goes on as another */
  #isPutBack = false;

  constructor(options: ReceiptsOptions) {
    this.#options = options;
  }

  /** The client id under which central writes, in this transaction and from then on; `keep` is called once it is committed. */
  async begin(tx: Tx): Promise<{ client: number; keep: (added: number) => void }> {
    const run = (!this.#isPutBack && this.#run) || (await this.#newRun(tx));
    return {
      client: run.start,
      keep: (added) => {
        this.#isPutBack = false;
        // another process may have stored something since
        const now = this.#run?.start === run.start ? this.#run : run;
        this.#run = { ...now, seq: now.seq + added };
      },
    };
  }

  /** Another process stored this number of changes. */
  grew(added: number): void {
    if (this.#run) this.#run = { ...this.#run, seq: this.#run.seq + added };
  }

  /** A receipt for these chains; none before this run is on disk. */
  seal(document: string, marks: readonly Mark[]): Receipt | undefined {
    if (!this.#run || marks.length === 0) return undefined;
    const { start, seq, key } = this.#run;
    const vector = new Map(marks.map(({ client, clock }) => [client, clock]));
    const content = { root: rootOf(marks, hash), start, seq, at: this.#options.now(), keyId: key.keyId };
    const mac = this.#mac(key.key, document, content);
    return { vector, root: content.root, start, seq, at: content.at, keyId: key.keyId, mac };
  }

  /** The client id under which central writes; undefined before this run is on disk. */
  get start(): number | undefined {
    return this.#run?.start;
  }

  hasKey = (keyId: number): boolean => this.#run?.keys.has(keyId) ?? false;

  /** True if a central server with one of our keys made this receipt for the document. */
  isOurs(document: string, receipt: Receipt): boolean {
    const key = this.#run?.keys.get(receipt.keyId);
    const isOurs = key !== undefined && timingSafeEqual(this.#mac(key, document, receipt), receipt.mac);
    if (isOurs && receipt.start === this.#run?.start && receipt.seq > this.#run.seq) this.#isPutBack = true;
    return isOurs;
  }

  #mac(key: Uint8Array, document: string, content: Omit<Receipt, 'vector' | 'mac'>): Uint8Array {
    const bytes = sealedBytes(this.#options.centralId, document, content);
    return createHmac('sha256', key).update(bytes).digest().subarray(0, MAC_BYTES);
  }

  async #newRun({ changes, proofs }: Tx): Promise<Run> {
    const at = new Date(this.#options.now()).toISOString();
    const known = await proofs.keys();
    const key = known.at(-1) ?? { keyId: randomBytes(1).readUInt8(), key: randomBytes(32) };
    if (known.length === 0) await proofs.addKey(key, at);
    const start = await this.#freeClient(changes);
    await proofs.addStart(start, at);
    const keys = new Map([...known, key].map((one) => [one.keyId, one.key]));
    return { start, seq: await proofs.lastSeq(), keys, key };
  }

  async #freeClient(changes: Tx['changes']): Promise<number> {
    for (let tries = 0; tries < TRIES; tries++) {
      const id = this.#options.newClientId();
      if (await changes.registerClient(id, CENTRAL)) return id;
    }
    throw new Error('no free client id found');
  }
}
