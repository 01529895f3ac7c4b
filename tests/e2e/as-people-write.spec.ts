// Typed values are read as people mean them, and shown as they were read: numbers, choices of a list, an earlier time, a scanner without
// key names.
import type { Page } from '@playwright/test';
import type { JsonObject } from '../../src/shared/json';
import { ChangeMaker } from '../central/change-maker';
import type { Staff } from '../central/staff';
import { history, join } from './fixtures/site-steps';
import { expect, test } from './fixtures/test';

/** Two classes whose properties have one key: in the one a number, in the other a choice from a list. */
async function twoCapacities(staff: Staff): Promise<void> {
  const maker = new ChangeMaker('test-scene', 'test-scene');
  const make = (kind: string, id: string, patch: JsonObject) => maker.make(`${kind}.create`, patch, id);
  const capacity = { key: 'capacity', name: 'Capacity' };
  const { refused } = await staff.author('config', [
    ...['power', 'cooling'].flatMap((id) => [
      make('assetClass', id, { name: `Class of ${id}` }),
      make('assetCategory', `${id}-c`, { name: `Category of ${id}`, classId: id }),
      make('assetType', `${id}-t`, { name: `Type of ${id}`, categoryId: `${id}-c` }),
    ]),
    make('assetProperty', 'p1', {
      ...capacity,
      classId: 'power',
      valueType: 'STRING',
      allowedValues: ['5 kVA', '10 kVA'],
    }),
    make('assetProperty', 'p2', { ...capacity, classId: 'cooling', valueType: 'FLOAT' }),
  ]);
  expect(refused).toEqual([]);
}

async function beginByHand(page: Page, kind: string, number: string): Promise<void> {
  await page.getByRole('radio', { name: 'By hand' }).check();
  await page.getByRole('searchbox', { name: 'Type', exact: true }).fill(`Type of ${kind}`);
  const types = page.getByRole('list', { name: 'Type', exact: true });
  await types.getByRole('button', { name: `Type of ${kind}` }).click();
  await page.getByLabel('Asset number').fill(number);
  await page.getByRole('radio', { name: 'Functioning', exact: true }).check();
  await page.getByText('More details').click();
}

/** As keyboards of phones and scanners that pose as one type: no key has a name, only the field learns the text. */
const typeNameless = (page: Page, text: string): Promise<void> =>
  page.evaluate((typed) => {
    const field = document.activeElement;
    if (!(field instanceof HTMLInputElement)) throw new Error('no field has the focus');
    const press = (): boolean =>
      field.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Unidentified', bubbles: true, cancelable: true }),
      );
    for (const letter of typed) {
      press();
      const init = { data: letter, inputType: 'insertText', bubbles: true, cancelable: true };
      if (!field.dispatchEvent(new InputEvent('beforeinput', init))) continue;
      field.value += letter;
      field.dispatchEvent(new InputEvent('input', init));
    }
    press();
    field.dispatchEvent(
      new InputEvent('beforeinput', { inputType: 'insertLineBreak', bubbles: true, cancelable: true }),
    );
  }, text);

test('forms take what people write and what their own lists offer, and say how it was read', async ({
  central,
  phone,
}) => {
  await twoCapacities(central.staff);
  const site = await central.staff.makeSite('HC-014', 'Auki Health Centre');
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  const page = await phone.open('/assets/new');
  page.setDefaultTimeout(30_000);
  const heading = (name: string) => page.getByRole('heading', { level: 1, name });

  await test.step('a value of the list, where another class has a number under the same key', async () => {
    await beginByHand(page, 'power', 'GEN-1');
    await page.getByRole('combobox', { name: 'Capacity' }).selectOption('5 kVA');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(heading('GEN-1')).toBeVisible();
    await page.getByRole('tab', { name: 'Details' }).click();
    await expect(page.getByText('5 kVA', { exact: true })).toBeVisible();
  });

  await test.step('a number, in the marks of the language and in the digits of any script', async () => {
    await phone.open('/assets/new');
    await beginByHand(page, 'cooling', 'FR-1');
    const capacity = page.getByLabel('Capacity');
    for (const [typed, read] of [
      ['1,250', '1250'],
      ['25,6', '25.6'],
      ['٢٥٫٦', '25.6'],
      ['1 250,5', '1250.5'],
    ] as const) {
      await capacity.fill(typed);
      await expect(page.getByText(`Read as ${read}`, { exact: true })).toBeVisible();
    }
    await capacity.fill('25.6');
    await expect(page.getByText('Read as')).toBeHidden();
    await capacity.fill('12,500');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(heading('FR-1')).toBeVisible();
    await page.getByRole('tab', { name: 'Details' }).click();
    await expect(page.getByText('12,500', { exact: true })).toBeVisible();
  });

  await test.step('an earlier time says that it changes nothing today', async () => {
    await page.getByRole('link', { name: 'Update status' }).click();
    await page.getByRole('radio', { name: 'Not in use', exact: true }).check();
    const said = page.getByText('the status stays “Functioning” today');
    await expect(said).toBeHidden();
    await page.getByRole('radio', { name: 'Other' }).check();
    const earlier = new Date(Date.now() - 3 * 24 * 60 * 60 * 1000).toISOString().slice(0, 16);
    await page.getByLabel('Date and time').fill(earlier);
    await expect(said).toBeVisible();
    await page.getByRole('button', { name: 'Save' }).click();
    // the form may still be there, with its own sentence
    const notices = page.getByRole('region', { name: 'Notices' });
    await expect(notices).toContainText('the status stays “Functioning” today');
    await page.getByRole('tab', { name: 'Status' }).click();
    await expect(history(page)).toHaveCount(2);
    await expect(history(page).first()).toContainText('Functioning');
  });

  await test.step('a scanner whose keys have no names is heard in a field of any page', async () => {
    await phone.open('/assets');
    await expect(page.getByText('2 of 2 shown')).toBeVisible();
    // the listener for scanners comes once the page is idle
    await page.waitForFunction(() =>
      performance.getEntriesByType('resource').some(({ name }) => name.includes('/WedgeListener')),
    );
    const search = page.getByRole('searchbox');
    await search.focus();
    await typeNameless(page, ']d2010950600013435221NAMELESS-1');
    await expect(page.getByRole('heading', { name: 'Not registered here yet' })).toBeVisible();
    await expect(page.getByText('NAMELESS-1', { exact: true })).toBeVisible();
  });
});
