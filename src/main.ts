/** Starts the app: the words and the database of this device, then the page; the engine after it, in a worker. */
import { mount } from 'svelte';
import './ui/tokens.css';
import './ui/base.css';
import { homes, routes } from './app';
import App from './App.svelte';
import { fetchAhead } from './app/fetch-ahead';
import { ModeWatch } from './app/mode-watch.svelte';
import StorageTrouble from './app/StorageTrouble.svelte';
import { startEngine } from './engine/start';
import { Install } from './parts/install.svelte';
import { Theme } from './parts/theme.svelte';
import { openReplica } from './replica/replica';
import { createWords } from './words/words.svelte';

const TRY_AGAIN_AFTER_MS = 10_000;

/** Without any words nothing can be said; only a first visit whose link broke can come here. */
function startAgain(): void {
  addEventListener('online', () => location.reload());
  setTimeout(() => location.reload(), TRY_AGAIN_AFTER_MS);
}

async function start(target: HTMLElement): Promise<void> {
  const theme = new Theme();
  const install = new Install();
  const replica = openReplica();
  const mode = new ModeWatch(replica.db);
  const opening = mode
    .refresh()
    .then(() => fetchAhead({ homes, routes }, location.pathname, mode.current.kind));
  const [spoken, opened] = await Promise.allSettled([createWords(), opening]);
  if (spoken.status === 'rejected') {
    startAgain();
    return;
  }
  const words = spoken.value;
  target.replaceChildren();
  if (opened.status === 'rejected') {
    mount(StorageTrouble, { target, props: { words, error: opened.reason } });
    return;
  }
  mount(App, { target, props: { words, theme, install, replica, mode } });
  startEngine();
}

const target = document.getElementById('app');
if (target) void start(target);
