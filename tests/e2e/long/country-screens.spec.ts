// A walk through the country's side of a demo country, as staff see it: at a desk, on a phone, and in Arabic.
import { country, type Country } from '../fixtures/demo-country';
import { deskLike, phoneLike } from '../fixtures/device';
import { picture } from '../fixtures/pictures';
import { signIn } from '../fixtures/staff-steps';
import { expect } from '../fixtures/test';

country.slow();

const screens = {
  fleet: '/fleet?sort=-statusSince',
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
  phone: phoneLike,
} as const;

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
    await picture(page, `country/${on}${arabic ? '-arabic' : ''}-${screen}`);
  }
}

const all = Object.keys(screens) as Screen[];

country('the country at a desk', ({ country: demo }) => walk(demo, 'desk', all));
country('on a phone', ({ country: demo }) => walk(demo, 'phone', all));
country('in Arabic and dark', async ({ country: demo }) => {
  await walk(demo, 'desk', ['fleet', 'sites', 'problems', 'regions', 'rights'], true);
  await walk(demo, 'phone', ['fleet', 'problems'], true);
});
