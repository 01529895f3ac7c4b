/** The bytes that a phone fetches before it shows its first page, as they come over the network. */
import { basename } from 'node:path';
import {
  filesNamed,
  gzipped,
  MOST_AT_FIRST,
  ofIndex,
  script,
  visitTo,
  withImports,
} from '../support/first-load';
import { kilobytes, printSection } from './table';

const row = (name: string, scripts: Set<string>): string[] => [
  name,
  String(scripts.size),
  kilobytes(gzipped(scripts)),
];
const later = filesNamed(/^(reader|zxing|Scanner).*\.(js|wasm)$/).map((name) => basename(name));
const carrying = filesNamed(/^carrying-.*\.js$/);

printSection({
  title: 'JavaScript at first load, page and engine, gzipped',
  about:
    'All scripts of a first visit: those of index.html with all that they import, the engine in its worker, the words that the first pages need in one language, and the page itself. ' +
    `Aim: at most ${kilobytes(MOST_AT_FIRST)}; tests/e2e/first-load.spec.ts holds it. Styles come to ${kilobytes(gzipped(ofIndex('.css')))} more. ` +
    `Loaded once central was found: what carries documents, ${kilobytes(gzipped(carrying))}. Loaded only when it is used: ${
      later.length === 0 ? 'nothing large' : `the scanner, ${kilobytes(gzipped(later))}`
    }.`,
  columns: ['first page', 'scripts', 'JavaScript'],
  rows: [
    row('the frame alone', withImports(ofIndex('.js'))),
    row('the engine alone, in its worker', withImports([script('engine')])),
    row('a fresh browser: welcome', visitTo('WelcomePage')),
    row('a site: home', visitTo('SiteHomePage')),
    // the list is in the file of the pages that nearly everybody goes to next
    row('a site: list of equipment', visitTo('usual-pages', 'en-rest')),
    row('central: overview', visitTo('FleetHomePage', 'en-rest')),
  ],
});
