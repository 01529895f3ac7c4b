// Without a network: the app starts at any of its pages, any tab works, nothing waits for a tab that is gone, and no one is
// interrupted by a new version.
import { equip } from '../central/equipment';
import { AppBuild } from './fixtures/app-build';
import { Central } from './fixtures/central';
import { Device, phoneLike } from './fixtures/device';
import { history, join, updateStatus } from './fixtures/site-steps';
import { expect, test } from './fixtures/test';

async function joinWithOneAsset(central: Central, phone: Device): Promise<string> {
  const site = await central.staff.makeSite('HC-7', 'Tulagi');
  const [assetId] = await equip(central.staff, site, 1);
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  await phone.untilItWorksOffline();
  return `/assets/${assetId}`;
}

test('once visited, the app starts at any of its pages with the server gone', async ({ central, phone }) => {
  const asset = await joinWithOneAsset(central, phone);
  await central.kill();
  await phone.closeApp();
  const pages = [
    ['/', 'Tulagi'],
    ['/assets', 'Equipment'],
    [asset, 'HC-7-001'],
    [`${asset}/status`, 'Update status'],
    ['/catalogue', 'Catalogue'],
    ['/sync', 'Sync'],
  ] as const;
  for (const [path, title] of pages) {
    await phone.open(path);
    await expect(phone.page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    await phone.closeApp();
  }
});

test('a second tab shows at once what the first one records, without a network', async ({
  central,
  phone,
}) => {
  const asset = await joinWithOneAsset(central, phone);
  await phone.goOffline();
  const first = await phone.open(asset);
  const second = await phone.context.newPage();
  await second.goto(phone.origin + asset);
  await expect(history(second)).toHaveCount(1);
  await updateStatus(first, 'Needs attention');
  await expect(history(second)).toHaveCount(2);
  await expect(history(second).first()).toContainText('Saved on this device');
});

test('when the tab that sends is closed while changes wait, another one sends them', async ({
  central,
  phone,
}) => {
  const asset = await joinWithOneAsset(central, phone);
  const first = await phone.open(asset);
  const second = await phone.context.newPage();
  await second.goto(phone.origin + asset);
  await expect(history(second)).toHaveCount(1);
  await phone.goOffline();
  await updateStatus(first, 'Needs attention');
  await phone.closeApp();
  await expect(history(second).first()).toContainText('Saved on this device');
  await phone.goOnline();
  await expect(history(second).first()).toContainText('Stored at central');
  expect((await central.staff.assets())[0]?.functionalStatus).toBe('FUNCTIONING_BUT_NEEDS_ATTENTION');
});

test('a new version waits while something is being entered, and comes when it is asked for', async ({
  browser,
}) => {
  const build = await AppBuild.copy();
  const central = await Central.start({ program: build.server, starterData: 'load' });
  const phone = await Device.switchOn(browser, phoneLike, central.origin);
  const asset = await joinWithOneAsset(central, phone);
  const page = await phone.open(`${asset}/status`);
  await page.getByLabel('Comment').fill('The door does not close');

  await build.publishNewVersion();
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update();
  });
  await expect(page.getByText('A new version is ready.')).toBeVisible();
  await expect(page.getByLabel('Comment')).toHaveValue('The door does not close');
  expect(await page.evaluate(async () => (await navigator.serviceWorker.ready).waiting !== null)).toBe(true);

  await page.getByRole('radio', { name: 'Needs attention' }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(history(page)).toHaveCount(2);
  await page.getByRole('button', { name: 'Update now' }).click();
  await expect(page.getByText('A new version is ready.')).toBeHidden();
  await expect(history(page)).toHaveCount(2);
  expect(await page.evaluate(async () => (await navigator.serviceWorker.ready).waiting)).toBeNull();

  await phone.switchOff();
  await central.remove();
  await build.remove();
});
