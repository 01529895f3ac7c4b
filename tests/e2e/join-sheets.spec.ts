// Sheets for many sites in one print, each with a code of its own, in the language of its people; and a code that is withdrawn.
import { expectAccessible } from './fixtures/accessible';
import { join } from './fixtures/site-steps';
import { signIn } from './fixtures/staff-steps';
import { expect, test } from './fixtures/test';

test('sheets for many sites are printed at once, two phones join with one, and the other is withdrawn', async ({
  central,
  desk,
  phone,
}) => {
  await central.staff.makeSite('HC-1', 'Gizo');
  await central.staff.makeSite('HC-2', 'Noro');
  const page = await signIn(desk);
  // the page that signing in leads to is there before another is gone to
  await expect(page.getByRole('heading', { name: 'First steps' })).toBeVisible();
  await page.getByRole('navigation').getByRole('link', { name: 'Sites' }).click();
  await page.getByRole('link', { name: 'Join sheets' }).click();
  await page.getByLabel('Valid for').selectOption('7 days');
  await page.getByLabel('Devices per code').selectOption('2');
  await page.getByLabel('Language of the sheets').selectOption('Français');
  await page.getByRole('button', { name: 'Choose all' }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Make 2 sheets' }).click();
  await expect(page.getByText('2 sheets are ready')).toBeVisible();
  await expectAccessible(page);
  const sheets = page.locator('section.sheet');
  const codeOf = (name: string) =>
    sheets
      .filter({ hasText: name })
      .getByText(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){2}$/)
      .innerText();
  const [gizo, noro] = [await codeOf('Gizo'), await codeOf('Noro')];

  await test.step('on paper there is a page for each site, in French, and nothing else', async () => {
    await page.emulateMedia({ media: 'print' });
    await expect(sheets).toHaveCount(2);
    await expect(sheets.first()).toContainText('pour 2 appareils');
    await expect(sheets.first()).toContainText('Installez l’application');
    await expect(sheets.first().getByRole('img')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Print the sheets' })).toBeHidden();
    // A4 at 96 dots an inch
    await page.setViewportSize({ width: 794, height: 1123 });
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(2);
    await page.emulateMedia({ media: 'screen' });
  });

  const status = async (code: string): Promise<number> => {
    const body = JSON.stringify({ code, deviceName: 'Tablet' });
    const headers = { 'content-type': 'application/json' };
    return (await fetch(`${central.origin}/api/join`, { method: 'POST', headers, body })).status;
  };
  await test.step('two devices join with one code, and no third', async () => {
    await join(phone, gizo);
    expect([await status(gizo), await status(gizo)]).toEqual([201, 410]);
  });

  await test.step('a code that is withdrawn is listed no more, and lets nobody in', async () => {
    await desk.open('/sites/join-sheets');
    const open = page.getByRole('list', { name: 'Codes still open' }).getByRole('listitem');
    await expect(open).toHaveCount(1);
    await expect(open).toContainText('used by 0 of 2');
    await page.getByRole('button', { name: 'Withdraw the code of Noro' }).click();
    await expect(page.getByText('No code is open')).toBeVisible();
    expect(await status(noro)).toBe(410);
  });
});
