// The smallest phone, in the languages with the longest words and in English: no word of a page reaches beyond the screen or breaks, the
// hint of a field has its room, all tabs are in sight, and no place of the bar at the foot lies over another.
import { equip } from '../../central/equipment';
import { Device, phoneLike } from '../fixtures/device';
import { join, speak } from '../fixtures/site-steps';
import { signIn } from '../fixtures/staff-steps';
import { expect, test } from '../fixtures/test';

test.slow();

for (const locale of ['en', 'fr', 'es', 'pt', 'ar'] as const)
  test(`at 320 pixels nothing is cut, in ${locale}`, async ({ browser, central }) => {
    const small = { ...phoneLike, viewport: { width: 320, height: 568 } };
    const phone = await Device.switchOn(browser, small, central.origin);
    const site = await central.staff.makeSite('HC-8', 'Port Haven District Hospital', ['Maternity ward']);
    const [id] = await equip(central.staff, site, 6);
    await join(phone, (await central.staff.makeJoinCode(site)).code);
    const page = await phone.open('/more');
    const languages = page.getByRole('combobox').filter({ has: page.locator('option[value="fr"]') });
    await languages.selectOption(locale);
    await expect(page.locator('html')).toHaveAttribute('lang', locale);
    const asset = `/assets/${id}`;
    const pages = ['/', '/assets', asset, `${asset}/status`, `${asset}/edit`, '/assets/new', '/scan'];
    for (const path of [...pages, '/scan/round', '/labels', '/assets/tables', '/sync', '/more', '/help']) {
      await phone.open(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
      expect(await page.evaluate(cutOff), `cut on ${path}`).toEqual([]);
      expect(await page.evaluate(placesCut), `places on ${path}`).toEqual([]);
    }
    expect(await page.evaluate(linesOfState), 'lines of the state of sync').toBeLessThanOrEqual(2);
    await phone.open('/assets');
    const actions = page.locator('.found .actions').getByRole('button');
    await expect(actions).toHaveCount(2);
    const [one, other] = [await actions.first().boundingBox(), await actions.last().boundingBox()];
    expect(one?.y, 'the acts beside the count stay in one line').toBe(other?.y);
    await actions.last().click();
    await page.getByRole('checkbox').first().check();
    expect(await page.evaluate(cutOff), 'cut while one selects').toEqual([]);
    await expect.poll(() => page.evaluate(rowsInSight), 'rows to choose').toBeGreaterThanOrEqual(1);
    await phone.switchOff();
  });

test('at 320 pixels support staff reach every place of the bar at the foot, in every language', async ({
  browser,
  central,
}) => {
  const small = { ...phoneLike, viewport: { width: 320, height: 568 } };
  const phone = await Device.switchOn(browser, small, central.origin);
  const page = await signIn(phone);
  for (const locale of ['fr', 'es', 'pt', 'ar', 'en']) {
    await phone.open('/more');
    await speak(page, locale);
    const places = page.getByRole('navigation').getByRole('link');
    await expect(places).toHaveCount(5);
    for (const place of await places.all()) await expect(place).toBeInViewport({ ratio: 0.99 });
    expect(await page.evaluate(placesCut), `places in ${locale}`).toEqual([]);
  }
  await phone.switchOff();
});

/** Runs in the page: places of the bar at the foot that reach beyond the screen, or over the next one. */
function placesCut(): string[] {
  const found: string[] = [];
  const places = [...document.querySelectorAll('nav .label')]
    .map((label) => {
      const range = document.createRange();
      range.selectNodeContents(label);
      return range.getBoundingClientRect();
    })
    .sort((a, b) => a.left - b.left);
  if ((places[0]?.left ?? 0) < -1) found.push('place 1 of the bar');
  for (const [at, place] of places.entries())
    if (place.right > (places[at + 1]?.left ?? document.documentElement.clientWidth) + 1)
      found.push(`place ${at + 1} of the bar`);
  return found;
}

for (const locale of ['en', 'ar'])
  test(`the button that adds never lies over another, in ${locale}`, async ({ central, phone }) => {
    const site = await central.staff.makeSite('HC-8', 'Noro');
    await equip(central.staff, site, 24);
    await join(phone, (await central.staff.makeJoinCode(site)).code);
    const page = await phone.open('/more');
    await speak(page, locale);
    await phone.open('/assets');
    await expect(page.locator('main [role=listitem] button').first()).toBeVisible();
    for (let y = 0; y < 300; y += 13) {
      await page.evaluate((to) => scrollTo(0, to), y);
      expect(await page.evaluate(coveredByAdd), `covered at ${y}`).toEqual([]);
    }
  });

/** Runs in the page: the header on each page says how sync stands. */
function linesOfState(): number {
  const said = document.querySelector('header [aria-live]');
  return said ? Math.round(said.clientHeight / parseFloat(getComputedStyle(said).lineHeight)) : Infinity;
}

/** Runs in the page: the buttons and signs of the rows that the floating link touches. */
function coveredByAdd(): string[] {
  const box = document.querySelector('a[href="/assets/new"]')?.getBoundingClientRect();
  if (!box) return ['there is no such button'];
  return [...document.querySelectorAll('main [role=listitem] :is(button, a[href$="/status"])')].flatMap(
    (one) => {
      const { left, right, top, bottom, width } = one.getBoundingClientRect();
      const touches =
        width > 0 && left < box.right && right > box.left && top < box.bottom && bottom > box.top;
      return touches ? [one.getAttribute('aria-label') ?? ''] : [];
    },
  );
}

/** Runs in the page: the rows between its head and the bar of the selection. */
function rowsInSight(): number {
  const top = document.querySelector('header')?.getBoundingClientRect().bottom ?? 0;
  const end = document.querySelector('.bar')?.getBoundingClientRect().top ?? 0;
  return [...document.querySelectorAll('main [role=listitem]')].filter((row) => {
    const box = row.getBoundingClientRect();
    return box.height > 0 && box.top >= top - 1 && box.bottom <= end + 1;
  }).length;
}

/** Runs in the page. What scrolls sideways by design, such as the chips of the filter, is left out. */
function cutOff(): string[] {
  const found: string[] = [];
  const width = document.documentElement.clientWidth;
  const sideways = '.chips, .head, .whole, .card, nav, .bar .actions';
  const textOf = (element: Element) => (element.textContent ?? '').trim().slice(0, 40);
  const boxOf = (element: Element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return range.getBoundingClientRect();
  };
  /** words that go on in the next line */
  const broken = (element: Element): string[] => {
    const words: string[] = [];
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode())
      for (const { 0: word, index } of (node.textContent ?? '').matchAll(/\p{L}+/gu)) {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        const tops = [...range.getClientRects()].map(({ top }) => Math.round(top));
        if (new Set(tops).size > 1) words.push(`broken: ${word}`);
      }
    return words;
  };
  for (const element of document.querySelectorAll('h1, h2, p, label, a, button, [role=tab], legend')) {
    if (!element.checkVisibility() || element.closest(sideways)) continue;
    const { left, right } = boxOf(element);
    if (right - left > 1 && (left < -1 || right > width + 1))
      found.push(`off the screen: ${textOf(element)}`);
  }
  for (const element of document.querySelectorAll('h1, h2, label, button, a.button, [role=tab]'))
    if (element.checkVisibility() && !element.closest('.chips')) found.push(...broken(element));
  for (const input of document.querySelectorAll('input')) {
    const { paddingLeft, paddingRight } = getComputedStyle(input);
    const pen = document.createElement('canvas').getContext('2d');
    if (!pen || input.placeholder === '' || !input.checkVisibility()) continue;
    pen.font = getComputedStyle(input, '::placeholder').font;
    const room = input.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
    if (pen.measureText(input.placeholder).width > room) found.push(`hint: ${input.placeholder}`);
  }
  return found;
}
