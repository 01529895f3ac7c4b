/**
 * Answers to step 1: the structs that a state vector lacks, put together from stored bytes, piece by piece. Each piece bears the receipt
 * for its changes (rule P4): a device that is cut off after it can prove what it has.
 */
import type { Change } from '#shared/change/change';
import { encodeUpdate } from '#shared/change/codec/write';
import { PieceCutter } from '#shared/change/runs';
import type { StateVector } from '#shared/change/state-vector';
import { nextDigest, type Mark } from '#shared/proof/digest';
import { limits } from '#shared/protocol/limits';
import { updateMessage } from '#shared/protocol/messages';
import type { CentralDatabase } from '../database/port/central-database';
import type { DocumentSummary, SentChange } from '../database/port/changes';
import { hash } from '../database/sqlite/chains';
import { readBody } from '../database/sqlite/stored-json';
import { digestAt } from './digest-at';
import type { Receipts } from './receipts';
import type { Spoilt } from './give-back/spoilt';

/** A change that is sent, and the digest of its client's chain after it. */
interface Proven {
  sent: SentChange;
  mark: Mark | undefined;
}

type Read = Pick<CentralDatabase, 'changes' | 'proofs'>;

export class Answers {
  constructor(
    private readonly database: Read,
    private readonly receipts: Pick<Receipts, 'seal'>,
    private readonly spoilt: Pick<Spoilt, 'note'> = { note: () => undefined },
  ) {}

  async summaryOf(document: string): Promise<DocumentSummary | undefined> {
    return (await this.database.changes.documents([document]))[0];
  }

  /** Update messages with everything between two vectors, each small enough that a cut link costs little. */
  async *pieces(document: string, from: StateVector, to: StateVector): AsyncGenerator<Uint8Array> {
    const size = { changes: limits.changesPerPiece, bytes: limits.bytesPerAnswer };
    const cutter = new PieceCutter<Proven>(({ sent }) => sent.body.length, size);
    for await (const one of this.#changes(document, from, to)) {
      const full = cutter.add(one);
      if (full) yield this.#message(document, full);
    }
    const rest = cutter.end();
    if (rest) yield this.#message(document, rest);
  }

  #message(document: string, piece: readonly Proven[]): Uint8Array {
    const ends = new Map(piece.map(({ sent, mark }) => [sent.client, mark]));
    const marks = [...ends.values()].filter((mark) => mark !== undefined);
    const receipt = marks.length === ends.size ? this.receipts.seal(document, marks) : undefined;
    return updateMessage(encodeUpdate(piece.map(({ sent }) => sent)), receipt);
  }

  /**
   * The clients of which something is lacking, the oldest first. So a new device can use the first data of a programme first: its reference
   * data, before its own long lists.
   */
  async #lacking(document: string, from: StateVector, to: StateVector): Promise<number[]> {
    const clients = [...to]
      .filter(([client, end]) => (from.get(client) ?? 0) < end)
      .map(([client]) => client);
    return clients.length > 1 ? this.database.changes.byAge(document, clients) : clients;
  }

  async #noteIfSpoilt(document: string, client: number, clock: number): Promise<void> {
    const isSpoilt = await this.database.changes.isSpoilt?.(document, client, clock);
    if (isSpoilt === true) this.spoilt.note(document, client, clock);
  }

  async *#changes(document: string, from: StateVector, to: StateVector): AsyncGenerator<Proven> {
    for (const client of await this.#lacking(document, from, to)) {
      const end = to.get(client) ?? 0;
      let clock = from.get(client) ?? 0;
      let mark = await digestAt(this.database, document, client, clock);
      while (clock < end) {
        const limit = Math.min(limits.changesPerPiece, end - clock);
        const page = await this.database.changes.page(document, client, clock, limit);
        if (page.length === 0) {
          await this.#noteIfSpoilt(document, client, clock);
          break;
        }
        for (const sent of page) {
          mark = mark && after(mark, readBody(sent.body));
          yield { sent, mark };
        }
        clock += page.length;
      }
    }
  }
}

const after = ({ client, clock, digest }: Mark, change: Change): Mark => ({
  client,
  clock: clock + 1,
  digest: nextDigest(digest, change, hash),
});
