/** The country as it stands now: read from its rows, and again only when its document grew. */
import { COUNTRY } from '#shared/change/documents';
import type { Facility, Region } from '#shared/domain/country';
import type { CentralDatabase } from '../database/port/central-database';
import { countryOf, type Country } from './border';

export interface KnownCountry extends Country {
  regions: readonly Region[];
  facilities: ReadonlyMap<string, Facility>;
}

const isInUse = ({ deletedAt }: { deletedAt?: string | undefined }): boolean => deletedAt === undefined;

export class CountryReader {
  readonly #database: Pick<CentralDatabase, 'changes' | 'rows'>;
  #read: { seq: number; country: Promise<KnownCountry> } | undefined;

  constructor(database: Pick<CentralDatabase, 'changes' | 'rows'>) {
    this.#database = database;
  }

  async now(): Promise<KnownCountry> {
    const [document] = await this.#database.changes.documents([COUNTRY]);
    const seq = document?.seq ?? 0;
    if (this.#read?.seq === seq) return this.#read.country;
    const country = this.#all();
    this.#read = { seq, country };
    // a country that could not be read once is read again
    country.catch(() => (this.#read = undefined));
    return country;
  }

  async #all(): Promise<KnownCountry> {
    const [regions, facilities] = await Promise.all([
      this.#database.rows.all('region'),
      this.#database.rows.all('facility'),
    ]);
    const used = regions.filter(isInUse);
    const known = facilities.filter(isInUse);
    return {
      regions: used,
      facilities: new Map(known.map((facility) => [facility.id, facility])),
      ...countryOf({
        parentOf: new Map(used.map(({ id, parentId }) => [id, parentId])),
        regionOf: new Map(
          known.flatMap(({ id, regionId }) => (regionId === undefined ? [] : [[id, regionId]])),
        ),
      }),
    };
  }
}
