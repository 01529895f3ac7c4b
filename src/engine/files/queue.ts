/** The order of files, the time of the next try and the size of pieces: thumbnails first, then the newest, originals last. Pure. */
import type { FileCopy } from '../../replica/records';
import { doubled } from '../backoff';

interface NextFile {
  file?: FileCopy;
  /** milliseconds, of this device: when the first of those that rest may be tried again */
  wakeAt?: number;
}

export function nextFile(waiting: readonly FileCopy[], now: number): NextFile {
  const [file] = waiting
    .filter(({ nextTry }) => nextTry === undefined || nextTry <= now)
    .sort((a, b) => turnOf(a) - turnOf(b) || b.addedAt - a.addedAt);
  if (file) return { file };
  const times = waiting.flatMap(({ nextTry }) => (nextTry === undefined ? [] : [nextTry]));
  return times.length > 0 ? { wakeAt: Math.min(...times) } : {};
}

const turnOf = ({ isThumbnail, isOriginal }: FileCopy): number => (isThumbnail ? 0 : isOriginal ? 2 : 1);

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 30 * 60_000;

/** Milliseconds after a number of failures in a row (1, 2, 3 …): they grow, and never end. `random`: from 0 up to 1. */
export function pauseAfter(failures: number, random: number): number {
  const ceiling = doubled(failures, FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
  return Math.floor(ceiling / 2 + (random * ceiling) / 2);
}

export const FIRST_PIECE = 64 * 1024;
const SMALLEST_PIECE = 32 * 1024;
const LARGEST_PIECE = 1024 * 1024;
/** A piece takes about this long: a cut link loses little, and asking costs little. */
const PIECE_MS = 4_000;

/** The next piece, from how long the last one took; it at most doubles. */
export function nextPiece(bytes: number, ms: number): number {
  const fitting = bytes * Math.min(2, PIECE_MS / Math.max(1, ms));
  return Math.round(Math.min(LARGEST_PIECE, Math.max(SMALLEST_PIECE, fitting)));
}
