/** A row of a list of facilities: a store of a site, with the known facts of its facility. */
export const facilityColumns = [
  'nationalId',
  'type',
  'ownership',
  'supplyLevel',
  'latitude',
  'longitude',
] as const;
export type FacilityColumn = (typeof facilityColumns)[number];

/** Only the fields that the row gives. */
export type SaidOfFacility = { regionId?: string } & { [field in FacilityColumn]?: string | number };

/** Saved by codes: a site or a store that is not there when the row is saved is made then. */
export interface ImportedSite {
  site: { code: string; name: string };
  store: { code: string; name: string };
  facility: SaidOfFacility;
  /** the name of the site when the file was read; null: it was not there. Absent in plans of older versions. */
  nameThen?: string | null;
}

export interface KnownSite {
  id: string;
  code: string;
  name: string;
  stores: readonly { id: string; code: string; name: string }[];
  facility: Readonly<Record<string, unknown>>;
}

export interface KnownRegion {
  id: string;
  code: string;
  name: string;
}
