/** The facility of a site as typed, and its differences from the known one. Pure. */
import type { FacilityAnswer } from '#shared/api/region';
import type { Issue } from '#shared/result';

export const texts = ['nationalId', 'type', 'ownership', 'power', 'supplyLevel'] as const;
export const numbers = ['population', 'latitude', 'longitude', 'accuracyM'] as const;

export type FacilityDraft = Record<
  (typeof texts)[number] | (typeof numbers)[number] | 'supplierSiteId' | 'regionId',
  string
>;

export interface FacilitySaid {
  regionId?: string | null;
  facility?: Record<string, string | number | null>;
}

export function draftOf(known: FacilityAnswer = {}, regionId = ''): FacilityDraft {
  const text = (field: keyof FacilityAnswer): string => String(known[field] ?? '');
  return {
    regionId,
    nationalId: text('nationalId'),
    type: text('type'),
    ownership: text('ownership'),
    power: text('power'),
    supplyLevel: text('supplyLevel'),
    supplierSiteId: text('supplierSiteId'),
    population: text('population'),
    latitude: text('latitude'),
    longitude: text('longitude'),
    accuracyM: text('accuracyM'),
  };
}

const ranges: Record<(typeof numbers)[number], [number, number]> = {
  population: [0, 1_000_000_000],
  latitude: [-90, 90],
  longitude: [-180, 180],
  accuracyM: [0, 100_000],
};

/** A comma is a decimal point in most of the countries that use this. */
const toNumber = (text: string): number => Number(text.trim().replace(',', '.'));

export function facilityIssues(draft: FacilityDraft): Issue[] {
  return numbers.flatMap((field) => {
    if (draft[field].trim() === '') return [];
    const value = toNumber(draft[field]);
    const [least, most] = ranges[field];
    const isRight = value >= least && value <= most && (field !== 'population' || Number.isInteger(value));
    return isRight ? [] : [{ code: 'bad-field', field } as const];
  });
}

/** Only the fields that differ; an emptied field is cleared. */
export function saidOf(before: FacilityDraft, now: FacilityDraft): FacilitySaid {
  const facility: Record<string, string | number | null> = {};
  for (const field of [...texts, 'supplierSiteId'] as const)
    if (now[field].trim() !== before[field]) facility[field] = now[field].trim() || null;
  for (const field of numbers)
    if (now[field].trim() !== before[field])
      facility[field] = now[field].trim() === '' ? null : toNumber(now[field]);
  return {
    ...(now.regionId !== before.regionId && { regionId: now.regionId || null }),
    ...(Object.keys(facility).length > 0 && { facility }),
  };
}
