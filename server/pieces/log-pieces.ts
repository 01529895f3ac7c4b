/**
 * The log of each document in pieces that never alter, for devices that lack much of it (rules Q1 to Q4). They are made when somebody first
 * asks, and kept. A kept piece counts only as far as its digests are those of the log: a restored log never serves another one's pieces.
 */
import { setTimeout } from 'node:timers/promises';
import type { StateVector } from '#shared/change/state-vector';
import { encodePiece } from '#shared/change/piece/piece';
import { sameDigest, type Mark } from '#shared/proof/digest';
import type { CentralDatabase } from '../database/port/central-database';
import type { SequencedChange } from '../database/port/changes';
import { isUnreadable } from '../database/sqlite/log/unreadable';
import { readBody } from '../database/sqlite/stored-json';
import { digestAt } from '../sync/digest-at';
import { isPiece, PieceFolder, type Piece } from './piece-folder';

/** Changes of a piece: over the slowest links some six seconds, which is the most that a cut costs. */
export const CHANGES_PER_PIECE = 1000;
/** Bytes of changes of a piece. */
const BYTES_PER_PIECE = 2 * 1024 * 1024;
/** The longest wait of a caller for pieces that are being made, milliseconds. */
const PATIENCE = 2000;
/** Documents whose pieces are known without looking. */
const MOST_KNOWN = 2000;

interface LogPiecesOptions {
  database: Pick<CentralDatabase, 'changes' | 'proofs' | 'others' | 'ownCopy'>;
  folder: string;
  onError: (error: unknown) => void;
  /** milliseconds; none: `PATIENCE` */
  patience?: number;
}

/** The pieces of one document. */
interface Shelf {
  document: string;
  folder: PieceFolder;
  pieces: Piece[];
  /** pieces whose bytes were looked at since the start */
  sound: Set<string>;
  making: Promise<void> | undefined;
}

export class LogPieces {
  readonly #options: LogPiecesOptions;
  /** the least recently used first */
  readonly #shelves = new Map<string, Promise<Shelf>>();

  constructor(options: LogPiecesOptions) {
    this.#options = options;
    // what is on the shelves is compared with the log once more
    options.database.ownCopy?.onMadeAgain(() => this.#shelves.clear());
  }

  /** The pieces that hold something after `after`. Pieces that are lacking are made meanwhile, and waited for a moment. */
  async list(document: string, after: number): Promise<Piece[]> {
    const shelf = await this.#shelf(document);
    await this.#makeLacking(shelf);
    return shelf.pieces.filter(({ to }) => to > after);
  }

  /** The compressed bytes of a piece of the document; undefined for any other name. A damaged piece is made again. */
  async bytes(document: string, name: string): Promise<Buffer | undefined> {
    const shelf = await this.#shelf(document);
    const isListed = (): boolean => shelf.pieces.some((piece) => piece.name === name);
    // another process may have named it: pieces made of the same log are the same
    if (!isListed() && this.#options.database.others) await this.#makeLacking(shelf);
    if (!isListed()) return undefined;
    const bytes = await shelf.folder.read(name);
    if (bytes && (shelf.sound.has(name) || (await isPiece(name, bytes)))) {
      shelf.sound.add(name);
      return bytes;
    }
    await shelf.making;
    const damaged = shelf.pieces.findIndex((piece) => piece.name === name);
    if (damaged >= 0) shelf.pieces.splice(damaged);
    return undefined;
  }

  /** Resolves when nothing is being made. */
  async idle(): Promise<void> {
    for (const shelf of this.#shelves.values()) await (await shelf.catch(() => undefined))?.making;
  }

  #shelf(document: string): Promise<Shelf> {
    const known = this.#shelves.get(document) ?? this.#open(document);
    this.#shelves.delete(document);
    this.#shelves.set(document, known);
    const [oldest] = this.#shelves.keys();
    if (oldest !== undefined && this.#shelves.size > MOST_KNOWN) this.#shelves.delete(oldest);
    return known;
  }

  async #open(document: string): Promise<Shelf> {
    const folder = new PieceFolder(this.#options.folder, document);
    const pieces = await folder.list();
    const isOurs = pieces.length > 0 && (await this.#isOfTheLog(document, pieces));
    if (pieces.length > 0 && !isOurs) await folder.clear();
    return { document, folder, pieces: isOurs ? pieces : [], sound: new Set(), making: undefined };
  }

  /** Digests cover all that stands before them, so the last one of each client is enough. */
  async #isOfTheLog(document: string, pieces: readonly Piece[]): Promise<boolean> {
    const marks = lastMarks(pieces);
    for (const mark of marks.values()) {
      const own = await digestAt(this.#options.database, document, mark.client, mark.clock);
      if (!own || !sameDigest(own.digest, mark.digest)) return false;
    }
    const seq = await this.#options.database.changes.seqOf(document, vectorOf(pieces));
    return seq === pieces.at(-1)?.to;
  }

  async #makeLacking(shelf: Shelf): Promise<void> {
    shelf.making ??= this.#make(shelf)
      .catch((error: unknown) => this.#options.onError(error))
      .finally(() => (shelf.making = undefined));
    const stop = new AbortController();
    const patience = setTimeout(this.#options.patience ?? PATIENCE, undefined, {
      signal: stop.signal,
      ref: false,
    }).catch(() => undefined);
    await Promise.race([shelf.making, patience]);
    stop.abort();
  }

  async #make(shelf: Shelf): Promise<void> {
    const [summary] = await this.#options.database.changes.documents([shelf.document]);
    const done = shelf.pieces.reduce((sum, piece) => sum + piece.changes, 0);
    if ((summary?.changes ?? 0) - done < CHANGES_PER_PIECE) return;
    while (await this.#makeNext(shelf));
  }

  /** False when there is no whole piece more, or none that can be proven. */
  async #makeNext(shelf: Shelf): Promise<boolean> {
    const { document, folder, pieces } = shelf;
    const after = pieces.at(-1)?.to ?? 0;
    const next = await this.#options.database.changes.ofDocument(document, after, CHANGES_PER_PIECE);
    const cut = firstPiece(next);
    const to = cut.at(-1)?.seq;
    const isWhole = next.length === CHANGES_PER_PIECE || cut.length < next.length;
    if (to === undefined || !isWhole || cut.some(isSpoilt)) return false;
    const goesOn = follows(vectorOf(pieces), cut);
    if (!goesOn) await this.#forget(shelf);
    const marks = goesOn ? await this.#marksAfter(document, cut) : undefined;
    if (!marks) return false;
    const put = await folder.put(encodePiece(cut));
    pieces.push({ ...put, after, to, changes: cut.length, marks });
    await folder.writeList(pieces);
    return true;
  }

  /** They are made again when somebody asks. */
  async #forget({ pieces, folder }: Shelf): Promise<void> {
    pieces.length = 0;
    await folder.clear();
  }

  async #marksAfter(document: string, cut: readonly SequencedChange[]): Promise<Mark[] | undefined> {
    const ends = new Map(cut.map(({ client, clock }) => [client, clock + 1]));
    const marks: Mark[] = [];
    for (const [client, clock] of ends) {
      const mark = await digestAt(this.#options.database, document, client, clock);
      if (!mark) return undefined;
      marks.push(mark);
    }
    return marks;
  }
}

/** What a disk has spoilt is in no piece (rule G10): it may be put back, and a piece never alters. */
const isSpoilt = ({ body }: SequencedChange): boolean => isUnreadable(readBody(body));

/** As many changes as a piece holds, one at least. */
function firstPiece(changes: readonly SequencedChange[]): SequencedChange[] {
  let bytes = 0;
  const end = changes.findIndex(({ body }, index) => {
    bytes += body.length;
    return index > 0 && bytes > BYTES_PER_PIECE;
  });
  return changes.slice(0, end < 0 ? changes.length : end);
}

const lastMarks = (pieces: readonly Piece[]): Map<number, Mark> =>
  new Map(pieces.flatMap(({ marks }) => marks).map((mark) => [mark.client, mark]));

const vectorOf = (pieces: readonly Piece[]): StateVector =>
  new Map([...lastMarks(pieces).values()].map(({ client, clock }) => [client, clock]));

/** True if these changes go on at the end of the pieces, client by client. */
function follows(before: StateVector, cut: readonly SequencedChange[]): boolean {
  const next = new Map(before);
  return cut.every(({ client, clock }) => {
    const expected = next.get(client) ?? 0;
    next.set(client, clock + 1);
    return clock === expected;
  });
}
