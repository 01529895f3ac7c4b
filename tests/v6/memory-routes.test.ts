/** Messages of sites to support reach staff; the rest that they keep is taken out by nobody but staff with the right. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { rights } from '#shared/domain/rights';
import { Programme } from './central';
import { siteCoded } from './device';

let programme: Programme;
beforeEach(async () => {
  programme = await Programme.start();
});
afterEach(() => programme.end());

/** Another member of staff, with these rights: the answers that they get. */
async function asOne(permissions: readonly string[]) {
  const username = `one-${randomUUID()}`;
  const password = 'a long enough password';
  await programme.staff('POST', '/api/users', { username, displayName: 'One', password, permissions });
  const headers = { 'content-type': 'application/json', origin: programme.origin };
  const body = JSON.stringify({ username, password });
  const session = await fetch(`${programme.origin}/api/session`, { method: 'POST', headers, body });
  expect(session.status).toBe(200);
  const cookie = session.headers
    .getSetCookie()
    .map((one) => one.split(';', 1)[0])
    .join('; ');
  return (path: string) =>
    fetch(`${programme.origin}${path}`, { headers: { origin: programme.origin, cookie } });
}

it('what people at sites write to support is listed for who manages sites, the latest first', async () => {
  for (const code of ['hill', 'valley']) {
    const site = await programme.v6Site(code);
    await site.cycle();
    site.write('contact_form', {
      ...{ id: `form ${code}`, reply_email: `${code}@example.org`, body: `Help at ${code}` },
      ...{ created_datetime: '2026-11-29T08:00:00.123456789', user_id: 'u', username: 'amina' },
      ...{ store_id: `${code}-store`, contact_type: 'SUPPORT' },
    });
    await site.cycle();
  }
  const ask = await asOne(['manage-sites']);
  const first = (await (await ask('/api/contact-forms?limit=1')).json()) as { nextCursor: string };
  expect(first).toMatchObject({
    total: 2,
    items: [
      {
        ...{ id: 'form valley', siteName: 'Site valley', kind: 'SUPPORT', body: 'Help at valley' },
        ...{ replyEmail: 'valley@example.org', username: 'amina', writtenAt: '2026-11-29T08:00:00.123Z' },
      },
    ],
  });
  const next = await (await ask(`/api/contact-forms?limit=1&cursor=${first.nextCursor}`)).json();
  expect(next).toMatchObject({ items: [{ id: 'form hill' }] });
  expect((await programme.kept()).total).toBe(0);
  const others = await asOne(rights.filter((right) => right !== 'manage-sites'));
  expect((await others('/api/contact-forms')).status).toBe(403);
}, 60_000);

it('the memory of a site goes out whole, to who has that right alone, and it is written down', async () => {
  const site = await programme.v6Site('hill');
  const stranger = await programme.v6Site('valley');
  await site.cycle();
  await stranger.cycle();
  for (let at = 0; at < 450; at++) site.write('vaccination', { id: `dose ${at}`, patient: `P ${at}` });
  stranger.write('vaccination', { id: 'not hers', patient: 'other' });
  await site.cycle();
  await stranger.cycle();
  const { id } = await siteCoded(programme, 'hill');
  const path = `/api/sites/${id}/v6/memory`;
  const without = await asOne(rights.filter((right) => right !== 'export-site-memory'));
  expect((await without(path)).status).toBe(403);
  const answer = await (await asOne(['export-site-memory']))(path);
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="open-msupply-hill.jsonl"');
  const lines = (await answer.text()).trimEnd().split('\n');
  const records = lines.map((line) => JSON.parse(line) as { recordId: string; table: string; data: unknown });
  expect(new Set(records.map(({ recordId }) => recordId)).size).toBe(450);
  expect(records.find(({ recordId }) => recordId === 'dose 7')).toMatchObject({
    table: 'vaccination',
    data: { id: 'dose 7', patient: 'P 7' },
  });
  const acts = await programme.staff<{ items: { action: string }[] }>('GET', '/api/audit');
  expect(acts.items.map(({ action }) => action)).toContain('site.memory-export');
}, 60_000);
