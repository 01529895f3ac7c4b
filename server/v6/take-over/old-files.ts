/** The folder in which an Open mSupply server keeps files: each has its id at the head of its name, at any depth. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

export class OldFiles {
  /** by their names */
  readonly #paths: readonly { name: string; path: string }[];

  constructor(folder: string | undefined) {
    const entries = folder === undefined ? [] : readdirSync(folder, { recursive: true, withFileTypes: true });
    this.#paths = entries
      .filter((entry) => entry.isFile())
      .map(({ name, parentPath }) => ({ name: basename(name), path: join(parentPath, name) }))
      .sort((a, b) => order(a.name, b.name));
  }

  /** Undefined: there is none. */
  pathOf(fileId: string): string | undefined {
    for (let at = this.#firstFrom(fileId); ; at++) {
      const found = this.#paths[at];
      if (!found?.name.startsWith(fileId)) return undefined;
      // no letter follows: else it is the name of another that begins alike
      if (!/^[\p{L}\p{N}-]/u.test(found.name.slice(fileId.length))) return found.path;
    }
  }

  #firstFrom(name: string): number {
    let [from, to] = [0, this.#paths.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (order(this.#paths[middle]?.name ?? '', name) < 0) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
