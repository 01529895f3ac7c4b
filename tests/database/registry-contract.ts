/** The duties of every implementation of the registry. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { CentralDatabase } from '../../server/database/port/central-database';
import type { NewDevice } from '../../server/database/port/registry-devices';
import type { Registry } from '../../server/database/port/registry';
import type { SiteRecord } from '../../server/database/port/registry-sites';

const AT = '2026-01-01T00:00:00.000Z';
const LATER = '2026-01-02T00:00:00.000Z';

const site = (code: string, stores: string[] = [`${code}-A`]): SiteRecord => ({
  id: `site-${code}`,
  code,
  name: `Site ${code}`,
  createdAt: AT,
  stores: stores.map((store) => ({ id: `id-${store}`, code: store, name: `Store ${store}` })),
});

let lastClient = 0;
const device = (id: string, at = AT): NewDevice => ({
  id,
  name: `Phone ${id}`,
  tokenHash: `hash-${id}`,
  at,
  proposeClientId: () => ++lastClient,
});

export function registryContract(name: string, open: () => Promise<CentralDatabase>): void {
  describe(`the registry in ${name}`, () => {
    let registry: Registry;
    let v6: CentralDatabase['v6'];

    beforeEach(async () => {
      const database = await open();
      ({ registry, v6 } = database);
      return () => database.close();
    });

    const code = (codeHash: string, siteId = 'site-A') => registry.joinCodes.add([madeOf(codeHash, siteId)]);
    const madeOf = (codeHash: string, siteId: string, devices = 1, expiresAt = LATER) => ({
      ...{ id: `id-${codeHash}`, codeHash, siteId, createdBy: 'u', createdAt: AT, expiresAt, devices },
    });

    it('keeps sites with their stores in the order given', async () => {
      await registry.sites.add(site('A', ['Z', 'B', 'M']));
      expect(await registry.sites.get('site-A')).toEqual(site('A', ['Z', 'B', 'M']));
      expect(await registry.sites.get('nowhere')).toBeUndefined();
      expect(await registry.sites.sitesOfStores(['id-B', 'id-none'])).toEqual(new Map([['id-B', 'site-A']]));
    });

    it.each([
      [site('A', ['X']), 'code'],
      [site('B', ['Q', 'A-A']), 'stores.1.id'],
      [site('B', ['Q', 'Q']), 'stores.1.id'],
      [{ ...site('B'), stores: ['s1', 's2'].map((id) => ({ id, code: 'Q', name: 'n' })) }, 'stores.1.code'],
    ])('refuses a code or id that is taken, and keeps nothing of it (%#)', async (second, field) => {
      await registry.sites.add(site('A'));
      expect(await registry.sites.add(second)).toEqual({
        ok: false,
        issues: [{ code: 'already-exists', field }],
      });
      expect((await registry.sites.page({ limit: 10, sort: 'code' })).total).toBe(1);
    });

    it('lets two sites each have a store of the same code, and one site only one', async () => {
      await registry.sites.add(site('A'));
      const vaccines = { id: 'new', code: 'A-A', name: 'Vaccines' };
      expect((await registry.sites.add({ ...site('B'), stores: [vaccines] })).ok).toBe(true);
      expect(await registry.sites.edit('site-A', { addStores: [{ ...vaccines, id: 'other' }] })).toEqual({
        ok: false,
        issues: [{ code: 'already-exists', field: 'stores.0.code' }],
      });
    });

    it('renames a site and adds stores to it', async () => {
      await registry.sites.add(site('A'));
      const store = { id: 'new', code: 'NEW', name: 'New' };
      await registry.sites.edit('site-A', { name: 'Renamed', addStores: [store] });
      expect(await registry.sites.get('site-A')).toEqual({
        ...site('A'),
        name: 'Renamed',
        stores: [...site('A').stores, store],
      });
      expect((await registry.sites.edit('site-A', { addStores: [store] }))?.ok).toBe(false);
      expect(await registry.sites.edit('nowhere', {})).toBeUndefined();
      expect((await registry.sites.page({ limit: 1, sort: 'code', q: 'renam new' })).total).toBe(1);
    });

    it('pages through sites by code, each once', async () => {
      for (const one of ['C', 'A', 'B']) await registry.sites.add(site(one));
      const first = await registry.sites.page({ limit: 2, sort: 'code' });
      const second = await registry.sites.page({
        limit: 2,
        sort: 'code',
        ...(first.next && { after: first.next }),
      });
      expect([...first.sites, ...second.sites].map((found) => found.code)).toEqual(['A', 'B', 'C']);
      expect([first.total, second.total, second.next]).toEqual([3, 3, undefined]);
    });

    it('pages through sites by silence, those never heard first', async () => {
      for (const one of ['A', 'B', 'C']) await registry.sites.add(site(one));
      await code('h');
      await registry.joinCodes.redeem('h', device('d'));
      const first = await registry.sites.page({ limit: 2, sort: 'lastContact' });
      const second = await registry.sites.page({
        limit: 2,
        sort: 'lastContact',
        ...(first.next && { after: first.next }),
      });
      expect([...first.sites, ...second.sites].map((found) => found.code)).toEqual(['B', 'C', 'A']);
    });

    it('finds sites by words in their names and those of their stores', async () => {
      await registry.sites.add(site('A'));
      await registry.sites.add(site('B'));
      const found = await registry.sites.page({ limit: 10, sort: 'code', q: 'STORE b-a' });
      expect(found.sites.map((one) => one.code)).toEqual(['B']);
      expect(found.total).toBe(1);
    });

    it('counts no sites where nobody asks how many there are', async () => {
      await registry.sites.add(site('A'));
      const found = await registry.sites.page({ limit: 10, sort: 'code', withoutTotal: true });
      expect(found).toMatchObject({ sites: [{ code: 'A' }], total: 0 });
    });

    it('finds stores by words of their own names and of those of their site, as they are now', async () => {
      const { sites } = registry;
      const named = async (...words: string[]) =>
        Object.fromEntries([...(await sites.storesNamed(words))].map(([word, ids]) => [word, ids.sort()]));
      expect(await named('site')).toEqual({ site: [] });
      await sites.add({ ...site('A', ['A-1', 'A-2']), name: 'Centre de Santé' });
      await sites.add(site('B'));
      expect(await named('sante', 'a-2', 'b-a', 'none')).toEqual({
        ...{ sante: ['id-A-1', 'id-A-2'], 'a-2': ['id-A-2'], 'b-a': ['id-B-A'], none: [] },
      });
      await sites.edit('site-B', { name: 'Santa', addStores: [{ id: 'id-C', code: 'C', name: 'Cold' }] });
      expect(await named('sant')).toEqual({ sant: ['id-A-1', 'id-A-2', 'id-B-A', 'id-C'] });
      await sites.moveStore({ storeId: 'id-A-1', siteId: 'site-B', at: AT });
      expect(await named('santa', 'sante')).toEqual({
        ...{ santa: ['id-A-1', 'id-B-A', 'id-C'], sante: ['id-A-2'] },
      });
      expect(await sites.removeStore('id-C')).toBe(true);
      expect(await named('santa')).toEqual({ santa: ['id-A-1', 'id-B-A'] });
    });

    it('lets one of many devices at once spend a join code', async () => {
      await registry.sites.add(site('A'));
      await code('h');
      const results = await Promise.all(
        ['1', '2', '3', '4'].map((id) => registry.joinCodes.redeem('h', device(id))),
      );
      expect(results.filter((result) => result.ok)).toHaveLength(1);
      expect(
        results.flatMap((result) => (result.ok ? [] : result.issues.map((issue) => issue.code))),
      ).toEqual(new Array(3).fill('code-used'));
      expect(await registry.devices.ofSites(['site-A'])).toHaveLength(1);
    });

    it('lets in as many of many devices at once as a code is for', async () => {
      await registry.sites.add(site('A'));
      await registry.joinCodes.add([madeOf('h', 'site-A', 3)]);
      const results = await Promise.all(
        ['1', '2', '3', '4', '5', '6'].map((id) => registry.joinCodes.redeem('h', device(id))),
      );
      expect(results.map((result) => (result.ok ? 'in' : result.issues[0].code)).sort()).toEqual([
        ...['code-used', 'code-used', 'code-used', 'in', 'in', 'in'],
      ]);
      expect(await registry.devices.ofSites(['site-A'])).toHaveLength(3);
      expect(await registry.joinCodes.get('id-h', AT)).toBeUndefined();
    });

    it('lists the codes that are open, those that end first first, and withdraws one for good', async () => {
      for (const name of ['A', 'B']) await registry.sites.add(site(name));
      const soon = '2026-01-01T12:00:00.000Z';
      const [late, next] = [madeOf('late', 'site-A', 2), madeOf('soon', 'site-B', 5, soon)];
      await registry.joinCodes.add([late, next, madeOf('spent', 'site-A')]);
      await registry.joinCodes.redeem('soon', device('1'));
      await registry.joinCodes.redeem('spent', device('2'));
      const open = await registry.joinCodes.open({ at: AT, limit: 10 });
      expect(open).toMatchObject({
        total: 2,
        codes: [
          { id: 'id-soon', siteId: 'site-B', devices: 5, used: 1 },
          { id: 'id-late', used: 0 },
        ],
      });
      const [first] = open.codes;
      expect(
        await registry.joinCodes.open({ at: AT, limit: 10, ...(first && { after: first }) }),
      ).toMatchObject({
        codes: [{ id: 'id-late' }],
      });
      expect(await registry.joinCodes.open({ at: AT, limit: 10, siteIds: ['site-A'] })).toMatchObject({
        total: 1,
      });
      expect(await registry.joinCodes.open({ at: soon, limit: 10 })).toMatchObject({ total: 1 });
      expect([
        await registry.joinCodes.withdraw('id-soon', AT),
        await registry.joinCodes.withdraw('id-soon', AT),
        await registry.joinCodes.withdraw('id-spent', AT),
        await registry.joinCodes.withdraw('none', AT),
      ]).toEqual([true, false, false, false]);
      expect(await registry.joinCodes.redeem('soon', device('3'))).toEqual({
        ok: false,
        issues: [{ code: 'code-expired' }],
      });
    });

    it('takes away a store and a site that nobody used, and none that is used', async () => {
      await registry.sites.add(site('A', ['A-A', 'B']));
      await code('h');
      expect(await registry.sites.remove('site-A')).toBe(false);
      expect(await registry.sites.removeStore('id-B')).toBe(true);
      expect((await registry.sites.get('site-A'))?.stores.map(({ id }) => id)).toEqual(['id-A-A']);
      expect(await registry.sites.removeStore('id-A-A')).toBe(true);
      expect(await registry.sites.remove('site-A')).toBe(true);
      expect([await registry.sites.get('site-A'), await registry.sites.remove('site-A')]).toEqual([
        undefined,
        false,
      ]);
      await registry.sites.add(site('C'));
      await code('j', 'site-C');
      await registry.joinCodes.redeem('j', device('d'));
      expect(await registry.sites.remove('site-C')).toBe(false);
    });

    it('takes away no store of a site that a device or Open mSupply works at, and none for which contents were brought', async () => {
      await registry.sites.add(site('A', ['A-A', 'B']));
      await registry.contents.prove('ab', 'id-B');
      expect(await registry.sites.removeStore('id-B')).toBe(false);
      await code('h');
      await registry.joinCodes.redeem('h', device('d'));
      expect(await registry.sites.removeStore('id-A-A')).toBe(false);
      expect((await registry.sites.get('site-A'))?.stores.map(({ id }) => id)).toEqual(['id-A-A', 'id-B']);
      await registry.sites.add(site('M'));
      await v6?.sites.put('site-M', { name: 'm' });
      expect(await registry.sites.removeStore('id-M-A')).toBe(false);
    });

    it('remembers in which language the people of sites read', async () => {
      for (const name of ['A', 'B', 'C']) await registry.sites.add(site(name));
      await registry.sites.speak(['site-A', 'site-B'], 'fr');
      expect((await registry.sites.get('site-A'))?.language).toBe('fr');
      const { sites } = await registry.sites.page({ limit: 10, sort: 'code' });
      expect(sites.map(({ language }) => language)).toEqual(['fr', 'fr', undefined]);
    });

    it('refuses a code of another site than the one that is expected, and leaves it unspent', async () => {
      for (const name of ['A', 'B']) await registry.sites.add(site(name));
      await code('h');
      const refused = await registry.joinCodes.redeem('h', device('1'), 'site-B');
      expect(refused).toEqual({ ok: false, issues: [{ code: 'another-site' }] });
      expect(await registry.devices.ofSites(['site-A', 'site-B'])).toEqual([]);
      expect(await registry.joinCodes.redeem('h', device('1'), 'site-A')).toMatchObject({ ok: true });
    });

    it('refuses codes that are unknown or too old, and registers nothing', async () => {
      await registry.sites.add(site('A'));
      await code('h');
      const expired = await registry.joinCodes.redeem('h', device('1', LATER));
      const unknown = await registry.joinCodes.redeem('other', device('2'));
      expect([expired, unknown]).toEqual([
        { ok: false, issues: [{ code: 'code-expired' }] },
        { ok: false, issues: [{ code: 'code-unknown' }] },
      ]);
      expect(await registry.devices.ofSites(['site-A'])).toEqual([]);
    });

    it('registers a device that was let in without a code, at a site that is there', async () => {
      await registry.sites.add(site('A'));
      const added = await registry.devices.add('site-A', device('d'));
      expect(added).toEqual({ ok: true, value: { site: site('A'), clientId: lastClient } });
      expect(await registry.devices.byToken('hash-d')).toEqual({
        ...{ id: 'd', kind: 'site', siteId: 'site-A', name: 'Phone d' },
        ...{ clientId: lastClient, joinedAt: AT, lastContact: AT },
      });
      const nowhere = { ok: false, issues: [{ code: 'not-found' }] };
      expect(await registry.devices.add('nowhere', device('e'))).toEqual(nowhere);
      expect(await registry.devices.get('e')).toBeUndefined();
    });

    it('gives a device that is let in again a new token and client id, unless it was revoked', async () => {
      await registry.sites.add(site('A'));
      await registry.devices.add('site-A', device('d'));
      const first = lastClient;
      await registry.devices.add('site-A', { ...device('d', LATER), tokenHash: 'another', name: 'Tablet' });
      expect(await registry.devices.byToken('hash-d')).toBeUndefined();
      const known = { name: 'Tablet', joinedAt: AT, lastContact: LATER, clientId: lastClient };
      expect(await registry.devices.byToken('another')).toMatchObject(known);
      expect(new Set(await registry.devices.clientIdsOf('d'))).toEqual(new Set([first, lastClient]));
      expect(await registry.devices.ofSites(['site-A'])).toHaveLength(1);
      await registry.devices.revoke('d', LATER);
      const shutOut = { ok: false, issues: [{ code: 'unknown-device' }] };
      expect(await registry.devices.add('site-A', device('d'))).toEqual(shutOut);
      expect(await registry.devices.byToken('hash-d')).toBeUndefined();
    });

    it('knows a device by its token, and all the client ids it ever had', async () => {
      await registry.sites.add(site('A'));
      await code('h');
      const joined = await registry.joinCodes.redeem('h', device('d'));
      const first = joined.ok ? joined.value.clientId : 0;
      const second = await registry.devices.renewClientId('d', () => 900_001);
      expect(await registry.devices.byToken('hash-d')).toMatchObject({
        id: 'd',
        kind: 'site',
        siteId: 'site-A',
        clientId: second,
      });
      expect(new Set(await registry.devices.clientIdsOf('d'))).toEqual(new Set([first, second]));
      expect(await registry.devices.byToken('hash-other')).toBeUndefined();
    });

    it('never gives a client id twice', async () => {
      await registry.sites.add(site('A'));
      await code('h');
      await registry.joinCodes.redeem('h', { ...device('d'), proposeClientId: () => 7_000 });
      const proposals = [7_000, 7_000, 7_001];
      expect(await registry.devices.renewClientId('d', () => proposals.shift() ?? 7_002)).toBe(7_001);
    });

    it('revokes a device once, and ends its sessions', async () => {
      await registry.staff.addUser({
        id: 'u',
        username: 'ana',
        displayName: 'Ana',
        passwordHash: 'x',
        permissions: ['a', 'b'],
      });
      const opened = await registry.staff.openSession({
        id: 'session-t',
        agent: 'a browser',
        tokenHash: 't',
        browserHash: 'b',
        userId: 'u',
        at: AT,
        device: device('s'),
      });
      const deviceId = opened?.deviceId ?? '';
      expect(await registry.devices.revoke(deviceId, LATER)).toBe(true);
      expect(await registry.devices.revoke(deviceId, LATER)).toBe(false);
      expect(await registry.devices.revoke('nobody', LATER)).toBe(false);
      expect(await registry.devices.get(deviceId)).toMatchObject({ revokedAt: LATER });
      expect(await registry.staff.session('t')).toBeUndefined();
    });

    it('writes down when devices were heard, and keeps the version they said before', async () => {
      await registry.sites.add(site('A'));
      await code('h');
      await registry.joinCodes.redeem('h', device('d'));
      await registry.devices.recordContacts([
        { deviceId: 'd', at: AT, appVersion: '1.2' },
        { deviceId: 'gone', at: AT },
      ]);
      await registry.devices.recordContacts([{ deviceId: 'd', at: LATER }]);
      expect(await registry.devices.get('d')).toMatchObject({ lastContact: LATER, appVersion: '1.2' });
    });

    it('tells user names apart whatever their case', async () => {
      const user = {
        id: 'u',
        username: 'Ana',
        displayName: 'Ana',
        passwordHash: 'x',
        permissions: ['a', 'b'],
      };
      expect(await registry.staff.isEmpty()).toBe(true);
      expect((await registry.staff.addUser(user)).ok).toBe(true);
      expect((await registry.staff.addUser({ ...user, id: 'v', username: 'ANA' })).ok).toBe(false);
      expect(await registry.staff.byName('aNa')).toEqual(user);
      expect(await registry.staff.isEmpty()).toBe(false);
    });

    it('keeps how long a first password is good, and removes only who never came in', async () => {
      const user = { username: 'ana', displayName: 'Ana', passwordHash: 'none', permissions: [] };
      await registry.staff.addUser({ ...user, id: 'u', firstPasswordUntil: '' });
      expect(await registry.staff.get('u')).toMatchObject({ firstPasswordUntil: '' });
      await registry.staff.setPassword('u', 'x', LATER);
      expect(await registry.staff.get('u')).toMatchObject({ passwordHash: 'x', firstPasswordUntil: LATER });
      await registry.staff.setPassword('u', 'y');
      expect((await registry.staff.get('u'))?.firstPasswordUntil).toBeUndefined();
      await registry.staff.openSession({
        ...{ id: 's', agent: '', tokenHash: 't', userId: 'u', browserHash: 'b', at: AT },
        device: { id: 'd', name: 'Browser', proposeClientId: () => 4_000_000_003 },
      });
      expect(await registry.staff.removeUnused('u')).toBe(false);
      await registry.staff.addUser({ ...user, id: 'v', username: 'ben' });
      expect([await registry.staff.removeUnused('v'), await registry.staff.removeUnused('v')]).toEqual([
        true,
        false,
      ]);
      expect((await registry.staff.list()).map(({ id }) => id)).toEqual(['u']);
    });

    it('ends sessions that began or were seen too long ago', async () => {
      await registry.staff.addUser({
        id: 'u',
        username: 'ana',
        displayName: 'Ana',
        passwordHash: 'x',
        permissions: ['a'],
      });
      await registry.staff.openSession({
        id: 'session-old',
        agent: '',
        tokenHash: 'old',
        browserHash: 'b',
        userId: 'u',
        at: AT,
        device: device('s'),
      });
      await registry.staff.openSession({
        id: 'session-new',
        agent: '',
        tokenHash: 'new',
        browserHash: 'b',
        userId: 'u',
        at: LATER,
        device: device('s2'),
      });
      await registry.staff.closeStale({ createdAt: LATER, seenAt: AT });
      expect(await registry.staff.session('old')).toBeUndefined();
      await registry.staff.recordSeen('new', '2026-01-03T00:00:00.000Z');
      expect(await registry.staff.session('new')).toMatchObject({
        seenAt: '2026-01-03T00:00:00.000Z',
        deviceId: 's',
      });
    });

    it('tells what staff did, the latest first, page by page', async () => {
      const acts = [
        { at: AT, userId: 'u', action: 'site.create', subject: 's', details: { stores: 2 } },
        { at: AT, userId: 'v', action: 'site.edit', subject: 's' },
        { at: LATER, userId: 'u', action: 'device.revoke', subject: 'd' },
      ];
      for (const act of acts) await registry.audit.write(act);
      const [third] = await registry.audit.page({ limit: 1 });
      expect(third).toMatchObject({ ...acts[2], source: 'audit', count: 1 });
      const rest = await registry.audit.page({ limit: 5, ...(third && { after: third }) });
      expect(rest).toMatchObject([acts[1] ?? {}, acts[0] ?? {}]);
      expect(rest.map(({ details }) => details)).toEqual([undefined, { stores: 2 }]);
      expect(await registry.audit.page({ limit: 5, userId: 'u', kind: 'site' })).toHaveLength(1);
      expect(await registry.audit.page({ limit: 5, from: AT, to: LATER })).toHaveLength(2);
    });

    const user = (id: string, permissions = ['manage-users']) => ({
      id,
      username: id,
      displayName: id,
      passwordHash: 'x',
      permissions,
    });
    const session = (id: string, userId: string, at = AT) => ({
      id,
      agent: 'a browser',
      tokenHash: `hash-${id}`,
      browserHash: id,
      userId,
      at,
      device: device(`device-${id}`),
    });

    it('changes of a user what is named, and nothing else', async () => {
      await registry.staff.addUser(user('ana'));
      await registry.staff.addUser(user('ben', []));
      expect(await registry.staff.edit('ben', { displayName: 'Ben', disabledAt: AT })).toMatchObject({
        ok: true,
        value: { displayName: 'Ben', disabledAt: AT, permissions: [] },
      });
      expect(await registry.staff.edit('ben', { permissions: ['read-fleet'], disabledAt: null })).toEqual({
        ok: true,
        value: { ...user('ben', ['read-fleet']), displayName: 'Ben' },
      });
      expect(await registry.staff.edit('nobody', {})).toBeUndefined();
      expect((await registry.staff.list()).map(({ id }) => id)).toEqual(['ana', 'ben']);
    });

    it('never takes the right to manage users from the last who has it', async () => {
      await registry.staff.addUser(user('ana'));
      await registry.staff.addUser(user('ben', []));
      const last = { ok: false, issues: [{ code: 'last-admin' }] };
      expect(await registry.staff.edit('ana', { permissions: ['read-fleet'] })).toEqual(last);
      expect(await registry.staff.edit('ana', { disabledAt: AT })).toEqual(last);
      await registry.staff.edit('ben', { permissions: ['manage-users'] });
      expect((await registry.staff.edit('ana', { disabledAt: AT }))?.ok).toBe(true);
      expect(await registry.staff.edit('ben', { permissions: [] })).toEqual(last);
    });

    it('lists the sessions of a user, ends those that are named, and opens none for who is disabled', async () => {
      await registry.staff.addUser(user('ana'));
      await registry.staff.addUser(user('ben', []));
      for (const [id, at] of [
        ['one', AT],
        ['two', LATER],
        ['three', AT],
      ] as const)
        await registry.staff.openSession(session(id, id === 'three' ? 'ana' : 'ben', at));
      const ids = async (userId: string) => (await registry.staff.sessionsOf(userId)).map(({ id }) => id);
      expect(await ids('ben')).toEqual(['two', 'one']);
      expect((await registry.staff.get('ben'))?.lastSignIn).toBe(LATER);
      await registry.staff.endSessions(['two']);
      expect(await ids('ben')).toEqual(['one']);
      await registry.staff.edit('ben', { disabledAt: LATER });
      expect(await registry.staff.session('hash-one')).toBeUndefined();
      expect(await registry.staff.openSession(session('four', 'ben'))).toBeUndefined();
      expect(await ids('ana')).toEqual(['three']);
    });

    it('sets a password', async () => {
      await registry.staff.addUser(user('ana'));
      expect(await registry.staff.setPassword('ana', 'y')).toBe(true);
      expect(await registry.staff.setPassword('nobody', 'y')).toBe(false);
      expect((await registry.staff.get('ana'))?.passwordHash).toBe('y');
    });

    it('replaces a password only by whoever knew the one that is good now', async () => {
      await registry.staff.addUser({ ...user('ana'), passwordHash: 'x', firstPasswordUntil: LATER });
      await registry.staff.addUser(user('ben'));
      expect(await registry.staff.replacePassword('ana', 'x', 'y')).toBe(true);
      expect(await registry.staff.replacePassword('ana', 'x', 'z')).toBe(false);
      expect(await registry.staff.replacePassword('nobody', 'x', 'z')).toBe(false);
      const ana = await registry.staff.get('ana');
      expect([ana?.passwordHash, ana?.firstPasswordUntil]).toEqual(['y', undefined]);
      await registry.staff.edit('ana', { disabledAt: LATER });
      expect(await registry.staff.replacePassword('ana', 'y', 'z')).toBe(false);
    });

    it('binds an account to the person at the provider who comes first with its name, and to no other', async () => {
      const [issuer, subject] = ['https://login', 'sub'];
      const bind = (change: { name?: string; anyCase?: boolean; subject?: string; issuer?: string } = {}) =>
        registry.staff.bindProvider({ issuer, subject, name: 'ANA@x', anyCase: true, ...change });
      await registry.staff.addUser({ ...user('ana'), providerName: 'Ana@x' });
      await registry.staff.addUser(user('ben'));
      expect(await registry.staff.byProvider({ issuer, subject })).toBeUndefined();
      expect(await bind({ name: 'nobody@x' })).toBeUndefined();
      expect(await bind({ anyCase: false })).toBeUndefined();
      const bound = { ...user('ana'), providerName: 'Ana@x', provider: { issuer, subject } };
      expect(await bind()).toEqual(bound);
      expect(await registry.staff.byProvider({ issuer, subject })).toEqual(bound);
      expect(await registry.staff.byProvider({ issuer: 'https://other', subject })).toBeUndefined();
      // bound already; and a person has one account
      expect(await bind({ subject: 'another' })).toBeUndefined();
      await registry.staff.edit('ben', { providerName: 'ben@x' });
      expect(await bind({ name: 'ben@x' })).toBeUndefined();
      // the programme has another provider now
      const moved = { issuer: 'https://other', subject: 'there' };
      expect(await bind({ ...moved, anyCase: false, name: 'Ana@x' })).toMatchObject({ provider: moved });
    });

    it('lets go of that person with another name, tells names apart whatever their case, and binds nobody disabled', async () => {
      const person = { issuer: 'https://login', subject: 'sub' };
      const bind = (name: string) => registry.staff.bindProvider({ ...person, name, anyCase: true });
      await registry.staff.addUser({ ...user('ana'), providerName: 'ana@x' });
      const taken = { ok: false, issues: [{ code: 'already-exists', field: 'providerName' }] };
      expect(await registry.staff.addUser({ ...user('ben'), providerName: 'ANA@x' })).toEqual(taken);
      await registry.staff.addUser(user('ben'));
      expect(await registry.staff.edit('ben', { providerName: 'Ana@X' })).toEqual(taken);
      await bind('ana@x');
      await registry.staff.edit('ana', { displayName: 'A', providerName: 'ana@x' });
      expect(await registry.staff.byProvider(person)).toMatchObject({ id: 'ana' });
      await registry.staff.edit('ana', { providerName: 'other@x' });
      expect(await registry.staff.byProvider(person)).toBeUndefined();
      await registry.staff.edit('ana', { disabledAt: AT });
      expect(await bind('other@x')).toBeUndefined();
      await registry.staff.edit('ana', { providerName: '', disabledAt: null });
      expect(await registry.staff.get('ana')).toEqual({ ...user('ana'), displayName: 'A' });
    });

    it('knows the sessions that were opened by the provider, with which a first password goes', async () => {
      await registry.staff.addUser({ ...user('ana'), firstPasswordUntil: LATER });
      await registry.staff.addUser(user('ben'));
      await registry.staff.openSession({ ...session('one', 'ana'), byProvider: true });
      await registry.staff.openSession({ ...session('two', 'ben'), byProvider: true });
      await registry.staff.openSession(session('three', 'ben'));
      expect((await registry.staff.session('hash-one'))?.byProvider).toBe(true);
      expect((await registry.staff.session('hash-three'))?.byProvider).toBeUndefined();
      expect(await registry.staff.get('ana')).toMatchObject({ passwordHash: 'none' });
      expect((await registry.staff.get('ana'))?.firstPasswordUntil).toBeUndefined();
      expect((await registry.staff.get('ben'))?.passwordHash).toBe('x');
    });

    it('gives a first password only to who has none of their own and may come in', async () => {
      await registry.staff.addUser(user('own'));
      for (const id of ['ana', 'ben']) await registry.staff.addUser({ ...user(id), firstPasswordUntil: '' });
      await registry.staff.edit('ben', { disabledAt: LATER });
      expect(await registry.staff.giveFirstPassword('ana', 'y', LATER)).toBe(true);
      for (const id of ['own', 'ben', 'nobody'])
        expect(await registry.staff.giveFirstPassword(id, 'y', LATER)).toBe(false);
      expect(await registry.staff.get('ana')).toMatchObject({ passwordHash: 'y', firstPasswordUntil: LATER });
      expect((await registry.staff.get('ben'))?.firstPasswordUntil).toBe('');
      expect((await registry.staff.get('own'))?.firstPasswordUntil).toBeUndefined();
    });

    it('moves a store to another site, and back, and knows where it was', async () => {
      await registry.sites.add(site('A', ['X', 'Y']));
      await registry.sites.add(site('B'));
      const move = (siteId: string, storeId = 'id-X') =>
        registry.sites.moveStore({ storeId, siteId, at: LATER });
      const moved = await move('site-B');
      expect(moved.ok && moved.value.to.stores.map(({ id }) => id)).toContain('id-X');
      expect(await registry.sites.sitesOfStores(['id-X'])).toEqual(new Map([['id-X', 'site-B']]));
      expect(await registry.sites.formerStores('site-A')).toEqual([{ storeId: 'id-X', leftAt: LATER }]);
      expect(
        (await registry.sites.page({ limit: 5, sort: 'code', q: 'X' })).sites.map(({ id }) => id),
      ).toEqual(['site-B']);
      expect(await move('site-B')).toEqual({ ok: false, issues: [{ code: 'nothing-changed' }] });
      expect(await move('nowhere')).toMatchObject({ issues: [{ code: 'not-found', field: 'siteId' }] });
      expect(await move('site-B', 'none')).toMatchObject({
        issues: [{ code: 'not-found', field: 'storeId' }],
      });
      await move('site-A');
      expect(await registry.sites.formerStores('site-A')).toEqual([]);
      expect(await registry.sites.formerStores('site-B')).toHaveLength(1);
    });

    it('keeps how much of each document a device has, the latest only', async () => {
      await registry.sites.add(site('A'));
      await code('h');
      await registry.joinCodes.redeem('h', device('d'));
      const had = { deviceId: 'd', document: 'config', changes: 3, seq: 9, at: AT };
      await registry.devices.recordDocuments([had]);
      await registry.devices.recordDocuments([{ ...had, changes: 4, seq: 12 }]);
      expect(await registry.devices.documentsOf(['d', 'e'])).toEqual([{ ...had, changes: 4, seq: 12 }]);
    });
  });
}
