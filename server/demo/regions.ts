/** The four regions of the demo country, and the facility of each site in one of them. */
import type { JsonObject } from '#shared/json';
import type { CountryWrite } from '../country/write-country';
import type { SiteRecord } from '../database/port/registry-sites';
import { newId } from '../new-id';
import type { Chance } from './chance';

/** Each with its middle, in degrees. */
const regions = [
  { code: 'NO', name: 'Northern Province', latitude: -9.2, longitude: 31.4 },
  { code: 'EA', name: 'Eastern Province', latitude: -13.1, longitude: 32.6 },
  { code: 'LA', name: 'Lakes Province', latitude: -11.4, longitude: 29.3 },
  { code: 'CO', name: 'Coast Province', latitude: -15.2, longitude: 30.1 },
] as const;

const powers = ['Grid', 'Grid', 'Solar', 'Solar', 'Generator', 'None'] as const;
const owners = ['Public', 'Public', 'Public', 'Faith-based', 'Private'] as const;

/** Regions first, since facilities name them. The hospital supplies the others. */
export function countryOf(
  sites: readonly SiteRecord[],
  chance: Chance,
  now: number,
  by: CountryWrite['by'],
): CountryWrite[] {
  const made = regions.map((region) => ({ ...region, id: newId(now) }));
  const hospital = sites.find(({ code }) => code === 'HOS');
  const written = made.map(({ id, code, name }): CountryWrite => ({
    entity: 'region',
    id,
    patch: { code, name, level: 'Province' },
    by,
  }));
  const facilities = sites.map((site, index): CountryWrite => {
    const region = made[index % made.length];
    return {
      entity: 'facility',
      id: site.id,
      patch: facilityOf(site, region, hospital?.id, index, chance),
      by,
    };
  });
  return [...written, ...facilities];
}

function facilityOf(
  { id, name }: SiteRecord,
  region: { id: string; latitude: number; longitude: number } | undefined,
  hospitalId: string | undefined,
  index: number,
  chance: Chance,
): JsonObject {
  const isHospital = id === hospitalId;
  const away = (): number => (chance.next() - 0.5) * 1.6;
  return {
    ...(region && {
      regionId: region.id,
      latitude: rounded(region.latitude + away()),
      longitude: rounded(region.longitude + away()),
      accuracyM: chance.whole(4, 40),
    }),
    nationalId: `DC-${String(1001 + index)}`,
    type: isHospital ? 'District hospital' : typeIn(name),
    ownership: isHospital ? 'Public' : chance.pick(owners),
    population: isHospital ? 86_000 : chance.whole(12, 190) * 100,
    power: isHospital ? 'Grid' : chance.pick(powers),
    supplyLevel: isHospital ? 'Lowest distribution' : 'Service point',
    ...(hospitalId !== undefined && !isHospital && { supplierSiteId: hospitalId }),
  };
}

/** The last two words of a name give its type. */
const typeIn = (name: string): string =>
  ['Health centre', 'Health post', 'Clinic'].find((type) =>
    name.toLowerCase().endsWith(type.toLowerCase()),
  ) ?? 'Health post';

const rounded = (degrees: number): number => Math.round(degrees * 100_000) / 100_000;
