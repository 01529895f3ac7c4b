/** A person's acts in a list of equipment, in the words of the page that has it, and the time of each answer. */
import type { Locator, Page } from '@playwright/test';

export interface Hands {
  search: (page: Page) => Locator;
  filter: (page: Page) => Promise<void>;
  sort: (page: Page) => Promise<void>;
  /** the rows, first to last; the text of each holds its number */
  rows: (page: Page) => Locator;
  /** waits until nothing else is under way */
  settled: (page: Page) => Promise<void>;
  /** from an asset to the list */
  back: (page: Page) => Promise<unknown>;
}

export const ours = (wide: boolean): Hands => ({
  search: (page) => page.getByRole('searchbox'),
  filter: (page) => page.getByRole('button', { name: /^Not functioning/ }).click(),
  sort: wide
    ? (page) => page.getByRole('columnheader', { name: 'Model' }).getByRole('button').click()
    : sortInSheet,
  rows: (page) => page.locator('main a[href^="/assets/0"]:not([href*="/status"])'),
  settled: (page) => page.getByRole('link', { name: /^All stored at central/ }).waitFor(),
  back: (page) => page.goBack(),
});

async function sortInSheet(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Filter and sort' }).click();
  await page.getByLabel('Sort', { exact: true }).waitFor();
  await forget(page);
  await page.getByLabel('Sort', { exact: true }).selectOption({ label: 'Model, A–Z' });
  await answered(page);
  await page.keyboard.press('Escape');
}

export const plain: Hands = {
  search: (page) => page.getByLabel('Search'),
  filter: (page) => page.getByRole('button', { name: 'Filter' }).click(),
  sort: (page) => page.getByRole('button', { name: 'Sort' }).click(),
  rows: (page) => page.locator('main a'),
  settled: () => Promise.resolve(),
  back: (page) => page.reload(),
};

/** Milliseconds, see in-page.ts. */
export interface Times {
  key: number[];
  filter: number[];
  sort: number[];
  open: number[];
  /** from frame to frame while the list is scrolled */
  frames: number[];
}

const forget = (page: Page): Promise<unknown> => page.evaluate('stopwatch.times.length = 0');
const answered = async (page: Page): Promise<number[]> =>
  (await page.evaluate('stopwatch.answered()')) as number[]; // numbers, see in-page.ts

async function timed(page: Page, act: () => Promise<void>): Promise<number> {
  await forget(page);
  await act();
  return Math.max(...(await answered(page)));
}

const SEARCHES = ['zero', 'tcw', 'hc-00'];
const FRAMES = 120;
/** px in each frame: 3,600 a second, a quick flick of the thumb */
const STEP = 60;

async function keys(page: Page, hands: Hands): Promise<number[]> {
  await hands.search(page).focus();
  const times: number[] = [];
  for (const search of SEARCHES) {
    const typed = [...search, ...Array.from(search, () => 'Backspace')];
    for (const key of typed) times.push(await timed(page, () => page.keyboard.press(key)));
  }
  return times;
}

/** Twice each: on and off. */
async function twice(page: Page, act: (page: Page) => Promise<void>): Promise<number[]> {
  return [await timed(page, () => act(page)), await timed(page, () => act(page))];
}

async function open(page: Page, hands: Hands, which: number): Promise<number> {
  const row = hands.rows(page).nth(which);
  const href = (await row.getAttribute('href')) ?? '';
  const number = /HC-\d{5}/.exec((await row.textContent()) ?? '')?.[0] ?? '';
  await page.evaluate(`stopwatch.until(${JSON.stringify(number)})`);
  return timed(page, () => page.locator(`main a[href="${href}"]`).click());
}

/** Several, each from the list; nothing of them was opened before. */
async function opens(page: Page, hands: Hands): Promise<number[]> {
  const times: number[] = [];
  for (const which of [1, 2, 3]) {
    times.push(await open(page, hands, which));
    await hands.back(page);
    await hands.rows(page).nth(which).waitFor();
  }
  return times;
}

/** The page is open and shows its list. */
export async function measure(page: Page, hands: Hands): Promise<Times> {
  await hands.settled(page);
  const key = await keys(page, hands);
  const filter = await twice(page, hands.filter);
  const frames = (await page.evaluate(`stopwatch.scroll(${FRAMES}, ${STEP})`)) as number[]; // see in-page.ts
  await page.evaluate('scrollTo(0, 0)');
  const sort = [await timed(page, () => hands.sort(page))];
  return { key, filter, sort, frames, open: await opens(page, hands) };
}
