/** The answers that end a cycle, as sites of every version read them: the table of docs/operating.md, line by line. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DatabaseUnwritable } from '../../server/database/port/central-database';
import { Programme, PASSWORD } from './central';
import { siteCoded } from './device';
import { MSupplyCentral } from './msupply-central';
import { OpenMSupplySite } from './open-msupply-site';
import { isFrom, versions } from './site/versions';

const names = versions.map(({ name }) => name);
const calls = ['push', 'pull', 'site_status'] as const;
const bodies = {
  push: { batch: { end_cursor: 0, total_records: 0, records: [], is_last_batch: true } },
  pull: { cursor: 0, batchSize: 500, isInitialised: false },
  site_status: {},
};

const legacy = (code: string) => ({
  error: { legacyServerError: { code, message: expect.any(String), data: null } },
});

/** Every call of V6, and the question with which a cycle begins. */
async function refusedEverywhere(site: OpenMSupplySite, code: string, status = 401): Promise<void> {
  for (const call of calls) expect([call, await site.call(call, bodies[call])]).toEqual([call, legacy(code)]);
  expect(await site.whoAmI()).toEqual({
    status,
    body: { error: { code, message: expect.any(String), data: null } },
  });
  expect(await site.upload('a-file', Buffer.from('x'))).toEqual(legacy(code));
  const download = await site.download({ table_name: 'asset', record_id: 'a', id: 'a-file' });
  expect(await download.json()).toEqual(legacy(code).error);
}

describe('a site whose only server is this one', () => {
  let programme: Programme;
  beforeEach(async () => {
    programme = await Programme.start();
  });
  afterEach(() => programme.end());

  const aSite = (version: string) =>
    programme.v6Site(`s-${randomUUID().slice(0, 8)}`, undefined, { version });
  const as = (site: OpenMSupplySite, name: string, password: string, hardwareId = site.hardwareId) =>
    new OpenMSupplySite(site.origin, name, password, hardwareId, site.options);

  it.each(names)('of %s: the name, the password, the installation', async (version) => {
    const site = await aSite(version);
    await refusedEverywhere(as(site, `no ${site.name}`, PASSWORD), 'site_name_not_found');
    await site.cycle();
    await refusedEverywhere(as(site, site.name, PASSWORD, randomUUID()), 'site_incorrect_hardware_id');
    await refusedEverywhere(as(site, site.name, PASSWORD, ''), 'site_incorrect_hardware_id');
    const guess = as(site, site.name, 'a wrong one');
    expect(await guess.call('pull', bodies.pull)).toEqual(legacy('site_incorrect_password'));
    expect((await guess.whoAmI()).body).toMatchObject({ error: { code: 'site_incorrect_password' } });
    // refusals hold up nobody who is right
    await site.cycle();
  });

  it.each(names)('of %s: after too many tries it waits, and is told how long', async (version) => {
    const site = await aSite(version);
    const guess = as(site, site.name, 'a wrong one');
    for (let tries = 0; tries < 10; tries += 1) await guess.whoAmI();
    await refusedEverywhere(guess, 'site_auth_timeout', 429);
    expect((await guess.whoAmI()).body).toMatchObject({
      error: { message: expect.stringMatching(/^Too many tries failed\. Try again in \d+ seconds\.$/) },
    });
  });

  it.each(names)('of %s: what is no matter of credentials', async (version) => {
    const site = await aSite(version);
    await site.cycle();
    await hearsVersions(site);
    await hearsOfTheDisk(site);
    expect(await site.call('pull', { ...bodies.pull, rest: 'x'.repeat(100_000) })).toEqual({
      error: { otherServerError: 'The request is too large.' },
    });
    const { id } = await siteCoded(programme, site.name);
    await programme.central.database.v6?.inbox.begin([id]);
    for (const call of ['push', 'pull'] as const)
      expect(await site.call(call, bodies[call])).toEqual({ error: 'integrationInProgress' });
    expect(await site.call('site_status', {})).toEqual({ data: { is_integrating: true } });
    site.origin = 'http://127.0.0.1:9';
    await expect(site.cycle()).rejects.toThrow('push');
  });

  async function hearsVersions(site: OpenMSupplySite): Promise<void> {
    for (const v6 of [6, -1]) {
      const other = as(site, site.name, PASSWORD);
      Object.assign(other, { version: { ...site.version, v6 } });
      const refusal = { error: { syncVersionMismatch: [0, 5, v6] } };
      for (const call of calls) expect(await other.call(call, bodies[call])).toEqual(refusal);
      // pieces of a file say nothing of V6
      if (!isFrom(20, site.version.name))
        expect(await other.upload('a-file', Buffer.from('x'))).toEqual(refusal);
    }
  }

  async function hearsOfTheDisk(site: OpenMSupplySite): Promise<void> {
    const inbox = programme.central.database.v6?.inbox ?? {};
    const before = { ...inbox };
    Object.assign(inbox, { add: () => Promise.reject(new DatabaseUnwritable('full')) });
    expect(await site.call('push', bodies.push)).toEqual({
      error: { otherServerError: expect.stringContaining('cannot write to its disk') },
    });
    Object.assign(inbox, before);
    expect(await site.call('push', bodies.push)).toEqual({ data: { records_pushed: 0 } });
    await site.untilIntegrated();
  }
});

describe('a site beside an mSupply central server', () => {
  let mSupply: MSupplyCentral;
  let programme: Programme;
  beforeEach(async () => {
    mSupply = await MSupplyCentral.start();
    programme = await Programme.start({ msupplyCentralUrl: mSupply.url });
  });
  afterEach(async () => {
    await programme.end();
    await mSupply.close();
  });

  it.each(names)('of %s: what that one refuses, in its codes, and its outage', async (version) => {
    const site = await programme.v6Site('hill', undefined, { version });
    await refusedEverywhere(site, 'site_name_not_found');
    mSupply.knows('hill', PASSWORD);
    const at = (password: string, hardwareId = site.hardwareId) =>
      new OpenMSupplySite(site.origin, 'hill', password, hardwareId, site.options);
    await site.cycle();
    // the version of the older API is the site's own
    expect(mSupply.versions.at(-1)).toBe(String(site.version.v5));
    expect(await at('a wrong one').call('pull', bodies.pull)).toEqual(legacy('site_incorrect_password'));
    expect(await at(PASSWORD, randomUUID()).call('pull', bodies.pull)).toEqual(
      legacy('site_incorrect_hardware_id'),
    );
    mSupply.speaks = (asked) => asked !== String(site.version.v5);
    await refusedEverywhere(at(PASSWORD, randomUUID()), 'api_version_incompatible', 409);
    mSupply.speaks = () => true;
    mSupply.broken = 503;
    for (let tries = 0; tries < 12; tries += 1) {
      const out = await at(PASSWORD, randomUUID()).call('site_status', {});
      expect(out).toEqual({ error: { cannotConnectToLegacyServer: expect.stringContaining('503') } });
    }
    expect(await at(PASSWORD, randomUUID()).whoAmI()).toEqual({
      status: 502,
      body: { error: { code: 'server_unavailable', message: expect.any(String), data: null } },
    });
    mSupply.broken = undefined;
    // an outage is no failed try
    await site.cycle();
  });
});
