/**
 * The first script of the app, and a small one: it asks side by side for all that the page of this address needs. One after the
 * other, each when the one before has run, the files would take a slow link several round trips more.
 */
import { homes, routes } from '../app/routes';
import { keepEarlyKeys } from '../scan/early-keys';
import { lastKind } from './last-kind';
import { pageAt } from './page-at';
import { startAgain } from './start-again';
import { loadFirst, loadRest } from '../words/catalogue';
import { chosenLocale, ofBrowser } from '../words/chosen';

if (lastKind() === 'device') keepEarlyKeys();

const main = import('./main');

const locale = chosenLocale(ofBrowser());
const page = pageAt({ homes, routes }, location.pathname, lastKind());
// A piece that cannot be fetched is noticed, and reported, by the next part that asks for it.
for (const asked of [loadFirst(locale), page?.load(), page?.first ? undefined : loadRest(locale)])
  asked?.catch(() => undefined);

main.then(({ startApp }) => startApp(), startAgain);
