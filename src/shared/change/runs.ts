/**
 * Cuts changes into runs and pieces, for sending and for keeping. A run holds changes of one client whose clocks follow one
 * another (rule B1). A piece is so small that a cut link costs little (rule B6). All cutting happens here.
 */
import { limits } from '../protocol/limits';

export type Run<T> = [T, ...T[]];

interface Clocked {
  client: number;
  clock: number;
}

/** The runs of entries, in the order given. `joins` may end a run sooner. */
export function runsOf<T extends Clocked>(
  entries: Iterable<T>,
  joins: (run: Run<T>, next: T) => boolean = () => true,
): Run<T>[] {
  const runs: Run<T>[] = [];
  for (const entry of entries) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    const follows = last?.client === entry.client && last.clock + 1 === entry.clock;
    if (run && follows && joins(run, entry)) run.push(entry);
    else runs.push([entry]);
  }
  return runs;
}

/** Of each client the run that begins at `from`, by client and clock; changes after a gap are left out. */
export function contiguous<T extends Clocked>(entries: readonly T[], from: (client: number) => number): T[] {
  const ordered = [...entries].sort((a, b) => a.client - b.client || a.clock - b.clock);
  const next = new Map<number, number>();
  return ordered.filter(({ client, clock }) => {
    const expected = next.get(client) ?? from(client);
    if (clock !== expected) return false;
    next.set(client, clock + 1);
    return true;
  });
}

interface PieceSize {
  changes: number;
  bytes: number;
}

const ofOneMessage: PieceSize = { changes: limits.changesPerPiece, bytes: limits.bytesPerPiece };

/** Cuts entries that come one by one. */
export class PieceCutter<T> {
  #piece: T[] = [];
  #bytes = 0;

  constructor(
    private readonly bytesOf: (entry: T) => number,
    private readonly size: PieceSize = ofOneMessage,
  ) {}

  /** Returns the piece before this entry once it can hold no more. An entry that is too long for any piece is one by itself. */
  add(entry: T): Run<T> | undefined {
    const bytes = this.bytesOf(entry);
    const isFull = this.#piece.length >= this.size.changes || this.#bytes + bytes > this.size.bytes;
    const full = isFull ? this.end() : undefined;
    this.#piece.push(entry);
    this.#bytes += bytes;
    return full;
  }

  /** Returns the rest. */
  end(): Run<T> | undefined {
    const [first, ...rest] = this.#piece;
    this.#piece = [];
    this.#bytes = 0;
    return first === undefined ? undefined : [first, ...rest];
  }
}

export function* piecesOf<T>(
  entries: Iterable<T>,
  bytesOf: (entry: T) => number,
  size?: PieceSize,
): Generator<Run<T>> {
  const cutter = new PieceCutter(bytesOf, size);
  for (const entry of entries) {
    const full = cutter.add(entry);
    if (full) yield full;
  }
  const rest = cutter.end();
  if (rest) yield rest;
}

/** The first entries, as many as one message should hold: at least one. */
export function firstPiece<T>(entries: Iterable<T>, bytesOf: (entry: T) => number): T[] {
  for (const piece of piecesOf(entries, bytesOf)) return piece;
  return [];
}
