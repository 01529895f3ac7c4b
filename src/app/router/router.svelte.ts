/**
 * Takes a person from page to page. A page is fetched before the address changes, so that the shown page and its address agree.
 * A page that cannot be fetched is reported. Forms with unsaved words are asked before they are left.
 */
import type { PersonRight } from '#shared/domain/person-rights';
import { tick, type Component } from 'svelte';
import type { Mode } from '../../page/mode';
import type { GoOptions, Navigation } from '../../page/navigation';
import { addressOf, here, queryOf, withQuery } from './address';
import { destinationOf, type Page, type RouteMap } from './destination';
import { entryOf, newEntry, type Entry } from './history-entry';
import { focusPage } from './focus-page';
import { targetOf } from './link-press';
import type { PageModule } from './route';
import { Scrolling } from './scrolling';

export type View =
  | { kind: 'page'; component: Component; key: string; needs: PersonRight | undefined }
  | { kind: 'central-only' }
  | { kind: 'nowhere' }
  | { kind: 'failed'; error: unknown };

/** The key of a page that shows several addresses; there is one such page. */
const STAYS = 'stays';

const keyOf = (view: View | undefined): string | undefined => (view?.kind === 'page' ? view.key : undefined);

interface Shown {
  url: URL;
  params: Record<string, string>;
  view: View;
}

interface RouterOptions extends RouteMap {
  mode: () => Mode['kind'];
  /** resolves to false when the person stays with unsaved text */
  mayLeave: () => Promise<boolean>;
  /** resolves when the words of every page are there */
  allWords: () => Promise<void>;
  /** called once: with the first page in sight, or the reason why it is not */
  stands: () => void;
}

export class Router implements Navigation {
  readonly #options: RouterOptions;
  readonly #scrolling = new Scrolling();
  #shown: Shown | undefined = $state.raw();
  #pending = $state.raw(0);
  #visit = 0;
  /** the address of the page that is being fetched, and whether that page has to be found once more */
  #asked: URL | undefined;
  #isOutdated = false;
  #entry: Entry = entryOf(history.state) ?? newEntry(0);
  readonly #query = $derived(queryOf(this.#shown?.url));

  constructor(options: RouterOptions) {
    this.#options = options;
  }

  get path(): string {
    return this.#shown?.url.pathname ?? location.pathname;
  }
  get bound(): string {
    return this.#asked?.pathname ?? this.path;
  }
  get params(): Readonly<Record<string, string>> {
    return this.#shown?.params ?? {};
  }
  get query(): URLSearchParams {
    return this.#query;
  }
  get hash(): string {
    return this.#shown?.url.hash ?? '';
  }
  get view(): View | undefined {
    return this.#shown?.view;
  }
  /** True while a page is being fetched. */
  get going(): boolean {
    return this.#pending > 0;
  }

  /** Shows the page of the present address and follows links and the browser's own buttons; returns the function that ends it. */
  start(): () => void {
    const controller = new AbortController();
    const { signal } = controller;
    history.scrollRestoration = 'manual';
    history.replaceState(this.#entry, '');
    window.addEventListener('popstate', () => void this.#back(), { signal });
    window.addEventListener('scroll', () => this.#scrolling.note(this.#entry.key), { signal, passive: true });
    window.addEventListener('pagehide', () => this.#scrolling.keep(), { signal });
    document.addEventListener('click', (event) => this.#press(event), { signal });
    void this.#first();
    return () => controller.abort();
  }

  go = (to: string, { replace = false }: GoOptions = {}): void => {
    void this.#go(addressOf(to), replace);
  };

  setQuery = (values: Readonly<Record<string, string | undefined>>): void => {
    if (!this.#shown) return;
    const url = withQuery(this.#shown.url, values);
    history.replaceState(this.#entry, '', url);
    this.#shown = { ...this.#shown, url };
  };

  /**
   * Finds the page of the present address again: the browser's mode has changed, or a page could not be fetched. Whoever is on their way to
   * another page gets that one.
   */
  again = async (): Promise<void> => {
    if (this.#asked) this.#isOutdated = true;
    else await this.#show(here(), () => undefined);
  };

  async #first(): Promise<void> {
    await this.#show(here(), () => undefined);
    this.#scrolling.restore(this.#entry.key);
    this.#options.stands();
    // Fetched ahead for the next page. If that fails now, it is tried again, and reported, when they are needed.
    await this.#options.allWords().catch(() => undefined);
  }

  async #go(url: URL, replace: boolean): Promise<void> {
    if (!(await this.#options.mayLeave())) return;
    const before = keyOf(this.view);
    const shown = await this.#show(url, (settled) => {
      this.#entry = newEntry(this.#entry.index + (replace ? 0 : 1));
      history[replace ? 'replaceState' : 'pushState'](this.#entry, '', settled);
    });
    if (!shown) return;
    if (this.#stayed(before)) {
      this.#scrolling.note(this.#entry.key);
      return;
    }
    this.#scrolling.toTop();
    focusPage();
  }

  async #back(): Promise<void> {
    const entry = entryOf(history.state) ?? this.#adopted();
    const steps = this.#entry.index - entry.index;
    // We are called for the step that takes a refused one back, too.
    if (entry.key === this.#entry.key) return;
    if (!(await this.#options.mayLeave())) {
      history.go(steps);
      return;
    }
    const before = keyOf(this.view);
    this.#entry = entry;
    if (!(await this.#show(here(), () => undefined)) || this.#stayed(before)) return;
    focusPage();
    this.#scrolling.restore(entry.key);
  }

  /** True when the page that was shown before has not been made again. */
  #stayed(before: string | undefined): boolean {
    return before === STAYS && keyOf(this.view) === STAYS;
  }

  /** An entry of the browser's own, as when a person alters the part behind the # of the address. */
  #adopted(): Entry {
    const entry = newEntry(this.#entry.index + 1);
    history.replaceState(entry, '');
    return entry;
  }

  #press(event: MouseEvent): void {
    const url = targetOf(event);
    if (!url) return;
    event.preventDefault();
    void this.#go(url, url.href === location.href);
  }

  /** Fetches and shows a page. False when another was asked for meanwhile. */
  async #show(asked: URL, settle: (url: URL) => void): Promise<boolean> {
    const visit = ++this.#visit;
    this.#asked = asked;
    this.#pending += 1;
    const found = await this.#findAsOfNow(asked, visit);
    this.#pending -= 1;
    if (visit !== this.#visit) return false;
    this.#asked = undefined;
    settle(found.url);
    if (found.url.href !== location.href) history.replaceState(this.#entry, '', found.url);
    this.#shown = found;
    await tick();
    return true;
  }

  async #findAsOfNow(url: URL, visit: number): Promise<Shown> {
    this.#isOutdated = false;
    const found = await this.#find(url);
    return this.#isOutdated && visit === this.#visit ? this.#findAsOfNow(url, visit) : found;
  }

  async #find(url: URL): Promise<Shown> {
    const destination = destinationOf(this.#options, url.pathname, this.#options.mode());
    switch (destination.kind) {
      case 'redirect':
        return this.#find(addressOf(destination.to, url));
      case 'page':
        try {
          const { default: component, stays = false } = await this.#fetch(destination.page);
          const key = stays ? STAYS : url.pathname;
          return {
            url,
            params: destination.params,
            view: { kind: 'page', component, key, needs: destination.page.needs },
          };
        } catch (error) {
          return { url, params: destination.params, view: { kind: 'failed', error } };
        }
      default:
        return { url, params: {}, view: destination };
    }
  }

  async #fetch({ load, first }: Page): Promise<PageModule> {
    const [loaded] = await Promise.all([load(), first ? undefined : this.#options.allWords()]);
    return loaded;
  }
}
