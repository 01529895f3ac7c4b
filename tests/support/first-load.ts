/** The bytes that a phone fetches before it shows its first page, counted in the built app as they come over the network. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** The most JavaScript that a first visit may carry, in bytes, gzipped: on a slow 2G link each 5 kB more is another second of waiting. */
export const MOST_AT_FIRST = 138_000;

const client = fileURLToPath(new URL('../../dist/client', import.meta.url));
const read = (name: string): Buffer => readFileSync(join(client, 'assets', name));

/** The files of the build whose names match. */
export const filesNamed = (pattern: RegExp): string[] =>
  readdirSync(join(client, 'assets')).filter((name) => pattern.test(name));

/** The one script of a page, of a language, or of the engine. */
export function script(name: string): string {
  const [found] = filesNamed(new RegExp(`^${name}-[^.]*\\.js$`));
  if (found === undefined) throw new Error(`the build has no ${name}`);
  return found;
}

/** Scripts (`.js`) or styles (`.css`) that index.html asks for. */
export function ofIndex(ending: string): string[] {
  const html = readFileSync(join(client, 'index.html'), 'utf8');
  const found = html.matchAll(/(?:src|href)="\/assets\/([^"]+)"/g);
  return [...found].flatMap(([, name]) => (name?.endsWith(ending) === true ? [name] : []));
}

/** Scripts and every script that they import before they can run. Scripts imported later, by `import()`, do not count. */
export function withImports(entries: readonly string[]): Set<string> {
  const needed = new Set<string>();
  const waiting = [...entries];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (needed.has(name)) continue;
    needed.add(name);
    for (const [, imported] of read(name)
      .toString()
      .matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) {
      if (imported !== undefined) waiting.push(imported);
    }
  }
  return needed;
}

/**
 * The scripts that the engine's thread has to itself, those that it loads later by `import()` too; those that the page begins with are the
 * page's.
 */
export function ofThread(): Set<string> {
  const ofPage = withImports(ofIndex('.js'));
  const own = (name: string): string[] => [...withImports([name])].filter((found) => !ofPage.has(found));
  const reached = new Set(own(script('engine')));
  // a set is walked through to its end, also to scripts that are added on the way
  for (const name of reached)
    for (const [, later = ''] of read(name)
      .toString()
      .matchAll(/\bimport\(\s*["'`]\.\/([^"'`]+\.js)["'`]\)/g))
      for (const needed of own(later)) reached.add(needed);
  return reached;
}

/** True if a script puts links for preloading into the page before it loads another. */
export const preloads = (name: string): boolean => read(name).includes('__vite__mapDeps');

/** All that a visit which begins at a page carries: the frame, the engine in its worker, the words, the page. */
export const visitTo = (page: string, ...more: string[]): Set<string> =>
  withImports([...ofIndex('.js'), ...['engine', 'en-first', page, ...more].map(script)]);

export const gzipped = (names: Iterable<string>): number =>
  [...names].reduce((sum, name) => sum + gzipSync(read(name), { level: 9 }).length, 0);
