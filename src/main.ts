/** Starts the app: words first, then the database of this device, then the page; the engine after it, in a worker. */
import { mount } from 'svelte';
import './ui/tokens.css';
import './ui/base.css';
import App from './App.svelte';
import { ModeWatch } from './app/mode-watch.svelte';
import StorageTrouble from './app/StorageTrouble.svelte';
import { Install } from './parts/install.svelte';
import { Theme } from './parts/theme.svelte';
import { openReplica } from './replica/replica';
import { createWords } from './words/words.svelte';

async function start(target: HTMLElement): Promise<void> {
  const theme = new Theme();
  const install = new Install();
  const words = await createWords();
  const replica = openReplica();
  const mode = new ModeWatch(replica.db);
  try {
    await mode.refresh();
  } catch (error) {
    target.replaceChildren();
    mount(StorageTrouble, { target, props: { words, error } });
    return;
  }
  target.replaceChildren();
  mount(App, { target, props: { words, theme, install, replica, mode } });
  const { startEngine } = await import('./engine/start');
  startEngine();
}

const target = document.getElementById('app');
if (target) void start(target);
