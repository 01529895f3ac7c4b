// The camera: a label that nobody knows here fills a form, and then opens the added record. Without a network.
import { expectAccessible } from './fixtures/accessible';
import { CameraPhone } from './fixtures/camera';
import { Device, phoneLike } from './fixtures/device';
import { Link } from './fixtures/link';
import { join } from './fixtures/site-steps';
import { expect, test } from './fixtures/test';

test('a label that the camera sees fills a form, and opens its equipment the next time', async ({
  central,
}) => {
  const site = await central.staff.makeSite('HC-7', 'Tulagi');
  const camera = await CameraPhone.lookingAt('(01)09506000134352(21)AX-77(240)E003/002');
  const link = await Link.to(central.port);
  const phone = await Device.switchOn(camera.browser, phoneLike, link.origin, link);
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  await phone.untilItReadsLabelsOffline();
  await phone.goOffline();

  const page = await phone.open('/scan');
  await expect(page.getByRole('heading', { name: 'Not registered here yet' })).toBeVisible();
  await expect(page.getByText('AX-77')).toBeVisible();
  await page.getByRole('link', { name: 'Add this equipment' }).click();
  await expect(page.getByLabel('Serial number')).toHaveValue('AX-77');
  await expect(page.getByLabel('Serial number')).not.toBeEditable();
  await expect(page.getByText('Qingdao Haier Biomedical Co., Ltd HBD 116')).toBeVisible();
  await page.getByRole('radio', { name: 'Functioning', exact: true }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'HC-7-1-001' })).toBeVisible();

  await page.getByRole('navigation').getByRole('link', { name: 'Scan' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'HC-7-1-001' })).toBeVisible();

  await phone.open('/scan/round');
  await page.getByRole('button', { name: 'Start the round' }).click();
  await expect(page.getByText('1 of 1 found')).toBeVisible();
  await expect(page.getByText('Nothing is missing.')).toBeVisible();
  await expectAccessible(page);
  await phone.switchOff();
  await camera.putAway();
});
