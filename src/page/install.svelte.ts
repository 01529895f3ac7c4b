/** The browser's offer to put the app on the home screen, and the question to the person. */
import { createContext } from 'svelte';

/** Not in the DOM's types: only some browsers have it. */
interface InstallEvent extends Event {
  prompt: () => Promise<unknown>;
}

const isInstallEvent = (event: Event): event is InstallEvent =>
  'prompt' in event && typeof event.prompt === 'function';

export class Install {
  #offer: InstallEvent | undefined = $state.raw();
  #done = $state(matchMedia('(display-mode: standalone)').matches);

  /** Listens from the first moment: the browser offers once. */
  constructor() {
    window.addEventListener('beforeinstallprompt', (event) => {
      if (!isInstallEvent(event)) return;
      event.preventDefault();
      this.#offer = event;
    });
    window.addEventListener('appinstalled', () => {
      this.#offer = undefined;
      this.#done = true;
    });
  }

  get state(): 'installed' | 'offered' | 'by-hand' {
    if (this.#done) return 'installed';
    return this.#offer ? 'offered' : 'by-hand';
  }

  async ask(): Promise<void> {
    await this.#offer?.prompt();
    // An offer can be taken up once; the browser makes another when it sees fit.
    this.#offer = undefined;
  }
}

export const [useInstall, provideInstall] = createContext<Install>();
