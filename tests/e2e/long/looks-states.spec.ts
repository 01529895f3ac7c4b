// Every state of every page: forms with errors, what opens over a page, lists with nothing in them, without a network, locked, and while
// something is fetched. The pages as they are found first are looked at in looks.spec.ts and looks-equipment.spec.ts.
import { equip } from '../../central/equipment';
import { expectAccessible } from '../fixtures/accessible';
import { lookAtEveryState } from '../fixtures/every-state';
import { join, tryToJoin } from '../fixtures/site-steps';
import { signIn, tryToSignIn } from '../fixtures/staff-steps';
import { expect, test } from '../fixtures/test';

test.describe.configure({ timeout: 1_200_000 });

test('a site: what a press opens, and forms with errors', async ({ central, phone }) => {
  const site = await central.staff.makeSite('HC-8', 'Noro', ['Cold store']);
  const [id] = await equip(central.staff, site, 6);
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  const asset = `/assets/${id}`;
  const pages = [
    '/',
    '/assets',
    asset,
    `${asset}/status`,
    `${asset}/edit`,
    `${asset}/mapping`,
    '/assets/new',
  ];
  const others = [
    '/catalogue',
    '/scan',
    '/scan/round',
    '/labels',
    '/assets/tables',
    '/sync',
    '/more',
    '/help',
  ];
  const seen: string[] = [];
  for (const path of [...pages, ...others]) seen.push(...(await lookAtEveryState(phone, path)));
  for (const title of ['Filter and sort', 'Add a person', 'errors in Add a person', 'errors on /assets/new'])
    expect(seen).toContain(title);
  expect(seen).toContain(`errors on ${asset}/status`);

  await test.step('the tabs of an asset, and what opens from them', async () => {
    const page = await phone.open(asset);
    for (const [tab, button] of [
      ['Details', 'Remove this equipment'],
      ['Details', 'Move to another store'],
    ] as const) {
      await page.getByRole('tab', { name: tab }).click();
      await page.getByRole('button', { name: button }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectAccessible(page);
      await page.keyboard.press('Escape');
    }
  });
  await test.step('an act that is for support staff alone', async () => {
    const page = await phone.open('/catalogue');
    await page.getByRole('link', { name: 'Add catalogue item' }).click();
    await expect(page.getByRole('alertdialog')).toBeVisible();
    await expectAccessible(page);
  });
  await test.step('a form that is left with words in it', async () => {
    const page = await phone.open(`${asset}/edit`);
    await page.getByLabel('Serial number').fill('SN-9');
    await page.getByRole('banner').getByRole('link').first().click();
    await expect(page.getByRole('alertdialog')).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('alertdialog').getByRole('button').last().click();
  });
  await test.step('a list where one selects, and one where nothing is found', async () => {
    const page = await phone.open('/assets');
    await page.getByRole('button', { name: 'Select', exact: true }).click();
    await page.getByRole('checkbox', { name: 'Select HC-8-001' }).check();
    await expectAccessible(page);
    await phone.open('/assets?q=nothing');
    await expect(page.getByText('No results')).toBeVisible();
    await expectAccessible(page);
    await phone.open('/assets?removed=yes');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectAccessible(page);
  });
  await test.step('a label that nobody knows', async () => {
    const page = await phone.open('/scan');
    await page.getByLabel('Number on the label').fill('XY-1');
    await page.getByRole('button', { name: 'Find' }).click();
    await expect(page.getByText('XY-1').first()).toBeVisible();
    await expectAccessible(page);
  });
  await test.step('without a network, and locked', async () => {
    await phone.untilItWorksOffline();
    await phone.goOffline();
    const page = await phone.open('/sync');
    await expect(page.getByRole('banner').getByText(/^Offline/)).toBeVisible();
    for (const path of ['/sync', '/', asset]) await lookOffline(path);
    await phone.open('/more');
    await page.getByRole('button', { name: 'Add a person' }).click();
    const form = page.getByRole('dialog', { name: 'Add a person' });
    await form.getByLabel('Name').fill('Amina');
    await form.getByLabel('PIN', { exact: true }).fill('2468');
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(form).toBeHidden();
    await page.getByRole('button', { name: 'Lock now' }).click();
    await expect(page.getByRole('heading', { name: 'This device is locked' })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Amina' }).click();
    await page.getByLabel('PIN of Amina').fill('1111');
    await page.getByRole('button', { name: /^Continue as / }).click();
    await expect(page.getByText('Wrong PIN. Try again.')).toBeVisible();
    await expectAccessible(page);
  });

  async function lookOffline(path: string): Promise<void> {
    const page = await phone.open(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectAccessible(page);
  }
});

test('a site with nothing in it, and a browser that joins in vain', async ({ central, phone }) => {
  const page = await phone.open('/join');
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(page.locator('[aria-invalid="true"]').first()).toBeVisible();
  await expectAccessible(page);
  await tryToJoin(page, 'K7MQ-2XHD-9FPT');
  await expect(page.locator('[role="alert"], [aria-invalid="true"]').first()).toBeVisible();
  await expectAccessible(page);
  await lookAtEveryState(phone, '/welcome');
  const site = await central.staff.makeSite('HC-1', 'Gizo');
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  for (const path of ['/', '/assets', '/scan/round', '/labels', '/catalogue?q=nothing']) {
    await phone.open(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectAccessible(page);
  }
});

test('central: what a press opens, and forms with errors', async ({ central, desk }) => {
  const site = await central.staff.makeSite('HC-9', 'Seghe', ['Ward']);
  const [id] = await equip(central.staff, site, 6);
  const page = await desk.open('/sign-in');
  await tryToSignIn(page, 'wrong');
  await expect(page.getByRole('alert').first()).toBeVisible();
  await expectAccessible(page);
  await signIn(desk);
  const lists = ['/', '/fleet', '/sites', `/sites/${site.id}`, '/regions', '/problems', '/users', '/audit'];
  const data = [
    '/central-data',
    '/catalogue',
    '/central-data/status-reasons',
    '/imports',
    '/search',
    '/more',
    '/sync',
  ];
  const forms = [
    '/catalogue/new',
    '/central-data/status-reasons/new',
    `/assets/${id}/edit`,
    `/assets/${id}/status`,
    `/assets/${id}/mapping`,
    `/fleet/${id}`,
    '/central-data/programme-settings/edit',
  ];
  const seen: string[] = [];
  for (const path of [...lists, ...data, ...forms]) seen.push(...(await lookAtEveryState(desk, path)));
  for (const title of ['New site', 'errors in New site', 'errors on /catalogue/new'])
    expect(seen).toContain(title);

  await test.step('while the equipment is fetched, and where that fails', async () => {
    let answer: () => void = () => undefined;
    const asked = new Promise<void>((done) => (answer = done));
    await page.route(/\/api\/assets/, async (route) => {
      await asked;
      await route.abort();
    });
    await desk.open('/fleet');
    await expect(page.getByRole('main').getByRole('status', { name: 'Loading' })).toBeVisible();
    await expectAccessible(page);
    answer();
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
    await expectAccessible(page);
  });
});
