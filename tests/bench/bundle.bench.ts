/** What a phone fetches before it shows its first page, as it comes over the network. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { kilobytes, printSection } from './table';

const client = fileURLToPath(new URL('../../dist/client', import.meta.url));
const assets = readdirSync(join(client, 'assets'));

const read = (name: string): Buffer => readFileSync(join(client, 'assets', name));

function named(pattern: RegExp): string {
  const found = assets.find((name) => pattern.test(name));
  if (found === undefined) throw new Error(`the build has no ${String(pattern)}`);
  return found;
}

/** A script and every script that it imports before it can run. */
function withImports(entries: readonly string[]): Set<string> {
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

/** Scripts and styles that index.html asks for. */
function ofIndex(ending: string): string[] {
  const html = readFileSync(join(client, 'index.html'), 'utf8');
  const found = html.matchAll(/(?:src|href)="\/assets\/([^"]+)"/g);
  return [...found].flatMap(([, name]) => (name?.endsWith(ending) === true ? [name] : []));
}

const gzipped = (names: Iterable<string>): number =>
  [...names].reduce((sum, name) => sum + gzipSync(read(name), { level: 9 }).length, 0);

const entry = ofIndex('.js');
const styles = ofIndex('.css');
const engine = named(/^engine-.*\.js$/);
const english = named(/^en-first-.*\.js$/);
const restOfEnglish = named(/^en-rest-.*\.js$/);
const page = (name: string): string => named(new RegExp(`^${name}-.*\\.js$`));

const row = (name: string, scripts: Set<string>): string[] => [
  name,
  String(scripts.size),
  kilobytes(gzipped(scripts)),
];
const later = assets
  .filter((name) => /^(reader|zxing|Scanner).*\.(js|wasm)$/.test(name))
  .map((name) => basename(name));

printSection({
  title: 'JavaScript at first load, page and engine, gzipped',
  about:
    'All scripts of a first visit: those of index.html with all that they import, the engine in its worker, the words that the first pages need in one language, and the page itself. Aim: at most 150 kB. ' +
    `Styles come to ${kilobytes(gzipped(styles))} more. Loaded only when it is used: ${
      later.length === 0 ? 'nothing large' : `the scanner, ${kilobytes(gzipped(later))}`
    }.`,
  columns: ['first page', 'scripts', 'JavaScript'],
  rows: [
    row('the frame alone', withImports(entry)),
    row('the engine alone, in its worker', withImports([engine])),
    row('a fresh browser: welcome', withImports([...entry, engine, english, page('WelcomePage')])),
    row('a site: home', withImports([...entry, engine, english, page('SiteHomePage')])),
    row(
      'a site: list of equipment',
      withImports([...entry, engine, english, restOfEnglish, page('AssetListPage')]),
    ),
    row('central: overview', withImports([...entry, engine, english, restOfEnglish, page('FleetHomePage')])),
  ],
});
