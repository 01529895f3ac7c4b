// A walk through the country's side of a demo country, as staff see it: at a desk, on a phone, and in Arabic.
import { equip } from '../../central/equipment';
import { country, type Country } from '../fixtures/demo-country';
import { deskLike, phoneLike } from '../fixtures/device';
import { picture } from '../fixtures/pictures';
import { signIn } from '../fixtures/staff-steps';
import { expect } from '../fixtures/test';

country.slow();

const screens = {
  fleet: '/fleet?sort=statusSince',
  sites: '/sites',
  problems: '/problems',
  regions: '/regions',
  users: '/users',
  rights: '/users',
  settings: '/central-data',
} as const;
type Screen = keyof typeof screens;

const sizes = {
  desk: deskLike,
  wide: { ...deskLike, viewport: { width: 1920, height: 1080 } },
  phone: phoneLike,
} as const;

/** One fridge on the lists of two sites: what the page of problems is for. */
async function recordTwice({ central: { staff } }: Country): Promise<void> {
  for (const [code, name] of [
    ['RIV', 'River Bend Clinic'],
    ['TAM', 'Tamarind Health Post'],
  ] as const)
    await equip(staff, await staff.makeSite(code, name), 2);
}

async function walk({ at }: Country, on: keyof typeof sizes, shown: readonly Screen[], arabic = false) {
  const device = await at({ ...sizes[on], ...(arabic && { colorScheme: 'dark' as const }) });
  const page = await signIn(device);
  if (arabic) {
    await device.open('/more');
    await page.getByLabel('Language').selectOption('ar');
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  }
  for (const screen of shown) {
    await device.open(screens[screen]);
    if (screen === 'settings') await page.getByRole('link', { name: 'Programme settings' }).click();
    if (screen === 'rights')
      await page.getByRole('main').getByRole('listitem').getByRole('link').first().click();
    await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    await picture(page, `country/${on}${arabic ? '-arabic' : ''}-${screen}`, on === 'wide' ? 0.5 : 1);
  }
}

const all = Object.keys(screens) as Screen[];

country('the country at a desk', async ({ country: demo }) => {
  await recordTwice(demo);
  await walk(demo, 'desk', all);
  await walk(demo, 'wide', ['fleet', 'sites', 'problems']);
});
country('on a phone', async ({ country: demo }) => {
  await recordTwice(demo);
  await walk(demo, 'phone', all);
});
country('in Arabic and dark', async ({ country: demo }) => {
  await recordTwice(demo);
  await walk(demo, 'desk', ['fleet', 'sites', 'problems', 'regions', 'rights'], true);
  await walk(demo, 'phone', ['fleet', 'problems'], true);
});
