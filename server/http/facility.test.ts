/** The facts of a facility go by the names of the domain; those that had others before are read under these too. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { aCentral, type Site, type TestCentral } from '../../tests/support/central';
import { ChangeMaker } from '../../tests/central/change-maker';

let central: TestCentral;
let admin: Record<string, string>;
let post: Site;
let hospital: Site;

beforeEach(async () => {
  central = await aCentral();
  admin = await central.staff();
  post = await central.site(admin, 'POST');
  hospital = await central.site(admin, 'HOSP');
});
afterEach(() => central.central.close());

const patch = (facility: object) =>
  central.call('PATCH', `/api/sites/${post.id}`, { headers: admin, body: { facility } });

const facts = () => ({ latitude: 6.5, longitude: 3.4, accuracyM: 12, supplierSiteId: hospital.id });

async function known(): Promise<unknown> {
  const answer = await central.call('GET', `/api/sites/${post.id}`, { headers: admin });
  return answer.json<{ facility?: unknown }>().facility;
}

it('keeps how exact its coordinates are, and which site supplies it', async () => {
  const answer = await patch(facts());
  expect(answer.json()).toMatchObject({ facility: facts() });
  expect(await known()).toEqual(facts());
  expect((await patch({ accuracyM: null, supplierSiteId: null })).statusCode).toBe(200);
  expect(await known()).toEqual({ latitude: 6.5, longitude: 3.4 });
});

it('takes the former names of these for the same fields', async () => {
  await patch({ accuracyM: 12, supplierSiteId: 'another' });
  await patch({ accuracy: 30, suppliedBy: hospital.id });
  expect(await known()).toEqual({ accuracyM: 30, supplierSiteId: hospital.id });
});

it('reads them in changes of before as well, without a conflict or a flag', async () => {
  const maker = new ChangeMaker('d1', 'u1');
  const first = maker.make('facility.create', { accuracy: 9, suppliedBy: hospital.id }, post.id);
  const second = {
    ...maker.make('facility.edit', { accuracy: 8 }, post.id),
    base: { accuracy: [first.hlc] },
  };
  const body = { document: 'country', changes: [first, second] };
  const written = await central.call('POST', '/api/changes', { headers: admin, body });
  expect(written.json()).toMatchObject({ stored: [first.id, second.id], refused: [] });
  expect(await known()).toEqual({ accuracyM: 8, supplierSiteId: hospital.id });
  const problems = await central.call('GET', '/api/problems', { headers: admin });
  expect(problems.json()).toMatchObject({ items: [], total: 0 });
});

it('takes every field that the domain has for a region and for a facility', async () => {
  const maker = new ChangeMaker('d1', 'u1');
  const said = maker.make('region.create', { code: 'N', name: 'North', validFrom: '2020-07-01' });
  const unsaid = maker.make('region.create', { code: 'S', name: 'South', level: 'State' });
  const facility = maker.make('facility.create', { siteId: post.id, regionId: said.entityId }, post.id);
  const body = { document: 'country', changes: [said, unsaid, facility] };
  await central.call('POST', '/api/changes', { headers: admin, body });
  const regions = await central.call('GET', '/api/regions', { headers: admin });
  const { items } = regions.json<{ items: { code: string; validFrom: string }[] }>();
  expect(items.sort((a, b) => a.code.localeCompare(b.code))).toMatchObject([
    { code: 'N', validFrom: '2020-07-01' },
    { code: 'S', validFrom: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as unknown },
  ]);
  const problems = await central.call('GET', '/api/problems', { headers: admin });
  expect(problems.json()).toMatchObject({ items: [], total: 0 });
});

it('refuses one of another type, whatever it is called', async () => {
  for (const facility of [{ accuracyM: 'near' }, { accuracy: -1 }, { supplierSiteId: 7 }])
    expect((await patch(facility)).statusCode).toBe(400);
});
