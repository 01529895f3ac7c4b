/** Starts the app: the words and the database of this device, then the page. Work that nobody sees comes after it. */
import { mount, unmount } from 'svelte';
import '../ui/tokens.css';
import '../ui/base.css';
import '../ui/system.css';
import { homes, routes } from '../app/routes';
import App from '../app/App.svelte';
import { headerStore } from '../app/frame/header-store';
import { lastKind } from './last-kind';
import { ModeWatch } from '../app/frame/mode-watch.svelte';
import { pageAt } from './page-at';
import { startAgain } from './start-again';
import StorageTrouble from '../app/frame/StorageTrouble.svelte';
import { Install } from '../page/install.svelte';
import { Theme } from '../page/theme.svelte';
import type { ReplicaDatabase } from '../replica/database';
import { openReplica } from '../replica/replica';
import { chosenLocale, ofBrowser } from '../words/chosen';
import { loadFigures } from '../words/formats';
import { createWords } from '../words/words.svelte';

/** A tab that holds the database back is named; the words come from far only where they are needed. Returns how to take them away. */
function sayWhenHeld(db: ReplicaDatabase, target: HTMLElement): () => Promise<void> {
  let shown: Promise<Record<string, unknown>> | undefined;
  db.on('blocked', () => {
    shown ??= Promise.all([createWords(), import('../app/frame/DatabaseHeld.svelte')]).then(
      ([words, { default: DatabaseHeld }]) => {
        target.replaceChildren();
        return mount(DatabaseHeld, { target, props: { words } });
      },
    );
  });
  return async () => {
    const held = await shown?.catch(() => undefined);
    if (held) await unmount(held);
  };
}

export async function startApp(): Promise<void> {
  const target = document.getElementById('app');
  if (!target) return;
  const theme = new Theme();
  const install = new Install();
  const replica = openReplica();
  const mode = new ModeWatch(replica.db);
  const settled = sayWhenHeld(replica.db, target);
  const opening = mode.refresh().then(askForMore);
  // The first page of a fresh browser has no figures.
  if (lastKind() !== 'nobody') setTimeout(() => loadFigures(chosenLocale(ofBrowser())));
  const [spoken, opened] = await Promise.allSettled([createWords(), opening]);
  if (spoken.status === 'rejected') {
    startAgain();
    return;
  }
  const words = spoken.value;
  await settled();
  target.replaceChildren();
  if (opened.status === 'rejected') {
    mount(StorageTrouble, { target, props: { words, error: opened.reason } });
    return;
  }
  mount(App, { target, props: { words, theme, install, replica, mode } });

  /** The page is on its way, unless this browser has become another than it was when it was last used. */
  async function askForMore(): Promise<void> {
    const page = pageAt({ homes, routes }, location.pathname, mode.current.kind);
    page?.load().catch(() => undefined);
    // Fetched later, it would move the head of the page.
    if (mode.current.stores.length > 1) await headerStore().catch(() => undefined);
  }
}
