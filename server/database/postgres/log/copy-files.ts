/**
 * The files of a process's copy of the log, under one of two names: while one is spoilt and read all the same, another is made beside it.
 * A note names the spoilt one, so that no later process takes it up.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { knownPathOf } from '../../sqlite/log/kept-known';
import { rowsPathOf } from '../../sqlite/rows/open-rows';
import { removeRows } from '../../sqlite/rows/rows-file';

const others = (first: string): [string, string] => [first, first.replace(/(\.sqlite)?$/, '-2.sqlite')];

const noteOf = (first: string): string => `${first}.spoilt`;

/** The path of the copy that is there, or is to be made. `first`: the name that is tried first. */
export function copyPathAt(first: string): string {
  const [one, two] = others(first);
  const spoilt = existsSync(noteOf(first)) ? readFileSync(noteOf(first), 'utf8') : '';
  for (const path of [one, two]) if (basename(path) === spoilt) removeCopy(path);
  rmSync(noteOf(first), { force: true });
  return !existsSync(one) && existsSync(two) ? two : one;
}

/** Notes that the copy at `path` is spoilt, and returns the path at which another is to be made; what lies there goes. */
export function besides(first: string, path: string): string {
  try {
    writeFileSync(noteOf(first), basename(path));
  } catch {
    // the disk takes nothing: the copy that is made is lacking room as well
  }
  const [one, two] = others(first);
  const next = path === one ? two : one;
  removeCopy(next);
  return next;
}

/** The spoilt copy, which nobody reads any more. */
export function removeSpoilt(first: string, path: string): void {
  removeCopy(path);
  rmSync(noteOf(first), { force: true });
}

/** With all that is made of it. */
export function removeCopy(path: string): void {
  removeRows(path);
  removeRows(rowsPathOf(path));
  rmSync(knownPathOf(path), { force: true });
}
