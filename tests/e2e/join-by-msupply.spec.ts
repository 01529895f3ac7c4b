// A device joins as Open mSupply does, by an address, a name and a password, and finds its central server by them.
import { MSupplyCentral } from '../v6/msupply-central';
import { expectAccessible } from './fixtures/accessible';
import { Central } from './fixtures/central';
import { Device, phoneLike } from './fixtures/device';
import { expectReadable } from './fixtures/readable';
import { addAsset, tryToJoinByMSupply } from './fixtures/site-steps';
import { expect, test } from './fixtures/test';

const PASSWORD = 'a site password';

test('what a phone records that joined by address, name and password reaches central', async ({
  central,
  phone,
  desk,
}) => {
  const site = await central.staff.makeSite('HC-21', 'Lata');
  await central.staff.speakV6(site, { name: 'HC-21', password: PASSWORD });
  const page = await phone.open('/join');
  // the app is served from another origin than the server that is asked
  const asked = { address: central.origin, name: 'HC-21', password: PASSWORD };

  await test.step('a wrong password is said, and nothing else is lost', async () => {
    await tryToJoinByMSupply(page, { ...asked, password: 'a guess' });
    await expectReadable(
      page,
      'The site name or the password is not right. Type both as they stand in mSupply.',
    );
    await expect(page.getByLabel('Site name')).toHaveValue('HC-21');
    await expectAccessible(page);
  });

  await tryToJoinByMSupply(page, asked);
  await expect(page.getByRole('heading', { level: 1, name: 'This device has joined Lata' })).toBeVisible();
  await expect(page.getByText('You’re ready.')).toBeVisible();
  await addAsset(phone, { catalogueCode: 'E003/007', number: 'L-1', status: 'Functioning' });
  await expect(page.getByRole('link', { name: /^All stored at central/ })).toBeVisible();
  expect(await central.staff.assets()).toMatchObject([{ assetNumber: 'L-1' }]);

  await test.step('a second installation is told what to do instead', async () => {
    const other = await desk.open('/join');
    await tryToJoinByMSupply(other, asked);
    await expectReadable(
      other,
      /^Another installation syncs as this site already.*join code for this device/,
    );
  });
});

test('the steps of the sync say at which one what is not as it should be, and fit a phone', async ({
  browser,
}) => {
  const mSupply = await MSupplyCentral.start();
  mSupply.knows('HC-22', PASSWORD);
  const central = await Central.start({ starterData: 'load', msupplyCentralUrl: mSupply.url });
  const phone = await Device.switchOn(browser, phoneLike, central.origin);
  const other = await Central.start();
  try {
    await central.staff.speakV6(await central.staff.makeSite('HC-22', 'Tulagi'), { name: 'HC-22' });
    mSupply.centralUrl = central.origin;

    // it allows no other origin, so the central server that serves the app is asked to ask it
    const page = await phone.open('/join');
    await tryToJoinByMSupply(page, { address: mSupply.url, name: 'HC-22', password: PASSWORD });
    await expect(page.getByText('You’re ready.')).toBeVisible();

    await phone.open('/sync');
    const steps = page.getByRole('list', { name: 'Steps of the sync' }).getByRole('listitem');
    await expect(steps).toHaveText([
      /Find central server\s*Done/,
      /Prepare\s*Done/,
      /Push \(V6\)\s*Done/,
      /Pull \(V6\)\s*Done/,
      /Files\s*Done/,
      /Integrate\s*Done/,
    ]);
    await expectAccessible(page);

    mSupply.isOpen = true;
    mSupply.broken = 503;
    await page.getByRole('button', { name: 'Sync now' }).click();
    await expect(steps.first()).toContainText('mSupply could not be asked this time');
    await expect(steps.first()).toContainText('Done');
    await expectReadable(page, /^mSupply could not be asked this time/);

    mSupply.broken = undefined;
    mSupply.centralUrl = other.origin;
    await page.getByRole('button', { name: 'Sync now' }).click();
    await expect(steps.first()).toContainText('mSupply now names another central server');
    await expectReadable(page, /^mSupply now names another central server/);
    await expectAccessible(page);
    expect(await other.staff.assets()).toEqual([]);
  } finally {
    await phone.switchOff();
    await central.remove();
    await other.remove();
    await mSupply.close();
  }
});
