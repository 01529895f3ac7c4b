// A round: a label that nobody knows, equipment in another place than the one recorded, and the counter on a phone on its side.
import type { Page } from '@playwright/test';
import { equip } from '../central/equipment';
import { expectAccessible } from './fixtures/accessible';
import { choice, expectAtMost, Taps } from './fixtures/taps';
import { join } from './fixtures/site-steps';
import { expect, test } from './fixtures/test';

async function typeLabel(page: Page, text: string): Promise<void> {
  const field = page.getByLabel('Number on the label');
  await field.fill(text);
  await field.press('Enter');
}

test('an unknown label is added from the round and counts there; another place is put right with one tap', async ({
  central,
  phone,
}) => {
  const site = await central.staff.makeSite('HC-7', 'Tulagi');
  const [first = ''] = await equip(central.staff, site, 12);
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  await phone.untilItWorksOffline();
  await phone.goOffline();
  let page = await phone.open(`/assets/${first}/edit`);
  await page.getByLabel('Storage location').fill('Cold room');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'HC-7-001' })).toBeVisible();
  page = await phone.open('/scan/round');
  await page.getByRole('combobox', { name: 'Storage location' }).selectOption('Cold room');
  await page.getByRole('button', { name: 'Start the round' }).click();
  const outcome = page.getByRole('status').filter({ hasText: /HC-7|register/ });
  const unknown = page.getByRole('list', { name: /unknown label/ });
  const taps = new Taps();

  await test.step('skipped, it stays in the list of unknown labels; a misread one is taken off it', async () => {
    await typeLabel(page, 'X-NEW-1');
    await outcome.getByRole('button', { name: 'Skip' }).tap();
    await typeLabel(page, 'misread');
    await expect(unknown.getByRole('listitem')).toHaveCount(2);
    await expectAccessible(page);
    await unknown.getByRole('button', { name: 'Remove “misread”' }).tap();
    await expect(unknown.getByRole('listitem')).toHaveCount(1);
  });

  await test.step('from there it is added, in the place of the round, which then counts it', async () => {
    await phone.closeApp();
    page = await phone.open('/scan/round');
    const list = page.getByRole('list', { name: '1 unknown label' });
    await list.getByRole('link', { name: 'Add equipment' }).tap();
    await expect(page.getByLabel('Serial number')).toHaveValue('X-NEW-1');
    await expect(page.getByLabel('Storage location')).toHaveValue('Cold room');
    await page.getByLabel('Search the catalogue').fill('E003/002');
    await page.getByRole('list', { name: 'Catalogue item' }).getByRole('button').first().tap();
    await choice(page.getByRole('main'), 'Functioning').tap();
    await page.getByRole('button', { name: 'Save' }).tap();
    await expect(page.getByRole('heading', { level: 1, name: 'Scan round' })).toBeVisible();
    await expect(page.getByText('1 of 2 found')).toBeVisible();
    await expect(page.getByRole('status').filter({ hasText: 'is here' })).toBeVisible();
    await expect(page.getByRole('list', { name: /unknown label/ })).toBeHidden();
    await page.reload();
    await expect(page.getByText('1 of 2 found')).toBeVisible();
  });

  await test.step('one that is kept elsewhere gets the place of the round: 1', async () => {
    await typeLabel(page, 'HC-7-002');
    const said = page.getByRole('status').filter({ hasText: 'HC-7-002 is kept in another place' });
    taps.since();
    await taps.tap(said.getByRole('button', { name: 'Its place is Cold room now' }));
    expectAtMost(taps.since(), 1, 'another place');
    await expect(page.getByRole('status').filter({ hasText: 'HC-7-002 is here' })).toBeVisible();
    await expect(page.getByText('2 of 3 found')).toBeVisible();
  });

  await test.step('a part of a number is a question; where it is none of those, it is unknown', async () => {
    await typeLabel(page, 'SN100');
    await expect(
      page.getByRole('list', { name: 'Which one is it?' }).getByRole('listitem').first(),
    ).toBeVisible();
    await page.getByRole('button', { name: 'None of these' }).tap();
    await expect(page.getByRole('list', { name: '1 unknown label' })).toContainText('SN100');
    await page.getByRole('button', { name: 'Remove “SN100”' }).tap();
  });

  await test.step('on a phone that lies on its side the counter stays in sight', async () => {
    await page.setViewportSize({ width: 740, height: 360 });
    await page.getByRole('list', { name: /^Found/ }).scrollIntoViewIfNeeded();
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await expect(page.getByText('2 of 3 found')).toBeInViewport({ ratio: 1 });
    await page.setViewportSize({ width: 360, height: 740 });
  });
});

test('a place without equipment says why no round begins there', async ({ central, phone }) => {
  const site = await central.staff.makeSite('HC-8', 'Noro');
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  const page = await phone.open('/scan/round');
  await expect(page.getByText('No equipment is registered in this place.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Start the round' })).toBeDisabled();
});
