/**
 * The state of every site, for lists of many: when it was heard, what its devices lack, what is wrong there. A country of 40,000 sites is
 * read a piece at a time, so that no other call waits for it, and kept for a while.
 */
import { setImmediate } from 'node:timers/promises';
import { CONFIG, storeOf } from '#shared/change/documents';
import type { SiteState } from '#shared/api/site';
import type { DocumentSummary } from '../database/port/changes';
import type { CentralDatabase } from '../database/port/central-database';
import type { DeviceDocument } from '../database/port/registry-devices';
import { siteText, type SiteRecord } from '../database/port/registry-sites';

/** A reading is kept for so many times as long as it took: that of a small country is always new. */
const KEPT_FOR = 20;
/** Sites that are read in one go. */
const AT_A_TIME = 100;

export interface KnownSite extends SiteState {
  id: string;
  code: string;
  /** the text in which the words of a search are looked for */
  text: string;
  /** instant; none: no device of it was ever heard */
  lastContact?: string;
  /** a device or an Open mSupply belongs to it: its silence means something */
  hasJoined: boolean;
}

/** By their ids, in the order of their codes. */
export type KnownSites = ReadonlyMap<string, KnownSite>;

export class SiteStates {
  #read: { until: number; sites: Promise<KnownSites> } | undefined;
  #known: KnownSites | undefined;

  constructor(
    private readonly database: CentralDatabase,
    private readonly version: string,
    private readonly now: () => number,
  ) {}

  /** All sites of the country. */
  all(): Promise<KnownSites> {
    if (this.#read && this.now() < this.#read.until) return this.#read.sites;
    const began = this.now();
    const read = { until: Infinity, sites: this.#readAll() };
    this.#read = read;
    void read.sites.then(
      (sites) => {
        this.#known = sites;
        read.until = this.now() + KEPT_FOR * (this.now() - began);
      },
      () => (read.until = 0),
    );
    return read.sites;
  }

  /** As of the last reading, for a caller that waits for none: another begins where that is old. */
  lastKnown(): KnownSites | undefined {
    void this.all().catch(() => undefined);
    return this.#known;
  }

  async #readAll(): Promise<KnownSites> {
    const { registry, changes } = this.database;
    const config = await changes.documents([CONFIG]);
    const found = new Map<string, KnownSite>();
    let after: { lastContact: string; code: string } | undefined;
    do {
      const page = await registry.sites.page({ limit: AT_A_TIME, sort: 'code', ...(after && { after }) });
      for (const one of await this.#statesOf(page.sites, config)) found.set(one.id, one);
      after = page.next;
      // a country's sites hold up nobody else
      await setImmediate();
    } while (after);
    return found;
  }

  async #statesOf(sites: readonly SiteRecord[], config: readonly DocumentSummary[]): Promise<KnownSite[]> {
    const { registry, changes, rows, v6 } = this.database;
    const storeIds = sites.flatMap(({ stores }) => stores.map(({ id }) => id));
    const devices = await registry.devices.ofSites(sites.map(({ id }) => id));
    const had = await registry.devices.documentsOf(devices.map(({ id }) => id));
    const documents = await changes.documentsOfStores(storeIds);
    const problems = await rows.countProblems(storeIds);
    const byStore = groupedBy(documents, ({ name }) => storeOf(name) ?? '');
    const hadBy = groupedBy(had, ({ deviceId }) => deviceId);
    const known: KnownSite[] = [];
    for (const site of sites) {
      const own = devices.filter(({ siteId, revokedAt }) => siteId === site.id && revokedAt === undefined);
      const ofSite = [...config, ...site.stores.flatMap(({ id }) => byStore.get(id) ?? [])];
      const older = await v6?.sites.get(site.id);
      const lastContact = [...own, ...(older ? [older] : [])].flatMap((one) => one.lastContact ?? []).sort().at(-1); // prettier-ignore
      known.push({
        ...{ id: site.id, code: site.code, text: siteText(site) },
        ...(lastContact !== undefined && { lastContact }),
        hasJoined: own.length > 0 || older !== undefined,
        behind: Math.max(0, ...own.map((device) => lackOf(hadBy.get(device.id) ?? [], ofSite))),
        problems: site.stores.reduce((sum, { id }) => sum + (problems.get(id) ?? 0), 0),
        oldApps: own.filter(({ appVersion }) => isOlder(appVersion, this.version)).length,
      });
    }
    return known;
  }
}

/** The number of changes that a device was last known to lack; one that never connected lacks nothing that is known. */
function lackOf(had: readonly DeviceDocument[], documents: readonly DocumentSummary[]): number {
  const own = new Map(had.map((one) => [one.document, one.changes]));
  if (own.size === 0) return 0;
  return documents.reduce((sum, one) => sum + Math.max(0, one.changes - (own.get(one.name) ?? 0)), 0);
}

function groupedBy<T>(all: readonly T[], key: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(key(one));
    if (group) group.push(one);
    else groups.set(key(one), [one]);
  }
  return groups;
}

const partsOf = (version: string): number[] => version.split(/[.+-]/).slice(0, 3).map(Number);

/** True for an app of an earlier version than central's own; a version that is not known is not old. */
export function isOlder(version: string | undefined, than: string): boolean {
  if (version === undefined) return false;
  const [one, other] = [partsOf(version), partsOf(than)];
  const at = other.findIndex((part, index) => part !== one[index]);
  return at >= 0 && (one[at] ?? 0) < (other[at] ?? 0);
}
