// Support staff among themselves: their rights, their open sessions, and their acts.
import type { Page } from '@playwright/test';
import { admin } from '../central/server';
import { deskLike, Device } from './fixtures/device';
import { tabTo } from './fixtures/keyboard';
import { signIn, tryToSignIn } from './fixtures/staff-steps';
import { expect, test } from './fixtures/test';

const joseph = { username: 'joseph', password: 'four words in a row' };

/** The server's answer to a call that the page does not offer, with the page's own cookie and origin. */
const callAs = (page: Page, method: string, path: string, body?: object): Promise<string> =>
  page.evaluate(
    async (asked) => {
      const answer = await fetch(asked.path, {
        method: asked.method,
        ...(asked.body && {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(asked.body),
        }),
      });
      const { error } = (await answer.json()) as { error?: { code: string } };
      return `${answer.status} ${error?.code ?? 'done'}`;
    },
    { method, path, body },
  );

test('who is added sees and may do what their rights say, until the session is ended', async ({
  browser,
  central,
  desk,
}) => {
  const site = await central.staff.makeSite('HC-1', 'Gizo');
  const page = await signIn(desk);
  const other = await Device.switchOn(browser, deskLike, central.origin);

  await test.step('added with the keyboard alone', async () => {
    await tabTo(page.getByRole('navigation').getByRole('link', { name: 'Users' }));
    await page.keyboard.press('Enter');
    await tabTo(page.getByRole('button', { name: 'Add user' }));
    await page.keyboard.press('Enter');
    const form = page.getByRole('dialog', { name: 'New user' });
    await tabTo(form.getByRole('button', { name: 'Save' }));
    await page.keyboard.press('Enter');
    await expect(form.getByLabel(/^Name/)).toBeFocused();
    await page.keyboard.type('Joseph');
    await tabTo(form.getByLabel('User name'));
    await page.keyboard.type(joseph.username);
    await tabTo(form.getByLabel('First password'));
    await page.keyboard.type(joseph.password);
    await tabTo(form.getByRole('checkbox', { name: 'Edit status reasons' }));
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Joseph' })).toBeVisible();
  });

  const his = await signIn(other, joseph);
  await test.step('is offered what is allowed, and the server refuses the rest', async () => {
    await expect(his.getByRole('navigation').getByRole('link', { name: 'Users' })).toHaveCount(0);
    await other.open(`/sites/${site.id}`);
    await expect(his.getByRole('heading', { level: 1, name: 'Gizo' })).toBeVisible();
    await expect(his.getByRole('link', { name: 'Equipment at this site' })).toBeVisible();
    for (const name of ['Rename', 'Add a device', 'Add store', 'Move Gizo store'])
      await expect(his.getByRole('button', { name })).toHaveCount(0);
    await other.open('/users');
    await expect(his.getByText('You do not have the right to do this.')).toBeVisible();
    await expect(his.getByRole('button', { name: 'Add user' })).toHaveCount(0);
    expect(await callAs(his, 'PATCH', `/api/sites/${site.id}`, { name: 'Mine' })).toBe('403 no-right');
    expect(await callAs(his, 'POST', `/api/sites/${site.id}/join-codes`)).toBe('403 no-right');
    expect(await callAs(his, 'GET', '/api/users')).toBe('403 no-right');
    expect(await callAs(his, 'GET', '/api/audit')).toBe('403 no-right');
    const item = { id: 'x', kind: 'item.create' };
    expect(await callAs(his, 'POST', '/api/changes', { document: 'config', changes: [item] })).not.toContain(
      'done',
    );
  });

  await test.step('his session is listed, and ended', async () => {
    await page.reload();
    await page.getByRole('button', { name: /^End the session of/ }).click();
    await expect(page.getByText('Nobody is signed in with this account.')).toBeVisible();
    await expect(his.getByText('Your session has ended').first()).toBeVisible();
    expect(await callAs(his, 'GET', '/api/sites')).toBe('401 not-signed-in');
  });

  await test.step('a guesser has to wait, and the right password with them', async () => {
    const guesser = await other.open('/sign-in');
    const guess = async (password: string): Promise<number> => {
      const answered = guesser.waitForResponse((answer) => answer.url().endsWith('/api/session'));
      await tryToSignIn(guesser, password, joseph.username);
      return (await answered).status();
    };
    for (let wrong = 1; wrong <= 5; wrong++) expect(await guess(`guess ${wrong}`)).toBe(401);
    await expect(guesser.getByRole('alert')).toContainText('is not right');
    expect(await guess(joseph.password)).toBe(429);
    await expect(guesser.getByRole('alert')).toContainText('Wait');
  });

  await test.step('all of it is in the record', async () => {
    await page.getByRole('link', { name: 'What Joseph did' }).click();
    const acts = page.getByRole('list', { name: 'Activity log' }).getByRole('listitem');
    await expect(acts.filter({ hasText: 'Signed in' })).toHaveCount(1);
    await desk.open('/audit');
    await expect(acts.filter({ hasText: 'Added the user Joseph' })).toContainText(admin.username);
    await expect(acts.filter({ hasText: 'Ended a session of Joseph' })).toHaveCount(1);
    await expect(acts.filter({ hasText: 'Failed to sign in as Joseph' })).toHaveCount(5);
  });
  await other.switchOff();
});

test('a password is changed, and the last who may manage users stays so', async ({ desk }) => {
  const page = await desk.open('/');
  await page.getByRole('link', { name: 'Sign in as support staff' }).click();
  await test.step('who presses a place as soon as it is offered stays there', async () => {
    // as quick as can be: pressed in the very change of the page that brings it
    await page.evaluate(() => {
      const seen = new MutationObserver(() => {
        const link = document.querySelector<HTMLAnchorElement>('nav a[href="/users"]');
        if (!link) return;
        seen.disconnect();
        link.click();
      });
      seen.observe(document, { childList: true, subtree: true });
    });
    await tryToSignIn(page, admin.password);
    await expect(page.getByRole('heading', { level: 1, name: 'Users' })).toBeVisible();
    await expect(page.getByRole('list', { name: 'Users' }).getByRole('link')).toBeVisible();
  });
  await desk.open('/more');
  await page.getByRole('button', { name: 'Change password' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Current password').fill('not this one');
  await form.getByLabel('New password').fill('another four words');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByText('This isn’t your current password.')).toBeVisible();
  await form.getByLabel('Current password').fill(admin.password);
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Password changed.')).toBeVisible();
  await desk.open('/users');
  await page.getByRole('list', { name: 'Users' }).getByRole('link').click();
  await page.getByRole('checkbox', { name: 'Manage users, and see the activity log' }).uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('This is the last account that can manage users.')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Manage users, and see the activity log' }).check();
  await page.getByRole('navigation').getByRole('link', { name: 'Users' }).click();
  await expect(page.getByText('All rights')).toBeVisible();
});
