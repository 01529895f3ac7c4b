// At central, over a site's equipment: its table out to a file and back, labels, the result of a round, and details that are typed while the link is gone.
import { readFileSync } from 'node:fs';
import { equip } from '../central/equipment';
import { ChangeMaker } from '../central/change-maker';
import { storeDocument, yearOf } from '#shared/change/documents';
import { expectAccessible } from './fixtures/accessible';
import { join } from './fixtures/site-steps';
import { signIn } from './fixtures/staff-steps';
import { expect, test } from './fixtures/test';

test.slow();

test('staff take a site’s table out and bring it back, print labels, and see the rounds', async ({
  central,
  phone,
  desk,
}) => {
  const site = await central.staff.makeSite('HC-7', 'Tulagi');
  const [found = '', missing = ''] = await equip(central.staff, site, 2);
  const page = await signIn(desk);

  await test.step('the table is mended in a spreadsheet and brought back', async () => {
    await desk.open(`/assets/tables?site=${site.id}`);
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download as CSV' }).click();
    const [header = '', row = '', ...more] = readFileSync(await (await coming).path(), 'utf8').split('\r\n');
    expect(more.join()).toContain('HC-7-002');
    const changed = row.replace('SN1000', 'MENDED-1');
    const added = row
      .replace('HC-7-001', 'HC-7-009')
      .replace('SN1000', 'NEW-9')
      .replace(/,[^,]*$/, ',');
    await page.getByLabel('File to import').setInputFiles({
      name: 'mended.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from([header, changed, added].join('\r\n')),
    });
    const review = page.getByRole('table', { name: 'What would change' }).getByRole('row');
    await expect(review).toHaveCount(3);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Import 2 rows' }).click();
    await expect(page.getByText('2 rows imported.')).toBeVisible();
    await expect(page.getByRole('link', { name: /^All stored at central/ })).toBeVisible();
    // a device that joins now has it from central
    await join(phone, (await central.staff.makeJoinCode(site)).code);
    const theirs = await phone.open('/assets');
    await expect(theirs.getByRole('link', { name: /HC-7-009/ })).toBeVisible();
  });

  await test.step('a label is made of a piece', async () => {
    await desk.open(`/fleet/${found}`);
    await page.getByRole('tab', { name: 'Details' }).click();
    await page.getByRole('link', { name: 'Print label' }).click();
    await expect(page.getByText('HC-7-001').first()).toBeVisible();
  });

  await test.step('a round that the site held stands on its page, with what was missing', async () => {
    const storeId = site.stores[0].id;
    const round = new ChangeMaker('test-scene', 'test-scene').make('round.finish', {
      ...{ storeId, startedAt: '2026-06-01T08:00:00.000Z', finishedAt: '2026-06-01T09:00:00.000Z' },
      ...{ expected: [found, missing], found: [found], missing: [missing], unexpected: [] },
    });
    const { refused } = await central.staff.author(storeDocument(storeId, yearOf(Date.now())), [round]);
    expect(refused).toEqual([]);
    await desk.open(`/sites/${site.id}`);
    await expect(page.getByText('HC-7-002').first()).toBeVisible();
  });
});

test('details that staff type while the link is gone are kept, and go up when it is back', async ({
  central,
  desk,
}) => {
  const site = await central.staff.makeSite('HC-7', 'Tulagi');
  const [assetId = ''] = await equip(central.staff, site, 1);
  const page = await signIn(desk);
  await desk.open(`/fleet/${assetId}`);
  await desk.untilItWorksOffline();
  await page.getByRole('link', { name: 'Edit details' }).first().click();
  await desk.goOffline();
  await page.getByLabel('Serial number').fill('TYPED-OFFLINE');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('tab', { name: 'Details' }).click();
  await expect(page.getByText('TYPED-OFFLINE').first()).toBeVisible();
  await expect(page.getByRole('link', { name: /waiting/ })).toBeVisible();
  await desk.goOnline();
  await expect(page.getByRole('link', { name: /^All stored at central/ })).toBeVisible();
  await desk.open('/fleet?q=TYPED-OFFLINE');
  await expect(page.getByRole('link', { name: 'HC-7-001' })).toBeVisible();
});
