// Two members of staff at one catalogue item: a change that one saves arrives in the other's form, and nothing is lost.
import { deskLike, Device } from './fixtures/device';
import { Link } from './fixtures/link';
import { openRecord } from './fixtures/central-data-pages';
import { signIn } from './fixtures/staff-steps';
import { expect, test } from './fixtures/test';

test.slow();

test('what another saves meanwhile arrives in the form, and two unseen edits are settled with one press', async ({
  browser,
  central,
  desk,
}) => {
  const page = await signIn(desk);
  const link = await Link.to(central.port);
  const other = await Device.switchOn(browser, deskLike, link.origin, link);
  const theirs = await signIn(other);
  await desk.open('/catalogue');
  const path = await openRecord(page, { record: 'E003/007' });

  await test.step('fields arrive while both edit', async () => {
    await desk.open(`${path}/edit`);
    await page.getByLabel('Model').fill('MK 304 plus');
    await other.open(`${path}/edit`);
    await theirs.getByLabel('Manufacturer').fill('Vestfrost Group');
    await theirs.getByLabel('Model').fill('MK 304 eco');
    await theirs.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByLabel('Manufacturer')).toHaveValue('Vestfrost Group');
    await expect(page.getByLabel('Model')).toHaveValue('MK 304 plus');
    await expect(page.getByText('Someone else saved: MK 304 eco')).toBeVisible();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(
      theirs.getByRole('heading', { level: 1, name: 'Vestfrost Group MK 304 plus' }),
    ).toBeVisible();
  });

  await test.step('edits that did not know of each other stand side by side', async () => {
    await other.untilItWorksOffline();
    await other.goOffline();
    await theirs.getByRole('link', { name: 'Edit', exact: true }).click();
    await theirs.getByLabel('Storage capacity +5 °C').fill('100');
    await theirs.getByRole('button', { name: 'Save' }).click();
    await expect(theirs.getByText('Saved on this device', { exact: true })).toBeVisible();
    await desk.open(`${path}/edit`);
    await page.getByLabel('Storage capacity +5 °C').fill('110');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Stored at central', { exact: true })).toBeVisible();
    await other.goOnline();
    for (const screen of [page, theirs])
      await expect(screen.getByText('Two people edited this at the same time')).toBeVisible();
    await page.getByRole('button', { name: 'Keep 100 litres' }).click();
    for (const screen of [page, theirs]) {
      await expect(screen.getByText('Two people edited this at the same time')).toBeHidden();
      await expect(screen.getByRole('definition').filter({ hasText: '100 litres' })).toBeVisible();
    }
  });

  await other.switchOff();
});
