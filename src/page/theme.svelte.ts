/** Light or dark: as the device says, or as chosen here. */
import { createContext } from 'svelte';

export const themes = ['system', 'light', 'dark'] as const;
type ThemeName = (typeof themes)[number];

const storedAs = 'waypost.theme';

export class Theme {
  name: ThemeName = $state('system');

  constructor() {
    this.#apply(stored());
  }

  use(name: ThemeName): void {
    this.#apply(name);
    try {
      localStorage.setItem(storedAs, name);
    } catch {
      // A browser that forbids storage forgets the choice.
    }
  }

  /** Another tab has kept something on this device. */
  heard(key: string, value: string): void {
    if (key === storedAs && isTheme(value)) this.#apply(value);
  }

  #apply(name: ThemeName): void {
    this.name = name;
    if (name === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = name;
    colorBrowser(name);
  }
}

/** The browser's own bars go by the device; one that is chosen here holds for both. */
function colorBrowser(name: ThemeName): void {
  const bars = [...document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')];
  for (const bar of bars) {
    bar.dataset['when'] ??= bar.media;
    const when = bar.dataset['when'];
    if (name === 'system') bar.media = when;
    else bar.media = when.includes(name) ? 'all' : 'not all';
  }
}

export const isTheme = (text: string): text is ThemeName => themes.some((name) => name === text);

function stored(): ThemeName {
  try {
    const name = localStorage.getItem(storedAs) ?? '';
    return isTheme(name) ? name : 'system';
  } catch {
    return 'system';
  }
}

export const [useTheme, provideTheme] = createContext<Theme>();
